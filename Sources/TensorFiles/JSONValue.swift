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

/// Named JSON values in the order in which they are written.
///
/// A name is its UTF-8 bytes: `é` in one scalar and `é` in two are different names, though they
/// are equal as strings.
public struct JSONObject: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  /// A name and its value.
  public struct Member: Hashable, Sendable {
    /// The name.
    public var key: String
    /// The value.
    public var value: JSONValue

    /// A value called `key`.
    public init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The members in order.
  public internal(set) var members: [Member] = []

  /// An object without members.
  public init() {}

  /// An object of `members`, in which no name may occur twice.
  init(members: [Member]) {
    self.members = members
    precondition(duplicate == nil, "a name occurs twice")
  }

  /// An object written as `["step": .integer(1)]`; no name occurs twice.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    for (key, value) in elements { self[key] = value }
  }

  /// The value called `key`; setting nil removes it, setting another keeps its place.
  public subscript(key: String) -> JSONValue? {
    get { members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value }
    set {
      let place = members.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
      switch (place, newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): members.remove(at: place)
      case (nil, let value?): members.append(Member(key, value))
      case (nil, nil): break
      }
    }
  }

  /// The place of a name that stands before it already.
  ///
  /// Sorting finds it in n log n whatever the names are; a hash table could be made slow.
  var duplicate: Int? {
    guard members.count > 1 else { return nil }
    let order = members.indices.sorted {
      let (a, b) = (members[$0].key.utf8, members[$1].key.utf8)
      return a.elementsEqual(b) ? $0 < $1 : a.lexicographicallyPrecedes(b)
    }
    for (first, second) in zip(order, order.dropFirst())
    where members[first].key.utf8.elementsEqual(members[second].key.utf8) {
      return second
    }
    return nil
  }
}
