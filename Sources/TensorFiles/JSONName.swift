/// Where a name is in a text, with a hash of it: 12 bytes that stand for a string.
struct JSONName: Hashable, Sendable {
  /// The first byte of the contents.
  let start: UInt32
  /// The byte after the contents.
  let end: UInt32
  /// A hash of the contents with escapes resolved.
  let hash: UInt32

  /// The contents.
  var range: Range<Int> { Int(start)..<Int(end) }
}
