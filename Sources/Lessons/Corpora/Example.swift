public import Snapshots

/// What a model reads of one source.
public enum Source: Hashable, Sendable {
  /// The ids of its symbols.
  case tokens([Int32])
  /// The columns of an image, all equally high.
  case columns([[Float]])

  /// The number of positions.
  public var count: Int {
    switch self {
    case .tokens(let ids): ids.count
    case .columns(let columns): columns.count
    }
  }
}

/// What a model learns from: a source and what is right.
public struct Sample: Hashable, Sendable {
  /// What is read.
  public var source: Source
  /// What is right, position by position, with its end mark; empty where it is not known.
  public var target: [Int32]
  /// The positions of the target that are learned and judged.
  public var counted: Range<Int>
  /// What a decoder is given in place of the target; nil: the target itself.
  var given: [Int32]?

  /// A sample; if nothing else is said, all of its target counts.
  public init(_ source: Source, target: [Int32], counted: Range<Int>? = nil) {
    self.source = source
    self.target = target
    self.counted = counted ?? target.indices
  }
}

/// A sample with what a person needs to see of it.
public struct Example: Hashable, Sendable {
  /// What the model reads, and what is right.
  public var sample: Sample
  /// The source as a person reads it.
  public var text: String
  /// The symbols of the source, one for each position.
  public var symbols: [String]
  /// The right answer as a person reads it; nil where it is not known.
  public var answer: String?
  /// Where each query should look; empty where that is not known.
  public var expectations: [Expectation]
  /// Positions of the source that the model has no token for.
  public var unknown: Set<Int>
  /// The source as it looks, where it is an image.
  public var image: InputImage?

  /// An example.
  public init(
    _ sample: Sample, text: String, symbols: [String], answer: String?,
    expectations: [Expectation] = [], unknown: Set<Int> = [], image: InputImage? = nil
  ) {
    self.sample = sample
    self.text = text
    self.symbols = symbols
    self.answer = answer
    self.expectations = expectations
    self.unknown = unknown
    self.image = image
  }

  /// Where a query should look; nil where that is not known.
  func expectation(_ query: Int) -> Expectation? {
    expectations.indices.contains(query) ? expectations[query] : nil
  }
}
