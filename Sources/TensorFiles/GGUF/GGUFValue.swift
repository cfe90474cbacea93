/// A value of a GGUF file's metadata.
public enum GGUFValue: Sendable {
  /// A whole number that was stored without a sign.
  case unsigned(UInt64)
  /// A whole number that was stored with a sign.
  case integer(Int64)
  /// A number of 32 or 64 bits.
  case float(Double)
  /// True or false.
  case boolean(Bool)
  /// A text, which need not be UTF-8: a token may be half a character.
  case string([UInt8])
  /// Values of one type.
  case array(GGUFArray)

  /// The whole number, if this is one that an Int holds.
  public var integer: Int? {
    switch self {
    case .unsigned(let value): Int(exactly: value)
    case .integer(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The number, if this is one; whole numbers beyond 2⁵³ are rounded.
  public var double: Double? {
    switch self {
    case .unsigned(let value): Double(value)
    case .integer(let value): Double(value)
    case .float(let value): value
    default: nil
    }
  }

  /// True or false, if this is one of them.
  public var boolean: Bool? {
    if case .boolean(let value) = self { value } else { nil }
  }

  /// The text, if this is one; what is not UTF-8 becomes U+FFFD.
  public var string: String? {
    if case .string(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
  }

  /// The array, if this is one.
  public var array: GGUFArray? {
    if case .array(let array) = self { array } else { nil }
  }

  /// What the value is, for messages.
  package var kind: String {
    switch self {
    case .unsigned, .integer: "a whole number"
    case .float: "a number with a fraction"
    case .boolean: "true or false"
    case .string: "a text"
    case .array(let array): "an array of \(array.type.name)"
    }
  }
}
