#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open file: the system calls and unsafe pointers of this module are here and in `NumberReading`.
///
/// Files are read with pread into memory of our own and never mapped: another program may cut a
/// file at any time, and touching a mapped page that is gone kills the process.
/// Calls that a signal interrupts are repeated.
package final class RawFile: Sendable {
  /// The path as it was given, for messages.
  package let path: String
  private let descriptor: Int32

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { _ = close(descriptor) }

  /// Opens a regular file for reading; a folder, pipe or device is refused instead of waited for.
  package static func reading(_ path: String) throws(FileError) -> RawFile {
    let file = try opened(path, O_RDONLY | O_NONBLOCK, "open")
    let kind = try file.status().st_mode & S_IFMT
    guard kind == S_IFREG else {
      throw kind == S_IFDIR
        ? .refused(action: "read", path: path, code: EISDIR)
        : .unsuitable(path: path, problem: "is not a regular file", advice: "name a file")
    }
    return file
  }

  /// Creates a file that must not exist.
  package static func creating(_ path: String) throws(FileError) -> RawFile {
    try opened(path, O_WRONLY | O_CREAT | O_EXCL, "create")
  }

  /// Opens a file for writing what follows its end, and for reading; it is created where absent.
  package static func appending(_ path: String) throws(FileError) -> RawFile {
    try opened(path, O_RDWR | O_CREAT | O_APPEND, "open")
  }

  /// Opens whatever is at the path for writing, as it is.
  package static func writing(_ path: String) throws(FileError) -> RawFile {
    try opened(path, O_WRONLY, "open")
  }

  /// Opens a folder, to make its entries durable or to lock it.
  package static func folder(_ path: String) throws(FileError) -> RawFile {
    try opened(path, O_RDONLY | O_DIRECTORY | O_NONBLOCK, "open")
  }

  /// Opens a file or folder without following a link.
  package static func anything(_ path: String) throws(FileError) -> RawFile {
    try opened(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, "open")
  }

  private static func opened(
    _ path: String, _ flags: Int32, _ action: String
  ) throws(FileError) -> RawFile {
    try check(path, action)
    let descriptor = repeated { open(path, flags | O_CLOEXEC, 0o666) }
    guard descriptor >= 0 else { throw .refused(action: action, path: path, code: errno) }
    return RawFile(path: path, descriptor: descriptor)
  }

  /// Refuses a path with a zero byte, which would end it for the system and name another file.
  private static func check(_ path: String, _ action: String) throws(FileError) {
    if path.utf8.contains(0) { throw .refused(action: action, path: path, code: ENOENT) }
  }

  /// The length in bytes.
  package func length() throws(FileError) -> Int { Int(try status().st_size) }

  /// Which file it is and when it was written last: another one under the same name differs.
  package struct Identity: Hashable, Sendable {
    let device: UInt64
    package let inode: UInt64
    let written: [Int]
    package let length: Int
  }

  /// What tells it from another file, and from itself after it was written.
  package func identity() throws(FileError) -> Identity {
    let status = try status()
    #if canImport(Glibc)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    return Identity(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino),
      written: [Int(time.tv_sec), Int(time.tv_nsec)], length: Int(status.st_size))
  }

  private func status() throws(FileError) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw refused("read") }
    return status
  }

  private func refused(_ action: String) -> FileError {
    .refused(action: action, path: path, code: errno)
  }

  // MARK: Reading

  /// The bytes at `range`, all of them.
  package func bytes(_ range: Range<Int>) throws(FileError) -> [UInt8] {
    // Errors pass as a value: the closure's own typed throw is not inferred.
    var result: Result<Void, FileError> = .success(())
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      let part = UnsafeMutableRawBufferPointer(
        rebasing: UnsafeMutableRawBufferPointer(buffer)[..<range.count])
      result = Result { () throws(FileError) in try read(into: part, at: range.lowerBound) }
      if case .success = result { count = range.count }
    }
    try result.get()
    return bytes
  }

  /// Fills `buffer` with the bytes from `start` on, all of them.
  func read(into buffer: UnsafeMutableRawBufferPointer, at start: Int) throws(FileError) {
    var done = 0
    while done < buffer.count {
      let count = Self.repeated {
        pread(
          descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done,
          off_t(start + done))
      }
      if count < 0 { throw refused("read") }
      if count == 0 {
        throw .malformed(
          path: path, offset: start + done, problem: "the file ends here but was longer before",
          advice: "wait until it has been written")
      }
      done += count
    }
  }

  // MARK: Writing

  /// Writes all bytes where the file's position is.
  package func write(_ bytes: [UInt8]) throws(FileError) {
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(FileError) in
        var done = 0
        while done < buffer.count {
          let count = Self.repeated {
            systemWrite(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
          }
          if count < 0 { throw refused("write") }
          // No system writes nothing without an error; waiting for it would be for ever.
          if count == 0 { throw .refused(action: "write", path: path, code: EIO) }
          done += count
        }
      }
    }
    try result.get()
  }

  /// Waits until what was written, or the folder's entries, survive a power failure.
  package func synchronize() throws(FileError) {
    if Self.repeated({ fsync(descriptor) }) != 0 {
      // Pipes, devices and the folders of some network file systems cannot; nothing is wrong.
      if errno == EINVAL || errno == ENOTSUP || errno == EROFS { return }
      throw refused("write")
    }
  }

  /// Cuts the file to `length`.
  package func truncate(to length: Int) throws(FileError) {
    if Self.repeated({ ftruncate(descriptor, off_t(length)) }) != 0 { throw refused("shorten") }
  }

  // MARK: Locks

  /// Whether nobody else holds the file's lock; it is then ours until the file is closed.
  ///
  /// The system frees a lock when its process dies, however it dies, so a lock tells the living
  /// from what a killed process left. nil where the file system has no locks.
  package func lock() -> Bool? {
    if Self.repeated({ flock(descriptor, LOCK_EX | LOCK_NB) }) == 0 { return true }
    return errno == EWOULDBLOCK ? false : nil
  }

  // MARK: Names

  /// What stands at a path.
  package enum Kind { case nothing, file, folder, link, other }

  /// What stands at `path`, without following a link.
  package static func kind(_ path: String) -> Kind {
    var status = stat()
    guard lstat(path, &status) == 0 else { return .nothing }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    case S_IFLNK: return .link
    default: return .other
    }
  }

  /// Whether writing to `path`, with links followed, is writing to a device or pipe.
  package static func isDevice(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  /// The path of what a link leads to; nil where nothing is there.
  package static func resolved(_ path: String) -> String? {
    guard let name = realpath(path, nil) else { return nil }
    defer { free(name) }
    return String(cString: name)
  }

  /// The names in a folder, in the order of their bytes.
  package static func names(in path: String) throws(FileError) -> [String] {
    guard let folder = opendir(path) else {
      throw .refused(action: "read", path: path, code: errno)
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      // The name may be longer than the field's declared length on some systems.
      let offset = MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 0
      let name = (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
      names.append(String(cString: name))
    }
    return names.filter { $0 != "." && $0 != ".." }.sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
  }

  /// Makes a folder that must not exist.
  package static func makeFolder(_ path: String) throws(FileError) {
    try check(path, "create")
    if mkdir(path, 0o777) != 0 { throw .refused(action: "create", path: path, code: errno) }
  }

  /// Gives what is at `path` another name, in one step.
  package static func move(_ path: String, to other: String) throws(FileError) {
    try check(other, "create")
    if rename(path, other) != 0 { throw .refused(action: "create", path: other, code: errno) }
  }

  /// Removes a file, if there is one.
  package static func removeFile(_ path: String) throws(FileError) {
    if unlink(path) != 0, errno != ENOENT {
      throw .refused(action: "remove", path: path, code: errno)
    }
  }

  /// Removes an empty folder, if there is one.
  package static func removeFolder(_ path: String) throws(FileError) {
    if rmdir(path) != 0, errno != ENOENT {
      throw .refused(action: "remove", path: path, code: errno)
    }
  }

  private static func repeated<Count: FixedWidthInteger & SignedInteger>(
    _ call: () -> Count
  ) -> Count {
    while true {
      let count = call()
      if count >= 0 || errno != EINTR { return count }
    }
  }
}

/// The system's write, which the method of the same name hides.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}

extension [UInt8] {
  /// The little-endian number at `place`, which need not be aligned; it must lie inside.
  package func number<Number: FixedWidthInteger & BitwiseCopyable>(at place: Int, as: Number.Type)
    -> Number
  {
    precondition(place >= 0 && place <= count - MemoryLayout<Number>.size, "outside the bytes")
    return withUnsafeBytes {
      Number(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: Number.self))
    }
  }

  /// Appends the memory of `numbers`, which are little-endian on every system that Swift has.
  mutating func append<Number: BitwiseCopyable>(memoryOf numbers: [Number]) {
    numbers.withUnsafeBytes { append(contentsOf: $0) }
  }
}
