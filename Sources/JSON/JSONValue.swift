/// A JSON value as a tree, for small texts; large ones are read value by value.
public enum JSONValue: Hashable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A whole number in −2⁶³ … 2⁶³ − 1, written without fraction and exponent.
  case integer(Int64)
  /// A whole number in 2⁶³ … 2⁶⁴ − 1.
  case unsigned(UInt64)
  /// Any other number.
  case number(Double)
  /// A text.
  case string(String)
  /// Values in order.
  case array([JSONValue])
  /// Named values in order.
  case object(JSONObject)

  /// The most values that a tree is built of.
  public static let greatestCount = 200_000

  /// The value of `bytes`, the whole of a JSON text; duplicate keys are refused.
  public init(parsing bytes: [UInt8], acceptsNonFinite: Bool = false) throws(JSONError) {
    var scanner = JSONScanner(bytes, acceptsNonFinite: acceptsNonFinite)
    var budget = Self.greatestCount
    self = try Self.read(&scanner, &budget)
    try scanner.finish()
  }

  /// A whole number.
  public init(_ value: Int) { self = .integer(Int64(value)) }

  /// A number in the fewest digits that mean this float32.
  public init(_ value: Float) {
    // Widening would turn 0.1 into 0.10000000149011612.
    self = .number(value.isFinite ? Double(value.description) ?? Double(value) : Double(value))
  }

  /// The text, if this is one.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The whole number, if this is one that fits.
  public var integer: Int? {
    if case .integer(let value) = self { Int(exactly: value) } else { nil }
  }

  /// The number, if this is one; beyond 2⁵³ a whole number is rounded.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The object, if this is one.
  public var object: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }

  /// The elements, if this is an array.
  public var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  private static func read(
    _ scanner: inout JSONScanner, _ budget: inout Int
  ) throws(JSONError) -> JSONValue {
    budget -= 1
    guard budget >= 0 else { throw scanner.error("at most \(greatestCount) values") }
    switch try scanner.kind() {
    case .null:
      try scanner.null()
      return .null
    case .boolean: return .boolean(try scanner.boolean())
    case .number: return try scanner.number()
    case .string: return .string(scanner.text(try scanner.string()))
    case .array:
      try scanner.enterArray()
      var elements: [JSONValue] = []
      while try scanner.nextElement() { elements.append(try read(&scanner, &budget)) }
      return .array(elements)
    case .object:
      try scanner.enterObject()
      var keys: [Range<Int>] = []
      var object = JSONObject()
      while let key = try scanner.nextKey() {
        keys.append(key)
        object.members.append(.init(scanner.text(key), try read(&scanner, &budget)))
      }
      if let twice = object.duplicate {
        throw scanner.duplicate(keys[twice])
      }
      return .object(object)
    }
  }
}
