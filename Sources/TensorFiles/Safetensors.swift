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

  private let source: Source
  private let places: [NameBytes: Int]

  private enum Source: Sendable {
    case file(RawFile)
    case memory([UInt8])

    func bytes(_ range: Range<Int>) throws(FileError) -> [UInt8] {
      switch self {
      case .file(let file): try file.bytes(range)
      case .memory(let bytes): Array(bytes[range])
      }
    }
  }

  /// Opens and checks the file at `path`.
  public init(reading path: String) throws(FileError) {
    let file = try RawFile.reading(path)
    try self.init(.file(file), length: try file.length(), path: path)
  }

  /// Checks `bytes`, the whole of a file; messages call it `path`.
  public init(bytes: [UInt8], path: String) throws(FileError) {
    try self.init(.memory(bytes), length: bytes.count, path: path)
  }

  private init(_ source: Source, length: Int, path: String) throws(FileError) {
    let start = try source.bytes(0..<min(length, 64))
    guard length >= 8 else {
      throw .malformed(
        path: path, offset: length,
        problem: "expected 8 bytes of header length, "
          + (length == 0 ? "found an empty file" : "the file ends"),
        advice: StoredKind(start).advice)
    }
    let headerLength = start.number(at: 0, as: UInt64.self)
    guard headerLength <= UInt64(SafetensorsHeader.greatestLength),
      headerLength <= UInt64(length - 8)
    else {
      throw .malformed(
        path: path, field: "header length", offset: 0,
        problem: "expected at most "
          + "\(min(SafetensorsHeader.greatestLength, length - 8)) bytes, found \(headerLength)",
        advice: StoredKind(start).advice)
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

  /// The tensor called `name`, byte for byte.
  public subscript(name: String) -> StoredTensor? {
    places[NameBytes(name)].map { tensors[$0] }
  }

  /// The numbers of a tensor of any dtype as float32, the last axis fastest.
  ///
  /// F64 and whole numbers beyond 2²⁴ are rounded; BOOL is 0 or 1.
  public func floats(_ name: String) throws(FileError) -> [Float] {
    let tensor = try tensor(name)
    if tensor.dtype == .f32, case .file(let file) = source {
      return try file.floats(tensor.range)
    }
    var numbers: [Float] = []
    numbers.reserveCapacity(tensor.count)
    try forEachPart(of: tensor) { part, count in
      for place in 0..<count { numbers.append(Float(part.double(place, tensor.dtype))) }
    }
    return numbers
  }

  /// The numbers of a tensor of any dtype as float64, the last axis fastest.
  ///
  /// Only whole numbers beyond 2⁵³ are rounded; BOOL is 0 or 1.
  public func doubles(_ name: String) throws(FileError) -> [Double] {
    let tensor = try tensor(name)
    var numbers: [Double] = []
    numbers.reserveCapacity(tensor.count)
    try forEachPart(of: tensor) { part, count in
      for place in 0..<count { numbers.append(part.double(place, tensor.dtype)) }
    }
    return numbers
  }

  /// The numbers of a tensor of whole numbers, the last axis fastest; BOOL is 0 or 1.
  ///
  /// Throws for a tensor of floats, and for a U64 that an Int64 cannot hold.
  public func integers(_ name: String) throws(FileError) -> [Int64] {
    let tensor = try tensor(name)
    var numbers: [Int64] = []
    numbers.reserveCapacity(tensor.count)
    var isExact = true
    try forEachPart(of: tensor) { part, count in
      for place in 0..<count {
        let number = part.integer(place, tensor.dtype)
        isExact = isExact && number != nil
        numbers.append(number ?? 0)
      }
    }
    guard isExact else {
      throw .malformed(
        path: path, field: "tensor “\(legible(name, limit: 60))”", offset: tensor.range.lowerBound,
        problem: "expected whole numbers below 2⁶³, found \(tensor.dtype.rawValue)")
    }
    return numbers
  }

  /// The bytes of a tensor as they are stored.
  public func bytes(_ name: String) throws(FileError) -> [UInt8] {
    try source.bytes(try tensor(name).range)
  }

  /// The numbers at these places of a tensor of floats or bytes as float32, the last axis fastest.
  ///
  /// Of a tensor of gigabytes a part costs what the part has.
  public func floats(_ name: String, _ places: Range<Int>) throws(FileError) -> [Float] {
    let tensor = try tensor(name)
    precondition(
      places.lowerBound >= 0 && places.upperBound <= tensor.count, "outside the tensor")
    let size = tensor.dtype.size
    let start = tensor.range.lowerBound + places.lowerBound * size
    return try source.bytes(start..<(start + places.count * size)).floats(tensor.dtype)
  }

  private func tensor(_ name: String) throws(FileError) -> StoredTensor {
    guard let tensor = self[name] else { throw .missing(path: path, name: name) }
    return tensor
  }

  /// Calls `body` with the bytes of up to 65,536 numbers and their count, from first to last.
  private func forEachPart(
    of tensor: StoredTensor, _ body: ([UInt8], Int) -> Void
  ) throws(FileError) {
    let size = tensor.dtype.size
    var start = tensor.range.lowerBound
    while start < tensor.range.upperBound {
      let end = min(tensor.range.upperBound, start + 65_536 * size)
      body(try source.bytes(start..<end), (end - start) / size)
      start = end
    }
  }
}

/// A name as its UTF-8 bytes; strings that only look the same are different names.
private struct NameBytes: Hashable {
  let name: String

  init(_ name: String) { self.name = name }

  static func == (a: NameBytes, b: NameBytes) -> Bool { a.name.utf8.elementsEqual(b.name.utf8) }

  func hash(into hasher: inout Hasher) {
    for byte in name.utf8 { hasher.combine(byte) }
  }
}

/// What a file is that was taken for safetensors, told from its first bytes.
private struct StoredKind {
  let advice: String?

  init(_ start: [UInt8]) {
    let kinds: [(prefix: [UInt8], advice: String)] = [
      (
        Array("version https://git-lfs".utf8),
        "this is a Git LFS pointer: run “git lfs pull” to fetch the file itself"
      ),
      (Array("PK\u{3}\u{4}".utf8), "this is a zip archive, perhaps a PyTorch pickle: convert it"),
      ([0x80, 0x02], "this is a pickle: convert it to safetensors"),
      ([0x80, 0x04], "this is a pickle: convert it to safetensors"),
      (Array("GGUF".utf8), "this is a GGUF file: give it the ending .gguf"),
      ([0x89] + Array("HDF".utf8), "this is an HDF5 file: convert it to safetensors"),
      ([0x93] + Array("NUMPY".utf8), "this is a NumPy file: give it the ending .npy"),
      (Array("<".utf8), "this is a web page, not the file: download it again"),
      (Array("{".utf8), "this is a JSON text, not a tensor file"),
    ]
    advice =
      kinds.first { start.starts(with: $0.prefix) }?.advice
      ?? "this is not a safetensors file, or it was cut"
  }
}
