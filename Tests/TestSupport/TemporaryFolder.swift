#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A fresh folder that is removed with everything in it when the test is over.
package final class TemporaryFolder {
  package let path: String

  package init() {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
    var template = Array("\(parent)/headlight-tests-XXXXXX".utf8CString)
    path =
      mkdtemp(&template) == nil
      ? "" : String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    precondition(!path.isEmpty, "no temporary folder")
  }

  deinit { Self.remove(path) }

  package static func / (folder: TemporaryFolder, name: String) -> String {
    folder.path + "/" + name
  }

  /// All names below the folder, in order.
  package var names: [String] { Self.names(path).sorted() }

  package func makeFolder(_ name: String) -> String {
    mkdir(self / name, 0o777)
    return self / name
  }

  package func makeLink(_ name: String, to target: String) { symlink(target, self / name) }

  package func makePipe(_ name: String) -> String {
    mkfifo(self / name, 0o666)
    return self / name
  }

  private static func names(_ path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name == "." || name == ".." { continue }
      names.append(name)
      var status = stat()
      lstat(path + "/" + name, &status)
      if status.st_mode & S_IFMT == S_IFDIR {
        names += Self.names(path + "/" + name).map { name + "/" + $0 }
      }
    }
    return names
  }

  private static func remove(_ path: String) {
    for name in names(path).sorted(by: >) {
      _ = (unlink(path + "/" + name), rmdir(path + "/" + name))
    }
    rmdir(path)
  }
}

/// Reads a file as it is, with nothing of the module under test.
package func contents(_ path: String) -> [UInt8]? {
  guard let file = fopen(path, "rb") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var part = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = fread(&part, 1, part.count, file)
    if count == 0 { return bytes }
    bytes += part[..<count]
  }
}

/// Writes a file as it is, with nothing of the module under test.
package func put(_ bytes: [UInt8], _ path: String) {
  guard let file = fopen(path, "wb") else { preconditionFailure("cannot write \(path)") }
  defer { fclose(file) }
  fwrite(bytes, 1, bytes.count, file)
}

/// A safetensors file of a header and data.
package func stored(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
  let length = UInt64(header.utf8.count)
  return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8) + data
}

package var isRoot: Bool { geteuid() == 0 }
