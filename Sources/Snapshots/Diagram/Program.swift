import Tensors

extension Diagram {
  /// A listing with the sizes of one diagram: it runs as it is pasted, and says which value of the
  /// diagram each line computes.
  ///
  /// Its first line imports, then come the sizes, what is given – ones, to be replaced – and the lines.
  public struct Program: Hashable, Sendable {
    /// One line.
    public struct Line: Hashable, Sendable {
      /// What is pasted.
      public var code: String
      /// What it does.
      public var meanings: [Meaning]
      /// What it computes: one value, or one for each layer of its kind.
      public var computed: [Computed]
      /// The value that it stands for; nil where it computes.
      public var given: String?

      init(
        _ code: String, _ meanings: [Meaning] = [], computed: [Computed] = [],
        given: String? = nil
      ) {
        (self.code, self.meanings, self.computed, self.given) = (code, meanings, computed, given)
      }
    }

    /// A value of the diagram that a line computes.
    public struct Computed: Hashable, Sendable {
      /// Its name.
      public var value: String
      /// The names of the values that it is computed from, by what the line calls them.
      public var reads: [String: String]
      /// What the line calls its layer, and the names of that layer's tensors.
      public var layer: String?
      /// See ``layer``.
      public var parameters: [String]
      /// The letters of sizes that belong to this value.
      public var sizes: [String: Int]
    }

    /// What its values are called in common: `att`; empty for single layers.
    public var scope: String
    /// The way to attend that it is; nil for what is no attention.
    public var mechanism: Mechanism?
    /// Whether each line stands for itself, with what it reads.
    public var isOfSteps: Bool
    /// Whether the positions are read from the last to the first.
    public var isBackwards: Bool
    /// The lines.
    public var lines: [Line]

    /// Which line does what `meaning` is.
    public func line(for meaning: Meaning) -> Int? {
      lines.firstIndex { $0.meanings.contains(meaning) }
    }
  }

  /// The program that an operation belongs to; nil where it has no line in one.
  public func program(of operation: Int, _ framework: Framework = .keras) -> Program? {
    guard let key = programKey(of: operation) else { return nil }
    return program(operations.indices.filter { programKey(of: $0) == key }, key, framework)
  }

  /// All programs, in the order of their first operations.
  public func programs(_ framework: Framework) -> [Program] {
    var keys: [ProgramKey] = []
    for key in operations.indices.compactMap(programKey) where !keys.contains(key) {
      keys.append(key)
    }
    return keys.compactMap { key in
      program(operations.indices.filter { programKey(of: $0) == key }, key, framework)
    }
  }

  /// What tells one program from another: two layers of one kind have their own names.
  private struct ProgramKey: Hashable {
    var listing: Listing
    var scope: String
  }

  private func programKey(of operation: Int) -> ProgramKey? {
    let own = operations[operation]
    guard let listing = own.listing, let meaning = own.meaning, listing.line(for: meaning) != nil
    else { return nil }
    let parts = values[own.output].name.split(separator: ".")
    let scope = listing.isOfSingleLayers ? "" : parts.dropLast().joined(separator: ".")
    return ProgramKey(listing: listing, scope: scope)
  }

  private func program(_ own: [Int], _ key: ProgramKey, _ framework: Framework) -> Program? {
    let isOne = key.listing.isOfSingleLayers
    let listing =
      isOne
      ? key.listing.limited(to: Set(own.compactMap { operations[$0].meaning })) : key.listing
    guard !own.isEmpty else { return nil }
    let writer = ProgramWriter(
      diagram: self, operations: own, listing: listing, framework: framework)
    let isBackwards = own.contains { place in
      switch operations[place].arithmetic {
      case .gate(let gate): gate.recurrence.isBackwards
      default: false
      }
    }
    return Program(
      scope: key.scope, mechanism: listing.mechanism, isOfSteps: listing.mechanism == nil,
      isBackwards: isBackwards, lines: writer.lines())
  }
}
