import JSON

/// An open safetensors file: its words, its tensors, and their numbers on demand.
///
/// The file is checked in full when it is opened, apart from the numbers themselves. It stays
/// open: when another program replaces it by a rename, this one goes on reading what it checked.
public struct Safetensors: Sendable {
  /// The entries of `__metadata__`, in the order of the file.
  public let metadata: [(key: String, value: String)]
  /// The tensors, in the order of the file's header.
  public let tensors: [StoredTensor]
  /// The path as it was given, for messages.
  public let path: String

  private let source: ByteSource
  private let places: [NameBytes: Int]

  /// Opens and checks the file at `path`.
  public init(reading path: String) throws(FileError) {
    let file = try RawFile.reading(path)
    try self.init(.file(file), length: try file.length(), path: path)
  }

  /// Checks `bytes`, the whole of a file; messages call it `path`.
  public init(bytes: [UInt8], path: String) throws(FileError) {
    try self.init(.memory(bytes), length: bytes.count, path: path)
  }

  private init(_ source: ByteSource, length: Int, path: String) throws(FileError) {
    let start = try source.bytes(0..<min(length, 64))
    guard length >= 8 else {
      throw .malformed(
        path: path, offset: length,
        problem: "expected 8 bytes of header length, "
          + (length == 0 ? "found an empty file" : "the file ends"),
        advice: Self.advice(start))
    }
    let headerLength = start.number(at: 0, as: UInt64.self)
    guard headerLength <= UInt64(SafetensorsHeader.greatestLength),
      headerLength <= UInt64(length - 8)
    else {
      throw .malformed(
        path: path, field: "header length", offset: 0,
        problem: "expected at most "
          + "\(min(SafetensorsHeader.greatestLength, length - 8)) bytes, found \(headerLength)",
        advice: Self.advice(start))
    }
    let header = try SafetensorsHeader(
      try source.bytes(8..<(8 + Int(headerLength))), fileLength: length, path: path)
    self.source = source
    self.path = path
    metadata = header.metadata
    tensors = header.tensors
    places = Dictionary(
      uniqueKeysWithValues: header.tensors.enumerated().map { (NameBytes($1.name), $0) })
  }

  /// The metadata entry called `key`.
  public subscript(metadata key: String) -> String? {
    metadata.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }

  /// Which file it is now; one that somebody has written to since differs from what it was.
  package func identity() throws(FileError) -> RawFile.Identity? { try source.identity() }

  /// The tensor called `name`, byte for byte.
  public subscript(name: String) -> StoredTensor? {
    places[NameBytes(name)].map { tensors[$0] }
  }

  /// The numbers of a tensor of any dtype as float32, the last axis fastest.
  ///
  /// F64 and whole numbers beyond 2²⁴ are rounded; BOOL is 0 or 1.
  public func floats(_ name: String) throws(FileError) -> [Float] {
    let tensor = try tensor(name)
    return try source.floats(tensor, 0..<tensor.count)
  }

  /// The numbers at these places of a tensor as float32, the last axis fastest.
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

  /// The numbers of a tensor of any dtype as float64, the last axis fastest.
  ///
  /// Only whole numbers beyond 2⁵³ are rounded; BOOL is 0 or 1.
  public func doubles(_ name: String) throws(FileError) -> [Double] {
    let tensor = try tensor(name)
    return try source.doubles(tensor, 0..<tensor.count)
  }

  /// The numbers of a tensor of whole numbers, the last axis fastest; BOOL is 0 or 1.
  ///
  /// Throws for a tensor of floats, and for a U64 that an Int64 cannot hold.
  public func integers(_ name: String) throws(FileError) -> [Int64] {
    let tensor = try tensor(name)
    if let numbers = try source.integers(tensor, 0..<tensor.count) { return numbers }
    throw .malformed(
      path: path, field: "tensor “\(legible(name, limit: 60))”", offset: tensor.range.lowerBound,
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

  /// What a file is that was taken for safetensors.
  private static func advice(_ start: [UInt8]) -> String {
    let kind = FileKind(start)
    return (kind == .safetensors ? nil : kind.advice)
      ?? "this is not a safetensors file, or it was cut"
  }
}
