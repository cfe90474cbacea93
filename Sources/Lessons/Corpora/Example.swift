public import Snapshots

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
