/// An open GGUF file: its metadata, its tensors, and their numbers on demand.
///
/// The format of llama.cpp, versions 2 and 3, little-endian: github.com/ggml-org/ggml, docs/gguf.md.
/// All but the numbers themselves is checked when the file is opened. It stays open: when another
/// program replaces it by a rename, this one goes on reading what it checked.
public struct GGUF: TensorFile {
  /// The version of the format: 2 or 3.
  public let version: Int
  /// The metadata, in the order of the file.
  public let metadata: [(key: String, value: GGUFValue)]
  /// The tensors; lengths are outermost first, which the file has reversed.
  public let contents: TensorContents

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
    contents = TensorContents(header.tensors, in: source, path: path)
    version = header.version
    metadata = header.metadata
    keys = Dictionary(
      uniqueKeysWithValues: header.metadata.enumerated().map { (NameBytes($1.key), $0) })
  }

  /// The metadata value called `key`.
  public subscript(metadata key: String) -> GGUFValue? {
    keys[NameBytes(key)].map { metadata[$0].value }
  }
}
