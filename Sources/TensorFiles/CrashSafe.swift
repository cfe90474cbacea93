#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Synchronization

/// Writes files that are either there in full or not at all, whenever the process is killed.
///
/// A temporary file in the same folder is written, made durable and renamed; then the folder's
/// entry is made durable. Without the first of these a power failure leaves an empty file of the
/// right name, without the last one none.
public enum CrashSafe {
  /// How the names of temporary files and folders begin.
  public static let temporaryPrefix = ".headlight-tmp-"

  /// Writes `bytes` to `path`, in place of what is there when `replacing`.
  ///
  /// A link is followed. A device or pipe cannot be renamed and is written to directly.
  public static func write(
    _ bytes: [UInt8], to path: String, replacing: Bool = true
  ) throws(FileError) {
    try write(to: path, replacing: replacing) { file throws(FileError) in try file.write(bytes) }
  }

  /// Writes to `path` what `fill` writes, part by part.
  static func write(
    to path: String, replacing: Bool = true, _ fill: (RawFile) throws(FileError) -> Void
  ) throws(FileError) {
    if RawFile.isDevice(path) { return try fill(RawFile.writing(path)) }
    var target = path
    switch RawFile.kind(path) {
    case .nothing: break
    case .folder: throw .refused(action: "write", path: path, code: EISDIR)
    case .link, .file, .other:
      guard replacing else { throw exists(path) }
      target = RawFile.resolved(path) ?? path
    }
    let (folder, _) = split(target)
    let temporary = try temporaryFile(in: folder, for: path)
    do {
      try fill(temporary)
      try temporary.synchronize()
      try RawFile.move(temporary.path, to: target)
    } catch {
      // The error that matters is the first one.
      try? RawFile.removeFile(temporary.path)
      throw error.about(path)
    }
    try RawFile.folder(folder).synchronize()
  }

  /// Removes what killed processes left in `folder`, and nothing that a living one still writes.
  ///
  /// `remove`: removes a folder that is nobody's any more.
  @discardableResult
  package static func removeLeftovers(
    in folder: String,
    removingFolders remove: (_ path: String) throws(FileError) -> Void = RawFile.removeFolder
  ) -> Int {
    // A folder that cannot be read holds no leftovers that could be removed either.
    guard let names = try? RawFile.names(in: folder) else { return 0 }
    var count = 0
    for name in names where name.hasPrefix(temporaryPrefix) {
      let path = folder + "/" + name
      guard let leftover = try? RawFile.anything(path), leftover.lock() == true else { continue }
      switch RawFile.kind(path) {
      case .file: if (try? RawFile.removeFile(path)) != nil { count += 1 }
      case .folder: if (try? remove(path)) != nil { count += 1 }
      default: break
      }
    }
    return count
  }

  /// A locked temporary file.
  private static func temporaryFile(
    in folder: String, for path: String
  ) throws(FileError) -> RawFile {
    while true {
      do throws(FileError) {
        let file = try RawFile.creating(folder + "/" + temporaryName())
        _ = file.lock()
        return file
      } catch .refused(_, _, EEXIST) {
        // A process of the same number left it; the next name is free.
      } catch {
        throw error.about(path)
      }
    }
  }

  private static let serial = Atomic<UInt64>(0)

  /// A name that no other write of this process has had.
  package static func temporaryName() -> String {
    let number = serial.add(1, ordering: .relaxed).newValue
    return temporaryPrefix + "\(getpid())-\(number)"
  }

  /// The folder and the last name of a path: `runs` and `a` of `runs/a/`.
  package static func split(_ path: String) -> (folder: String, name: String) {
    let bytes = Array(path.utf8)
    var end = bytes.count
    while end > 1, bytes[end - 1] == UInt8(ascii: "/") { end -= 1 }
    let slash = bytes[..<end].lastIndex(of: UInt8(ascii: "/"))
    guard let slash else { return (".", String(decoding: bytes[..<end], as: UTF8.self)) }
    return (
      slash == 0 ? "/" : String(decoding: bytes[..<slash], as: UTF8.self),
      String(decoding: bytes[(slash + 1)..<end], as: UTF8.self)
    )
  }

  /// What is said where a file would be replaced without leave.
  public static func exists(_ path: String) -> FileError {
    .unsuitable(path: path, problem: "exists", advice: "choose another name or use --force")
  }
}

extension FileError {
  /// The same error, told of the file that the user named instead of a temporary one.
  package func about(_ path: String) -> FileError {
    guard case .refused(let action, _, let code) = self else { return self }
    return .refused(action: action, path: path, code: code)
  }
}

/// Whether a name that was read from a file names something in one folder and nowhere else.
public func isBareFileName(_ name: String) -> Bool {
  !name.isEmpty && name != "." && name != ".."
    && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") || $0 == 0 }
}
