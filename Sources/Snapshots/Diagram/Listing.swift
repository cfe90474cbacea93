public import Tensors

extension Diagram {
  /// Whose words a listing is in.
  public enum Framework: String, Hashable, Sendable, CaseIterable {
    /// Keras 3, on any backend.
    case keras
    /// PyTorch 2.
    case pytorch
  }

  /// How a layer is written elsewhere: its lines in Keras and in PyTorch, to be read beside its
  /// operations, and how its paper writes them.
  ///
  /// The layer says it where it records; whoever draws a diagram knows no layer. With the numbers of a
  /// diagram it is a ``Program``, which runs as it is pasted.
  public struct Listing: Hashable, Sendable {
    /// One line, and which operations it is.
    public struct Line: Hashable, Sendable {
      /// The line as a learner would write it.
      public var code: String
      /// What it does.
      public var meanings: [Meaning]
      /// The layer that it calls; nil where it calls none.
      public var layer: String?
      /// What it reads, in the order of the operation's inputs that are not trained.
      public var reads: [String]

      /// A line that does what `meanings` are; none: it only begins the next one.
      public init(
        _ code: String, _ meanings: Meaning..., layer: String? = nil, reads: [String] = []
      ) {
        (self.code, self.meanings, self.layer, self.reads) = (code, meanings, layer, reads)
      }
    }

    /// What the lines begin with: a value of the model, and its shape.
    public struct Given: Hashable, Sendable {
      /// What the lines call it.
      public var name: String
      /// Letters of sizes; `*` is the length of its last axis.
      public var shape: [String]
      /// The operation that reads it.
      public var meaning: Meaning
      /// Which of its inputs it is.
      public var input: Int
      /// Whether it is numbers of tokens.
      public var isIndex: Bool
      /// Whether it is what is added to scores, made from a mask of 1 and 0.
      public var isMask: Bool

      /// Input `input` of what means `meaning`.
      public init(
        _ name: String, _ shape: [String], of meaning: Meaning, input: Int = 0,
        isIndex: Bool = false, isMask: Bool = false
      ) {
        (self.name, self.shape, self.meaning, self.input) = (name, shape, meaning, input)
        (self.isIndex, self.isMask) = (isIndex, isMask)
      }
    }

    /// A letter of the lines, and which axis it is the length of.
    public struct Size: Hashable, Sendable {
      /// The letter.
      public var letter: String
      /// The axis.
      public var axis: Axis
      /// In which operation it is looked for; nil: in any.
      public var meaning: Meaning?

      /// The length of `axis`.
      public init(_ letter: String, _ axis: Axis, of meaning: Meaning? = nil) {
        (self.letter, self.axis, self.meaning) = (letter, axis, meaning)
      }
    }

    /// The way to attend that it is; nil for what is no attention.
    public var mechanism: Mechanism?
    /// The letters of sizes, but B, which is 1.
    public var sizes: [Size]
    /// What the lines begin with.
    public var givens: [Given]
    /// The lines in Keras, in the order in which they run.
    public var keras: [Line]
    /// The lines in PyTorch.
    public var pytorch: [Line]
    /// The lines as somebody who asks would write them, with their names.
    public var asked: [Line] = []
    /// How the paper writes a part.
    public var paper: [Meaning: String]
    /// Whether it is a list of single layers, of which only those that are there are shown.
    public var isOfSingleLayers: Bool

    /// A listing.
    public init(
      _ mechanism: Mechanism? = nil, sizes: [Size] = [], givens: [Given] = [], keras: [Line],
      pytorch: [Line] = [], paper: [Meaning: String] = [:], isOfSingleLayers: Bool = false
    ) {
      self.mechanism = mechanism
      (self.sizes, self.givens) = (sizes, givens)
      (self.keras, self.pytorch) = (keras, pytorch)
      self.paper = paper
      self.isOfSingleLayers = isOfSingleLayers
    }

    /// The lines in the words of one framework.
    public func lines(_ framework: Framework) -> [Line] {
      framework == .keras ? keras : pytorch
    }

    /// Which line does what `meaning` is.
    public func line(for meaning: Meaning, in framework: Framework = .keras) -> Int? {
      lines(framework).firstIndex { $0.meanings.contains(meaning) }
    }

    /// The line of PyTorch that does what `meaning` is, behind the one that makes its layer.
    public func torch(for meaning: Meaning) -> String? {
      guard let line = pytorch.first(where: { $0.meanings.contains(meaning) }) else { return nil }
      let making = line.layer.flatMap { layer in
        pytorch.first { $0.code.hasPrefix(layer + " = ") }
      }
      return ([making, line].compactMap(\.self)).map(\.code.trimmed).joined(separator: ";  ")
    }

    /// The lines of what is there, with those that only begin one.
    public func limited(to present: Set<Meaning>) -> Listing {
      /// Lines without a meaning begin the next one that has one.
      func limited(_ lines: [Line]) -> [Line] {
        var (kept, begun): ([Line], [Line]) = ([], [])
        for line in lines {
          begun.append(line)
          guard !line.meanings.isEmpty else { continue }
          if !present.isDisjoint(with: line.meanings) { kept += begun }
          begun = []
        }
        return kept
      }
      var listing = self
      (listing.keras, listing.pytorch) = (limited(keras), limited(pytorch))
      listing.givens = givens.filter { present.contains($0.meaning) }
      listing.sizes = sizes.filter { $0.meaning.map(present.contains) ?? true }
      return listing
    }
  }
}

extension String {
  /// Without the spaces that it begins with.
  fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
