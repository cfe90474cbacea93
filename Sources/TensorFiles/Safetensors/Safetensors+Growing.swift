extension Safetensors {
  /// Whether the file at `path` is shorter than its own beginning says: somebody may still write it.
  ///
  /// A length of the header that no file can have, and a header that is wrong in itself, are not what
  /// a file looks like on the way.
  package static func isIncomplete(_ path: String) throws(FileError) -> Bool {
    let file = try RawFile.reading(path)
    let length = try file.length()
    guard length >= 8 else { return true }
    let header = try file.bytes(0..<8).number(at: 0, as: UInt64.self)
    guard header <= UInt64(SafetensorsHeader.greatestLength) else { return false }
    let end = 8 + Int(header)
    guard end <= length else { return true }
    guard
      let read = try? SafetensorsHeader(try file.bytes(8..<end), fileLength: nil, path: path)
    else { return false }
    return read.dataEnd > length - end
  }
}
