import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How a program ended.
enum Ending: Equatable {
  case exited(Int32)
  case killed(Int32)

  /// The ending that `waitpid` told.
  init(status: Int32) {
    self = status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .killed(status & 0x7f)
  }
}

/// Why a program could not be started: the call and its error number.
struct SpawnFailure: Error {
  var call: String
  var number: Int32
}

/// What a new program finds as one of its open files.
enum StandardFile {
  case opened(String, Int32)
  case duplicated(Int32)
}

/// Held while files are opened that no child may inherit, and while a child is started.
private let starting = Mutex(())

/// Opens two files that no child inherits: it would keep a pipe open that others wait for.
func openPrivately(_ ends: inout [Int32], _ open: (inout [Int32]) -> Int32) -> Int32 {
  var opened = ends
  defer { ends = opened }
  return starting.withLock { _ in
    let status = open(&opened)
    if status == 0 { for end in opened { _ = fcntl(end, F_SETFD, FD_CLOEXEC) } }
    return status
  }
}

/// Starts `command` in a session of its own; the environment and the files 0, 1 … are all it gets.
///
/// Its signal mask and actions are reset: the threads that run tests block signals, and a child
/// would inherit that.
func spawn(
  _ command: [String], environment: [String: String], files standard: [StandardFile]
) throws(SpawnFailure) -> pid_t {
  #if canImport(Glibc)
    var files = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    let newSession: Int32 = 0x80  // POSIX_SPAWN_SETSID, which the importer leaves out.
  #else
    var files: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
    let newSession = POSIX_SPAWN_SETSID
  #endif
  posix_spawn_file_actions_init(&files)
  posix_spawnattr_init(&attributes)
  defer {
    posix_spawn_file_actions_destroy(&files)
    posix_spawnattr_destroy(&attributes)
  }
  for (number, file) in standard.enumerated() {
    switch file {
    case .opened(let path, let mode):
      posix_spawn_file_actions_addopen(&files, Int32(number), path, mode, 0o600)
    case .duplicated(let other):
      posix_spawn_file_actions_adddup2(&files, other, Int32(number))
    }
  }
  var none = sigset_t()
  var all = sigset_t()
  sigemptyset(&none)
  sigfillset(&all)
  posix_spawnattr_setsigmask(&attributes, &none)
  posix_spawnattr_setsigdefault(&attributes, &all)
  posix_spawnattr_setflags(
    &attributes, Int16(newSession | Int32(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)))

  let arguments = command.map { strdup($0) }
  let variables = environment.map { strdup("\($0)=\($1)") }
  defer { for string in arguments + variables { free(string) } }
  var process: pid_t = 0
  let status = starting.withLock { _ in
    posix_spawn(&process, command[0], &files, &attributes, arguments + [nil], variables + [nil])
  }
  guard status == 0 else { throw SpawnFailure(call: "posix_spawn \(command[0])", number: status) }
  return process
}
