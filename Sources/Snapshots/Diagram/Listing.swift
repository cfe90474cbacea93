extension Diagram {
  /// How a layer is written elsewhere: a few lines of Keras 3 to be read beside its operations, what
  /// PyTorch calls its parts, and how its paper writes them.
  ///
  /// The layer says it where it records; whoever draws a diagram knows no layer.
  public struct Listing: Hashable, Sendable {
    /// One line, and which operations it is.
    public struct Line: Hashable, Sendable {
      /// The line as a learner would write it.
      public var code: String
      /// What it does.
      public var meanings: [Meaning]

      /// A line that does what `meanings` are; none: it only begins the next one.
      public init(_ code: String, _ meanings: Meaning...) {
        (self.code, self.meanings) = (code, meanings)
      }
    }

    /// The way to attend that it is; nil for what is no attention.
    public var mechanism: Mechanism?
    /// The lines, in the order in which they run.
    public var lines: [Line]
    /// What PyTorch calls a part.
    public var torch: [Meaning: String]
    /// How the paper writes a part.
    public var paper: [Meaning: String]
    /// Whether it is a list of single layers, of which only those that are there are shown.
    public var isOfSingleLayers: Bool

    /// A listing.
    public init(
      _ mechanism: Mechanism? = nil, _ lines: [Line], torch: [Meaning: String] = [:],
      paper: [Meaning: String] = [:], isOfSingleLayers: Bool = false
    ) {
      self.mechanism = mechanism
      self.lines = lines
      self.torch = torch
      self.paper = paper
      self.isOfSingleLayers = isOfSingleLayers
    }

    /// Which line does what `meaning` is.
    public func line(for meaning: Meaning) -> Int? {
      lines.firstIndex { $0.meanings.contains(meaning) }
    }

    /// The lines of what is there, with those that only begin one.
    public func limited(to present: Set<Meaning>) -> Listing {
      let isThere = lines.map { !present.isDisjoint(with: $0.meanings) }
      var listing = self
      listing.lines = lines.indices.filter { place in
        isThere[place]
          || lines[place].meanings.isEmpty && place + 1 < lines.count && isThere[place + 1]
      }.map { lines[$0] }
      return listing
    }
  }
}
