public import Tensors

/// Attention weights of one site, with the real tokens on both axes.
///
/// A row of the map sums to 1, or to 0 where nothing could be attended to ("no mass").
public struct AttentionWeights: Hashable, Sendable {
  /// Who asks and who is asked.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// One sequence asks itself, every position all of them.
    case selfAttention = "self"
    /// One sequence asks itself, every position those up to its own.
    case causal
    /// One sequence asks another.
    case cross
    /// A learned question that never varies: one row for the whole input.
    case pooling
  }

  /// Where in the model.
  public var site: Site
  /// The weights of every head.
  public var map: AttentionMap
  /// What each query stands for, from top to bottom.
  public var queries: Labels
  /// What each key stands for, from left to right.
  public var keys: Labels
  /// Who asks and who is asked.
  public var kind: Kind
  /// The layer, counted from 0; nil where the model does not count.
  public var layer: Int?
  /// Keys that are no text but marks of the format, such as `[CLS]`.
  public var specials: Set<Int>
  /// The largest weight that can occur, where the mechanism has one.
  ///
  /// Scores that pass through tanh lie in −1 … 1, so of T weights none is above e² / (e² + T − 1).
  public var cap: Float?
  /// The scores before softmax where one row is all there is, a key each; empty where none were kept.
  public var scores: [Float]
  /// Whether the expectations of the reading are about these weights.
  public var carriesPattern: Bool
  /// Statistics of each head that were measured elsewhere; empty leaves those of the map.
  public var statistics: [HeadStatistics]
  /// What the statistics were measured on, where that is not this input.
  public var measuredOn: DeclaredInputs?
  /// The value of a diagram that holds the weights, by its name; nil where nobody said it.
  public var value: String?

  /// The map of `site`; where there are no labels, rows and columns are numbered.
  ///
  /// What is not said about `kind` and `layer` is read from the path of the site.
  public init(
    site: Site, map: AttentionMap, queries: Labels? = nil, keys: Labels? = nil,
    kind: Kind? = nil, layer: Int? = nil, specials: Set<Int> = [], cap: Float? = nil,
    scores: [Float] = [], carriesPattern: Bool = true, statistics: [HeadStatistics] = [],
    measuredOn: DeclaredInputs? = nil, value: String? = nil
  ) {
    self.site = site
    self.map = map
    self.queries = Self.labels(queries, map.queries, "query")
    self.keys = Self.labels(keys, map.keys, "key")
    self.kind = kind ?? Kind(site, isSquare: self.queries.isOneSequence(with: self.keys))
    self.layer = layer ?? site.layer
    self.specials = specials
    precondition(scores.isEmpty || scores.count == map.keys, "a score for every key")
    self.cap = cap
    self.scores = scores
    self.carriesPattern = carriesPattern
    self.statistics = statistics
    self.measuredOn = measuredOn
    self.value = value
  }

  /// The weights `[query, key]` or `[head, query, key]` with a label for every row and column.
  public init(
    site: Site, weights: Tensor, queries: [String], keys: [String], kind: Kind? = nil,
    layer: Int? = nil, specials: Set<Int> = [], cap: Float? = nil, scores: [Float] = [],
    carriesPattern: Bool = true, value: String? = nil
  ) {
    self.init(
      site: site, map: AttentionMap(weights), queries: Labels(queries), keys: Labels(keys),
      kind: kind, layer: layer, specials: specials, cap: cap, scores: scores,
      carriesPattern: carriesPattern, value: value)
  }

  private static func labels(_ labels: Labels?, _ count: Int, _ what: String) -> Labels {
    guard case .tokens(let tokens) = labels else { return .numbered(count) }
    precondition(tokens.count == count, "a label for every \(what)")
    return .tokens(tokens)
  }

  /// The number of heads; 1 without an axis of heads.
  public var heads: Int { map.heads }

  /// The cap of scores in −1 … 1 over `keys` keys: e² / (e² + keys − 1).
  public static func cap(ofScoresWithinOneOver keys: Int) -> Float {
    let most: Float = 7.389_056_1  // e²
    return most / (most + Float(max(1, keys) - 1))
  }
}

extension AttentionWeights.Kind {
  /// The kind that the last word of a path says; a decoder's own sequence is causal.
  init(_ site: Site, isSquare: Bool) {
    switch site.parts.last(where: { Int($0) == nil }) {
    case "self": self = site.parts.first == "decoder" ? .causal : .selfAttention
    case "causal": self = .causal
    case "cross": self = .cross
    case "pooling": self = .pooling
    default: self = isSquare ? .selfAttention : .cross
    }
  }

  /// Whether queries and keys are the positions of one sequence.
  public var isOneSequence: Bool { self == .selfAttention || self == .causal }
}

/// Where one query should look.
public enum Expectation: Hashable, Sendable {
  /// The input holds no clue: anything is fine and nothing is counted.
  case free
  /// The largest weight should lie on one of these keys.
  case keys(Set<Int>)
}

