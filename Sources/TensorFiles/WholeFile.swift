/// A file that is read in one piece because it is small.
public enum WholeFile {
  /// The bytes of the regular file at `path`, which has at most `limit` of them.
  public static func bytes(_ path: String, atMost limit: Int) throws(FileError) -> [UInt8] {
    let file = try RawFile.reading(path)
    let length = try file.length()
    guard length <= limit else {
      throw .unsuitable(
        path: path, problem: "has \(length) bytes, expected at most \(limit)",
        advice: "use a part of the file")
    }
    return try file.bytes(0..<length)
  }

  /// The first bytes of the regular file at `path`, at most `limit` of them: they tell what it is.
  public static func beginning(_ path: String, atMost limit: Int) throws(FileError) -> [UInt8] {
    let file = try RawFile.reading(path)
    return try file.bytes(0..<min(limit, try file.length()))
  }
}
