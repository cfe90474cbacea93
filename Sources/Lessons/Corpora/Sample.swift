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
