import JSON
import TensorFiles

extension TensorListing {
  /// Opens and checks the file of tensors at `path`.
  init(_ path: String, _ format: TensorFormat) throws(FileError) {
    switch format {
    case .safetensors: self.init(try Safetensors(reading: path))
    case .shards: self.init(try ShardedSafetensors(reading: path))
    case .gguf: self.init(try GGUF(reading: path))
    case .array: self.init(try NumPyFile(reading: path))
    case .archive: self.init(try NumPyArchive(reading: path))
    }
  }

  private init(_ file: Safetensors) {
    self.init(kind: "safetensors", format: "safetensors", tensors: file.tensors) {
      try Self.written(file.integers($0.name, $1)) ?? Self.written(file.doubles($0.name, $1))
    }
    metadata = file.metadata.map { ($0.key, .string($0.value), $0.value) }
  }

  private init(_ file: ShardedSafetensors) {
    // Each name once, in the order of the index, with what its own file says of it.
    let places = file.places
    let tensors = zip(file.names, places).compactMap { file.shards[$1][$0] }
    let owners = Dictionary(
      zip(file.names.map { Array($0.utf8) }, places), uniquingKeysWith: { one, _ in one })
    self.init(kind: "safetensors", format: "safetensors in shards", tensors: tensors) {
      guard let owner = owners[Array($0.name.utf8)] else { return [] }
      let shard = file.shards[owner]
      return try Self.written(shard.integers($0.name, $1))
        ?? Self.written(shard.doubles($0.name, $1))
    }
    shards = file.shards.map(\.path)
  }

  private init(_ file: GGUF) {
    self.init(kind: "gguf", format: "GGUF version \(file.version)", tensors: file.tensors) {
      try Self.written(file.integers($0.name, $1)) ?? Self.written(file.doubles($0.name, $1))
    }
    metadata = file.metadata.map { ($0.key, Self.json($0.value), Self.text($0.value)) }
  }

  private init(_ file: NumPyFile) {
    self.init(kind: "npy", format: "NumPy array", tensors: [file.array]) {
      try Self.written(file.integers($1)) ?? Self.written(file.doubles($1))
    }
  }

  private init(_ file: NumPyArchive) {
    self.init(kind: "npz", format: "NumPy archive", tensors: file.tensors) {
      try Self.written(file.integers($0.name, $1)) ?? Self.written(file.doubles($0.name, $1))
    }
  }

  private static func written(_ numbers: [Int64]?) -> [JSONValue]? { numbers?.map { .integer($0) } }

  private static func written(_ numbers: [Double]) -> [JSONValue] { numbers.map { .number($0) } }

  // MARK: Metadata of GGUF

  /// The most values of an array that are shown in full; of a longer one so many of the first.
  private static let shortest = 8

  private static func json(_ value: GGUFValue) -> JSONValue {
    switch value {
    case .unsigned(let number):
      return Int64(exactly: number).map { .integer($0) } ?? .unsigned(number)
    case .integer(let number): return .integer(number)
    case .float(let number): return JSONValue.number(number).shortened
    case .boolean(let truth): return .boolean(truth)
    case .string: return .string(value.string ?? "")
    case .array(let array):
      let first = JSONValue.array(array.prefix(shortest).map(json))
      guard array.count > shortest else { return first }
      return .object([
        "type": .string(array.type.name), "count": JSONValue(array.count), "first": first,
      ])
    }
  }

  private static func text(_ value: GGUFValue) -> String {
    guard case .array(let array) = value else {
      return value.string ?? JSONText.line(json(value), nonFinite: .literals)
    }
    let first = array.prefix(shortest).map { text($0) }.joined(separator: " · ")
    return "\(array.count) of \(array.type.name): \(first)\(array.count > shortest ? " …" : "")"
  }
}

extension JSONValue {
  /// The same number in the fewest digits that mean it, where it is a float32.
  var shortened: JSONValue {
    guard case .number(let number) = self, let float = Float(exactly: number) else { return self }
    return JSONValue(float)
  }
}
