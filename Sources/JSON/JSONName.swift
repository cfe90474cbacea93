/// Where a name is in a text, with a hash of it: 12 bytes that stand for a string.
package struct JSONName: Hashable, Sendable {
  /// The first byte of the contents.
  package let start: UInt32
  /// The byte after the contents.
  package let end: UInt32
  /// A hash of the contents with escapes resolved.
  package let hash: UInt32

  /// The contents.
  package var range: Range<Int> { Int(start)..<Int(end) }
}