/// What a model wrote for one input, position by position.
public struct Written: Hashable, Sendable {
  /// The token as a person reads it.
  public var token: String
  /// The token as its model counts them, because not every one reads differently; nil where it is
  /// not known.
  public var id: Int32?
  /// The probability that the model gave to it, 0 … 1.
  public var probability: Float
  /// Where this query should have looked; nil when nothing is known, as for a typed probe.
  public var expectation: Expectation?
  /// Whether the largest weight lies where it should; nil for free and unknown rows.
  public var isOnTarget: Bool?

  /// One written token.
  public init(
    token: String, id: Int32? = nil, probability: Float, expectation: Expectation? = nil,
    isOnTarget: Bool? = nil
  ) {
    self.token = token
    self.id = id
    self.probability = probability
    self.expectation = expectation
    self.isOnTarget = isOnTarget
  }
}

/// An input that is an image, read column by column.
public struct InputImage: Hashable, Sendable {
  /// Something that can be read in the image.
  public struct Part: Hashable, Sendable {
    /// What it is, as a person reads it.
    public var name: String
    /// The columns it stands in.
    public var columns: Range<Int>

    /// What is called `name` in `columns`.
    public init(_ name: String, columns: Range<Int>) {
      self.name = name
      self.columns = columns
    }
  }

  /// The height in pixels.
  public var height: Int
  /// The width in pixels: key k of the attention stands at column k.
  public var width: Int
  /// The pixels, row by row from the top left: 0 is paper, 1 is ink.
  public var pixels: [Float]
  /// The columns that a key sees, its own in the middle.
  public var window: Int
  /// What can be read, from left to right and without overlap.
  public var parts: [Part]

  /// An image of `height` × `width` pixels.
  public init(height: Int, width: Int, pixels: [Float], window: Int = 1, parts: [Part] = []) {
    precondition(pixels.count == height * width, "a number for every pixel")
    self.height = height
    self.width = width
    self.pixels = pixels
    self.window = window
    self.parts = parts
  }

  /// The pixel in a row from the top and a column from the left.
  public subscript(row row: Int, column column: Int) -> Float { pixels[row * width + column] }

  /// Which part `column` belongs to; nil on paper between them.
  public func part(at column: Int) -> Int? {
    parts.firstIndex { $0.columns.contains(column) }
  }
}

/// One input and what a model made of it.
public struct Reading: Hashable, Sendable {
  /// The characters of a typed text that are read: every length is a shape of its own, and a pasted
  /// book must not become one.
  public static let longestTyped = 500

  /// The input as it was given.
  public var source: String
  /// The right answer, where it is known.
  public var target: String?
  /// The same, position by position; empty where not every position has its own right token.
  public var targetTokens: [String]
  /// What the model wrote, greedily decoded, without its end mark.
  public var text: String
  /// The same, position by position; one for each query of the attention.
  public var written: [Written]
  /// Positions of the input that the model has no token for.
  public var unknown: Set<Int>
  /// The input as it looks, where it is an image.
  public var image: InputImage?

  /// A reading of `source`; the tokens of a target are its characters, if nothing else is said.
  public init(
    source: String, target: String?, targetTokens: [String]? = nil, text: String,
    written: [Written], unknown: Set<Int> = [], image: InputImage? = nil
  ) {
    self.source = source
    self.target = target
    self.targetTokens = targetTokens ?? (target ?? "").map { String($0) }
    self.text = text
    self.written = written
    self.unknown = unknown
    self.image = image
  }

  /// Whether the text is the right answer; nil where the answer is not known.
  ///
  /// What was chosen among scores that are no numbers is right by accident, and so it is not.
  public var isRight: Bool? {
    target.map { $0 == text && !written.contains { $0.probability.isNaN } }
  }

  /// Whether what was written at `position` is right; nil where it is not known.
  public func isRight(at position: Int) -> Bool? {
    guard written.indices.contains(position), targetTokens.indices.contains(position) else {
      return nil
    }
    return written[position].token == targetTokens[position]
      && !written[position].probability.isNaN
  }
}

/// What one moment of a run looked like: an immutable copy that any view can draw.
public struct Snapshot: Hashable, Sendable {
  /// What it is a moment of.
  public var moment: Moment
  /// The input and what was written.
  public var reading: Reading
  /// The attention, a site each; empty for a model without attention.
  public var attention: [AttentionWeights]
  /// Every operation of the forward pass with its numbers; nil unless somebody asked for it.
  public var diagram: Diagram?

  /// A snapshot of one moment.
  public init(
    _ moment: Moment, reading: Reading, attention: [AttentionWeights], diagram: Diagram? = nil
  ) {
    self.moment = moment
    self.reading = reading
    self.attention = attention
    self.diagram = diagram
  }

  /// A snapshot at a training step: the number of updates that had been made.
  public init(
    step: Int, reading: Reading, attention: [AttentionWeights], diagram: Diagram? = nil
  ) {
    self.init(.step(step), reading: reading, attention: attention, diagram: diagram)
  }

  /// The training step; nil of what is no moment of a training.
  public var step: Int? {
    if case .step(let step) = moment { step } else { nil }
  }
}
