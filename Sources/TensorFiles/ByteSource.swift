/// The bytes of a file that is open, or of one that is in memory.
enum ByteSource: Sendable {
  case file(RawFile)
  case memory([UInt8])

  /// The number of bytes.
  func length() throws(FileError) -> Int {
    switch self {
    case .file(let file): try file.length()
    case .memory(let bytes): bytes.count
    }
  }

  /// Which file it is now; nil for one in memory.
  func identity() throws(FileError) -> RawFile.Identity? {
    switch self {
    case .file(let file): try file.identity()
    case .memory: nil
    }
  }

  /// The bytes at `range`, which must lie inside.
  func bytes(_ range: Range<Int>) throws(FileError) -> [UInt8] {
    switch self {
    case .file(let file): try file.bytes(range)
    case .memory(let bytes): range == bytes.indices ? bytes : Array(bytes[range])
    }
  }
}
