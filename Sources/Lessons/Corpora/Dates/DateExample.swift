public import Snapshots

/// One date as a person might write it, and the same day as `2014-05-03`.
public struct DateExample: Hashable, Sendable {
  /// The date as it is written: `3rd of May 2014`.
  public let source: String
  /// The same day as year, month and day: always ten characters.
  public let target: String
  /// Where each character of the target can be read off the source.
  public let expectations: [Expectation]

  /// A source with its target and an expectation for each character of the target.
  public init(source: String, target: String, expectations: [Expectation]) {
    precondition(target.count == expectations.count, "an expectation for every character")
    self.source = source
    self.target = target
    self.expectations = expectations
  }
}
