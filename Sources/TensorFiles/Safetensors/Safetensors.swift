/// An open safetensors file: its words, its tensors, and their numbers on demand.
///
/// The file is checked in full when it is opened, apart from the numbers themselves. It stays
/// open: when another program replaces it by a rename, this one goes on reading what it checked.
public struct Safetensors: TensorFile {
  /// The entries of `__metadata__`, in the order of the file.
  public let metadata: [(key: String, value: String)]
  /// The tensors.
  public let contents: TensorContents

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
    metadata = header.metadata
    contents = TensorContents(header.tensors, in: source, path: path)
  }

  /// The metadata entry called `key`.
  public subscript(metadata key: String) -> String? {
    metadata.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }

  /// What a file is that was taken for safetensors.
  private static func advice(_ start: [UInt8]) -> String {
    let kind = FileKind(start)
    return (kind == .safetensors ? nil : kind.advice)
      ?? "this is not a safetensors file, or it was cut"
  }
}
