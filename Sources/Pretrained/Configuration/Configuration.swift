import JSON
import TensorFiles

/// The fields that a model says of itself: those of a config.json, or of a GGUF file's metadata.
///
/// A field that is absent is not one that is null: in some families the one means a number and the
/// other none. So each getter says what an absent field means, and null counts as absent only where it
/// is asked for so.
struct Configuration: Sendable {
  /// What stands under a name.
  enum Field: Hashable, Sendable {
    case absent
    case null
    case value(JSONValue)
  }

  /// What is named in messages.
  let path: String
  let fields: JSONObject
  /// What begins the names in messages, and in a GGUF file: `llama.`.
  private let prefix: String

  /// Sizes beyond this are no sizes of a model.
  static let greatestSize = 1 << 24

  /// The fields of `fields`, whose names begin with `prefix`.
  init(_ fields: JSONObject, path: String, prefix: String = "") {
    self.path = path
    self.fields = fields
    self.prefix = prefix
  }

  /// The fields of a config.json of at most 4 MB.
  init(reading path: String) throws(ModelError) {
    let bytes: [UInt8]
    do throws(FileError) { bytes = try WholeFile.bytes(path, atMost: 1 << 22) } catch {
      throw .file(error)
    }
    do throws(JSONError) {
      let value = try JSONValue(parsing: bytes)
      guard case .object(let object) = value else {
        throw JSONError(offset: 0, expected: "an object", found: "another value")
      }
      self.init(object, path: path)
    } catch {
      throw .file(FileError(error, path: path))
    }
  }

  /// The fields of a GGUF file of one architecture.
  init(_ gguf: GGUF, architecture: String) {
    var members: [JSONObject.Member] = []
    for (key, value) in gguf.metadata where key.hasPrefix(architecture + ".") {
      let json: JSONValue? =
        switch value {
        case .unsigned(let number): .unsigned(number).normalized
        case .integer(let number): .integer(number)
        case .float(let number): .number(number)
        case .boolean(let flag): .boolean(flag)
        case .string: value.string.map { .string($0) }
        // A list is no number: whoever asks for one is told.
        case .array: .array([])
        }
      if let json { members.append(.init(key, json)) }
    }
    self.init(JSONObject(unique: members), path: gguf.path, prefix: architecture + ".")
  }

  /// An object in a field, as fields of its own; nil where it is absent or null.
  func inner(_ name: String) throws(ModelError) -> Configuration? {
    switch self[name] {
    case .absent, .null: return nil
    case .value(.object(let object)): return Configuration(object, path: path, prefix: name + ".")
    case .value(let value): throw wrong(name, value, "an object")
    }
  }

  /// What stands under `name`.
  subscript(name: String) -> Field {
    let isFile = prefix.hasSuffix(".") && fields[prefix + name] != nil
    switch fields[isFile ? prefix + name : name] {
    case nil: return .absent
    case .null: return .null
    case .some(let value): return .value(value)
    }
  }

  // MARK: Values

  /// A positive whole number; `absent` where there is none or null, and refused without that.
  func count(
    _ name: String, absent: Int? = nil, atMost greatest: Int = Configuration.greatestSize
  ) throws(ModelError) -> Int {
    switch self[name] {
    case .absent, .null:
      if let absent { return absent }
      throw .field(path: path, field: prefix + name, found: "nothing", expected: "a whole number")
    case .value(let value):
      guard let number = value.integer, number > 0, number <= greatest else {
        throw wrong(name, value, "a whole number in 1 … \(greatest)")
      }
      return number
    }
  }

  /// A number that is positive and finite; `absent` where there is none or null.
  func number(_ name: String, absent: Float? = nil) throws(ModelError) -> Float {
    switch self[name] {
    case .absent, .null:
      if let absent { return absent }
      throw .field(path: path, field: prefix + name, found: "nothing", expected: "a number")
    case .value(let value):
      guard let number = value.double, number > 0, Float(number).isFinite, Float(number) > 0 else {
        throw wrong(name, value, "a positive number")
      }
      return Float(number)
    }
  }

  /// True or false; `absent` where there is none or null.
  func flag(_ name: String, absent: Bool) throws(ModelError) -> Bool {
    switch self[name] {
    case .absent, .null: return absent
    case .value(.boolean(let flag)): return flag
    case .value(let value): throw wrong(name, value, "true or false")
    }
  }

  /// A text; nil where there is none or null.
  func text(_ name: String) throws(ModelError) -> String? {
    switch self[name] {
    case .absent, .null: return nil
    case .value(.string(let text)): return text
    case .value(let value): throw wrong(name, value, "a text")
    }
  }

  /// Texts; nil where there is none or null.
  func texts(_ name: String) throws(ModelError) -> [String]? {
    switch self[name] {
    case .absent, .null: return nil
    case .value(let value):
      guard let texts = value.array?.compactMap(\.string), texts.count == value.array?.count else {
        throw wrong(name, value, "a list of texts")
      }
      return texts
    }
  }

  /// Refuses a field that is there with another value than these, which nothing else needs.
  func demand(_ name: String, _ values: JSONValue..., or supported: String) throws(ModelError) {
    guard case .value(let value) = self[name], !values.contains(value) else { return }
    throw unsupported(name, JSONText.line(value), supported)
  }

  // MARK: Errors

  /// What is there elsewhere, but not here.
  func unsupported(_ name: String, _ value: String, _ supported: String) -> ModelError {
    .unsupported(path: path, field: prefix + name, value: value, supported: supported)
  }

  private func wrong(_ name: String, _ value: JSONValue, _ expected: String) -> ModelError {
    .field(
      path: path, field: prefix + name,
      found: String(JSONText.line(value).prefix(60)), expected: expected)
  }
}

extension JSONValue {
  /// A whole number in the form that small ones have.
  fileprivate var normalized: JSONValue {
    if case .unsigned(let number) = self, let small = Int64(exactly: number) {
      return .integer(small)
    }
    return self
  }
}
