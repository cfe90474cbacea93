import JSON

/// An open GGUF file: its metadata, its tensors, and their numbers on demand.
///
/// The format of llama.cpp, versions 2 and 3, little-endian: github.com/ggml-org/ggml, docs/gguf.md.
/// All but the numbers themselves is checked when the file is opened. It stays open: when another
/// program replaces it by a rename, this one goes on reading what it checked.
public struct GGUF: Sendable {
  /// The version of the format: 2 or 3.
  public let version: Int
  /// The metadata, in the order of the file.
  public let metadata: [(key: String, value: GGUFValue)]
  /// The tensors, in the order of the file; lengths are outermost first, which the file has reversed.
  public let tensors: [StoredTensor]
  /// The path as it was given, for messages.
  public let path: String

  private let source: ByteSource
  private let places: [NameBytes: Int]
  private let keys: [NameBytes: Int]

  /// Opens and checks the file at `path`.
  public init(reading path: String) throws(FileError) {
    try self.init(.file(try RawFile.reading(path)), path: path)
  }

  /// Checks `bytes`, the whole of a file; messages call it `path`.
  public init(bytes: [UInt8], path: String) throws(FileError) {
    try self.init(.memory(bytes), path: path)
  }

  private init(_ source: ByteSource, path: String) throws(FileError) {
    let header = try GGUFHeader(source, path: path)
    self.source = source
    self.path = path
    version = header.version
    metadata = header.metadata
    tensors = header.tensors
    places = Dictionary(
      uniqueKeysWithValues: header.tensors.enumerated().map { (NameBytes($1.name), $0) })
    keys = Dictionary(
      uniqueKeysWithValues: header.metadata.enumerated().map { (NameBytes($1.key), $0) })
  }

  /// The metadata value called `key`.
  public subscript(metadata key: String) -> GGUFValue? {
    keys[NameBytes(key)].map { metadata[$0].value }
  }

  /// Which file it is now; one that somebody has written to since differs from what it was.
  package func identity() throws(FileError) -> RawFile.Identity? { try source.identity() }

  /// The tensor called `name`, byte for byte.
  public subscript(name: String) -> StoredTensor? {
    places[NameBytes(name)].map { tensors[$0] }
  }

  /// The numbers of a tensor of any type as float32, the last axis fastest.
  ///
  /// Blocks are dequantised to the bits that llama.cpp and its Python package give. F64 and whole
  /// numbers beyond 2²⁴ are rounded.
  public func floats(_ name: String) throws(FileError) -> [Float] {
    let tensor = try tensor(name)
    return try source.floats(tensor, 0..<tensor.count)
  }

  /// The numbers at these places of a tensor, which may begin inside a block, as float32.
  ///
  /// Of a tensor of gigabytes a part costs what the part has.
  public func floats(_ name: String, _ places: Range<Int>) throws(FileError) -> [Float] {
    try source.floats(try tensor(name), places)
  }

  /// Writes the numbers at these places of a tensor into `numbers`, which has room for exactly them.
  package func read(
    _ name: String, _ places: Range<Int>, into numbers: UnsafeMutableBufferPointer<Float>
  ) throws(FileError) {
    try source.read(try tensor(name), places, into: numbers)
  }

  /// The numbers of a tensor as float64; only whole numbers beyond 2⁵³ are rounded.
  public func doubles(_ name: String) throws(FileError) -> [Double] {
    let tensor = try tensor(name)
    return try source.doubles(tensor, 0..<tensor.count)
  }

  /// The numbers of a tensor of whole numbers; throws for any other.
  public func integers(_ name: String) throws(FileError) -> [Int64] {
    let tensor = try tensor(name)
    if let numbers = try source.integers(tensor, 0..<tensor.count) { return numbers }
    throw .malformed(
      path: path, field: "tensor “\(legible(name, limit: 60))”",
      problem: "expected whole numbers below 2⁶³, found \(tensor.dtype.rawValue)")
  }

  /// The numbers at these places of a tensor as float64.
  public func doubles(_ name: String, _ places: Range<Int>) throws(FileError) -> [Double] {
    try source.doubles(try tensor(name), places)
  }

  /// The numbers at these places of a tensor of whole numbers; nil where one is none or too large.
  package func integers(_ name: String, _ places: Range<Int>) throws(FileError) -> [Int64]? {
    try source.integers(try tensor(name), places)
  }

  /// The bytes of a tensor as they are stored.
  public func bytes(_ name: String) throws(FileError) -> [UInt8] {
    try source.bytes(try tensor(name).range)
  }

  private func tensor(_ name: String) throws(FileError) -> StoredTensor {
    guard let tensor = self[name] else { throw .missing(path: path, name: name) }
    return tensor
  }
}
