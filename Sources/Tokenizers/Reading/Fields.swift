import JSON

/// The members of a JSON object, with the place that messages name.
struct Fields {
  /// The file.
  let path: String
  /// Where the object is: `post_processor.processors[1]`.
  let field: String
  private let object: JSONObject

  init(_ value: JSONValue, path: String, field: String) throws(TokenizerError) {
    guard let object = value.object else {
      throw .malformed(path: path, field: field, problem: "expected an object")
    }
    (self.path, self.field, self.object) = (path, field, object)
  }

  /// The members in order.
  var members: [JSONObject.Member] { object.members }

  /// The name of a member for messages.
  func name(_ key: String) -> String { field.isEmpty ? key : field + "." + key }

  /// An error in a member.
  func error(_ key: String, _ problem: String) -> TokenizerError {
    .malformed(path: path, field: name(key), problem: problem)
  }

  /// The kind of a component.
  func type() throws(TokenizerError) -> String { try string("type") }

  /// A member that is there and not null.
  func value(_ key: String) -> JSONValue? {
    guard let value = object[key], value != .null else { return nil }
    return value
  }

  /// A text that must be there.
  func string(_ key: String) throws(TokenizerError) -> String {
    guard let text = object[key]?.string else { throw error(key, "expected a text") }
    return text
  }

  /// A text; `fallback` when the member is absent or null.
  func string(_ key: String, or fallback: String) throws(TokenizerError) -> String {
    value(key) == nil ? fallback : try string(key)
  }

  /// One character.
  func scalar(_ key: String) throws(TokenizerError) -> Unicode.Scalar {
    let scalars = try string(key).unicodeScalars
    guard scalars.count == 1, let scalar = scalars.first else {
      throw error(key, "expected one character")
    }
    return scalar
  }

  /// A yes or no; `fallback` when the member is absent or null.
  func boolean(_ key: String, or fallback: Bool) throws(TokenizerError) -> Bool {
    guard let value = value(key) else { return fallback }
    guard case .boolean(let boolean) = value else { throw error(key, "expected true or false") }
    return boolean
  }

  /// A whole number that is not negative.
  func count(_ key: String) throws(TokenizerError) -> Int {
    guard let count = object[key]?.integer, count >= 0 else {
      throw error(key, "expected a whole number that is not negative")
    }
    return count
  }

  /// A whole number; `fallback` when the member is absent or null.
  func count(_ key: String, or fallback: Int) throws(TokenizerError) -> Int {
    value(key) == nil ? fallback : try count(key)
  }

  /// The elements of an array.
  func array(_ key: String) throws(TokenizerError) -> [JSONValue] {
    guard let elements = object[key]?.array else { throw error(key, "expected an array") }
    return elements
  }

  /// An object inside.
  func fields(_ key: String) throws(TokenizerError) -> Fields {
    try Fields(object[key] ?? .null, path: path, field: name(key))
  }

  /// One of the names of an enumeration.
  func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ key: String, or fallback: Choice? = nil
  ) throws(TokenizerError) -> Choice {
    if value(key) == nil, let fallback { return fallback }
    let name = try string(key)
    guard let choice = Choice(rawValue: name) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw .unsupported(path: path, field: self.name(key), name: name, supported: known)
    }
    return choice
  }

  /// A component of a kind that is not known.
  func unsupported(_ supported: String) throws(TokenizerError) -> TokenizerError {
    .unsupported(path: path, field: name("type"), name: try type(), supported: supported)
  }

  /// What to look for: `{"String": …}` or `{"Regex": …}`.
  func pattern(_ key: String) throws(TokenizerError) -> TextPattern {
    if let text = value(key)?.string { return .literal(Array(text.utf8)) }
    let fields = try fields(key)
    if fields.value("String") != nil { return .literal(Array(try fields.string("String").utf8)) }
    guard fields.value("Regex") != nil else {
      throw error(key, "expected “String” or “Regex”")
    }
    do {
      return .expression(try RegularExpression(try fields.string("Regex")))
    } catch let error as TokenizerError {
      throw error
    } catch let failure as ExpressionParser.Failure {
      throw fields.error("Regex", "the pattern " + failure.problem)
    } catch {
      throw fields.error("Regex", "the pattern cannot be read")
    }
  }
}
