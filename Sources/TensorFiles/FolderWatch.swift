import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Tells that something changed in folders, where the system knows it by itself.
///
/// Only Linux does, by inotify, and only of a file system on this machine: what another machine writes
/// to a shared folder no system tells. Whoever has no watch looks again now and then.
package final class FolderWatch: Sendable {
  /// The variable that switches the system's own telling off: `HEADLIGHT_INOTIFY=0`.
  package static let variable = "HEADLIGHT_INOTIFY"

  #if canImport(Glibc)
    private let descriptor: Int32
    /// Only made and cancelled, each once.
    nonisolated(unsafe) private let source: any DispatchSourceRead
    /// Which folders all who write to do it through this system, as far as that was asked.
    private let local = Mutex<[String: Bool]>([:])

    /// A watch that calls `changed` from a thread of its own; nil where the system has none.
    package init?(changed: @escaping @Sendable () -> Void) {
      if let value = getenv(Self.variable), String(cString: value) == "0" { return nil }
      let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
      guard descriptor >= 0 else { return nil }
      self.descriptor = descriptor
      let source = DispatchSource.makeReadSource(
        fileDescriptor: descriptor, queue: DispatchQueue(label: "headlight.folders"))
      source.setEventHandler {
        Self.drain(descriptor)
        changed()
      }
      source.setCancelHandler { _ = close(descriptor) }
      source.activate()
      self.source = source
    }

    deinit { source.cancel() }

    /// Watches the folder at `path` as well, once.
    ///
    /// - Returns: whether changes in it will be told.
    package func add(_ path: String) -> Bool {
      let isLocal = local.withLock { known in
        let isLocal = known[path] ?? Self.isLocal(path)
        known[path] = isLocal
        return isLocal
      }
      guard isLocal else { return false }
      let events = IN_MOVED_TO | IN_MOVED_FROM | IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MODIFY
      let own = IN_DELETE_SELF | IN_MOVE_SELF | IN_ATTRIB | IN_ONLYDIR
      // The same folder again is the same watch; another one under its name is a new watch.
      return inotify_add_watch(descriptor, path, UInt32(events) | UInt32(own)) >= 0
    }

    /// Takes what waits: that there was something is all that anybody needs.
    private static func drain(_ descriptor: Int32) {
      var bytes = [UInt8](repeating: 0, count: 1 << 14)
      while read(descriptor, &bytes, bytes.count) > 0 {}
    }

    /// Whether all who write to the folder do it through this system.
    ///
    /// What another machine writes, or the host of this one, comes without being told.
    private static func isLocal(_ path: String) -> Bool {
      guard let path = RawFile.resolved(path), let kind = fileSystem(of: path) else { return true }
      let shared = [
        "nfs", "fuse", "cifs", "smb", "9p", "afs", "ceph", "lustre", "gpfs", "virtiofs", "vboxsf",
        "coda", "glusterfs", "beegfs",
      ]
      return !shared.contains { kind.hasPrefix($0) }
    }

    /// The kind of file system that holds `path`, as proc(5) says it: of the longest mount point.
    private static func fileSystem(of path: String) -> String? {
      var found: (length: Int, kind: String)?
      for line in text(of: "/proc/self/mounts").split(separator: "\n") {
        let parts = line.split(separator: " ")
        guard parts.count > 2 else { continue }
        let point = String(parts[1]).split(separator: "\\040", omittingEmptySubsequences: false)
          .joined(separator: " ")
        let isInside = point == "/" || path == point || path.hasPrefix(point + "/")
        // A later mount at the same point hides the earlier one.
        guard isInside, point.utf8.count >= found?.length ?? 0 else { continue }
        found = (point.utf8.count, String(parts[2]))
      }
      return found?.kind
    }

    /// What the system says in a file that has no length.
    private static func text(of path: String) -> String {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return "" }
      defer { _ = close(descriptor) }
      var text: [UInt8] = []
      var part = [UInt8](repeating: 0, count: 1 << 14)
      while true {
        let count = read(descriptor, &part, part.count)
        guard count > 0 else { return String(decoding: text, as: UTF8.self) }
        text += part.prefix(count)
      }
    }
  #else
    /// There is none on this system.
    package init?(changed: @escaping @Sendable () -> Void) { return nil }

    /// Nothing is told.
    package func add(_ path: String) -> Bool { false }
  #endif
}
