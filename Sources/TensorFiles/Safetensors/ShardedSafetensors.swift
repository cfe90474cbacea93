import JSON

/// Tensors in several safetensors files, with an index that says which file holds which.
///
/// The index is `model.safetensors.index.json`: `weight_map` maps each tensor to a file beside it.
/// Its `metadata.total_size` is advisory and not read.
public struct ShardedSafetensors: Sendable {
  /// The most files, each of which stays open.
  public static let greatestShardCount = 512

  /// The names of the tensors, in the order of the index.
  public let names: [String]
  /// The files, in the order in which the index first names them.
  public let shards: [Safetensors]

  /// Which of the files holds each tensor.
  package let places: [Int]
  /// The path of the index, for messages.
  public let path: String

  /// Opens the index at `path` and every file that it names, and checks that each tensor is there.
  public init(reading path: String) throws(FileError) {
    let file = try RawFile.reading(path)
    let length = try file.length()
    guard length <= SafetensorsHeader.greatestLength else {
      throw .malformed(
        path: path, offset: SafetensorsHeader.greatestLength,
        problem: "expected an index of at most \(SafetensorsHeader.greatestLength) bytes")
    }
    let index: (names: [JSONName], shards: [Int], files: [String])
    let scanner = JSONScanner(try file.bytes(0..<length))
    do throws(JSONError) {
      index = try Self.readIndex(scanner)
    } catch {
      throw FileError(error, path: path, field: "weight_map")
    }
    let folder = CrashSafe.split(path).folder
    var shards: [Safetensors] = []
    for file in index.files { shards.append(try Safetensors(reading: folder + "/" + file)) }
    names = index.names.map { scanner.text($0.range) }
    for (name, shard) in zip(names, index.shards) where shards[shard][name] == nil {
      throw .malformed(
        path: shards[shard].path, field: "tensor “\(legible(name, limit: 60))”",
        problem: "expected here by \(path), found nowhere in the file",
        advice: "copy or download both again")
    }
    self.shards = shards
    self.path = path
    places = index.shards
  }

  /// The file that holds the tensor `name`, byte for byte.
  public func shard(_ name: String) throws(FileError) -> Safetensors {
    let place = names.firstIndex { $0.utf8.elementsEqual(name.utf8) }
    guard let place else { throw .missing(path: path, name: name) }
    return shards[places[place]]
  }

  private static func readIndex(
    _ start: JSONScanner
  ) throws(JSONError) -> (names: [JSONName], shards: [Int], files: [String]) {
    var scanner = start
    var map: [(name: JSONName, shard: Int)]?
    var files: [String] = []
    try scanner.enterObject()
    while let key = try scanner.nextKey() {
      guard scanner.isEqual(key, "weight_map") else {
        try scanner.skipValue()
        continue
      }
      guard map == nil else { throw scanner.duplicate(key) }
      var entries: [(name: JSONName, shard: Int)] = []
      try scanner.enterObject()
      while let name = try scanner.nextKey() {
        let token = try scanner.string()
        let file = scanner.text(token)
        guard isBareFileName(file) else {
          throw scanner.error(
            "the name of a file in the same folder", found: "“\(scanner.shown(token))”",
            at: token.lowerBound)
        }
        let known = files.firstIndex { $0.utf8.elementsEqual(file.utf8) }
        if known == nil { files.append(file) }
        guard files.count <= greatestShardCount else {
          throw scanner.error("at most \(greatestShardCount) files", at: token.lowerBound)
        }
        entries.append((scanner.name(name), known ?? files.count - 1))
      }
      map = entries
    }
    try scanner.finish()
    guard let map, !map.isEmpty else {
      throw scanner.error("an object that is not empty", found: "none", at: 0)
    }
    let order = map.indices.sorted { scanner.precedes(map[$0].name, map[$1].name) }
    for (first, second) in zip(order, order.dropFirst())
    where scanner.isSame(map[first].name, map[second].name) {
      throw scanner.duplicate(map[second].name.range)
    }
    return (map.map(\.name), map.map(\.shard), files)
  }
}
