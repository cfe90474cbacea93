/// What a JSON text has where something else was expected.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The byte, counted from the beginning of the file.
  public let offset: Int
  /// What would have been right: `a colon`.
  public let expected: String
  /// What is there: `“x”`, `byte 0x1b`, `the end of the text`.
  public let found: String

  /// What was expected and found at a byte.
  package init(offset: Int, expected: String, found: String) {
    (self.offset, self.expected, self.found) = (offset, expected, found)
  }

  /// `byte 12: expected a colon, found “x”`.
  public var description: String { "byte \(offset): expected \(expected), found \(found)" }
}
