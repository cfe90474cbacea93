public import JSON
public import Subjects
import Synchronization
public import TensorFiles

/// A run on disk that this program is writing.
///
/// ```
/// RUN/run.json                            what the run is
/// RUN/vocabulary.json                     its symbols, for a run on a user's pairs
/// RUN/metrics.jsonl                       an object a line, appended
/// RUN/checkpoints/000000512.safetensors   parameters and optimizer state
/// ```
///
/// Whenever the process is killed, every file is complete, old or new, except that the last line
/// of the metrics may be cut. The folder itself appears by one rename with its first checkpoint in
/// it. While it is open it is locked: a second writer is refused.
public final class RunDirectory: Sendable {
  /// The path as it was given.
  public let path: String

  private let lock: RawFile
  private let state: Mutex<State>

  private struct State {
    var description: RunDescription
    var metrics: RawFile
    /// Lines that could not be written yet.
    var waiting: [UInt8] = []
    /// Whether the metrics may end in a cut line that could not be removed.
    var endsInCutLine = false
  }

  private init(
    path: String, description: RunDescription, lock: RawFile
  ) throws(FileError) {
    self.path = path
    self.lock = lock
    let metrics = try RawFile.appending(Self.metrics(path))
    state = Mutex(State(description: description, metrics: metrics))
    try Self.repairEnd(of: metrics)
  }

  /// What the run is.
  public var description: RunDescription { state.withLock { $0.description } }

  // MARK: Beginning

  /// Makes a new run of `member`, whose name does not matter, with a checkpoint of step 0.
  ///
  /// Throws when something is at `path`. With `force` a run there is replaced once the new one is
  /// complete; a folder with anything in it that is not a run's, and a run that another program
  /// wrote, are refused even then.
  public static func create(
    at path: String, _ member: RunSet.Member, force: Bool = false
  ) throws(FileError) -> RunDirectory {
    let lock = try place(at: path, force: force) { (temporary) throws(FileError) in
      try fill(temporary, member)
    }
    return try RunDirectory(path: path, description: member.description, lock: lock)
  }

  /// Makes the folder `path` of what `fill` puts into it, by one rename; it is locked.
  static func place(
    at path: String, force: Bool, fill: (_ temporary: String) throws(FileError) -> Void
  ) throws(FileError) -> RawFile {
    let (parent, name) = CrashSafe.split(path)
    guard isBareFileName(name) else { throw CrashSafe.exists(path) }
    CrashSafe.removeLeftovers(in: parent, removingFolders: remove)
    let old = try existing(path, force: force)
    let temporary = parent + "/" + CrashSafe.temporaryName()
    do throws(FileError) {
      try RawFile.makeFolder(temporary)
    } catch {
      throw error.about(path)
    }
    do throws(FileError) {
      let lock = try RawFile.folder(temporary)
      _ = lock.lock()
      try fill(temporary)
      try lock.synchronize()
      try replace(path, by: temporary, parent: parent, old: old != nil)
      return lock
    } catch {
      // The error that matters is the first one.
      try? remove(temporary)
      throw error.about(path)
    }
  }

  /// Puts what a run consists of at step 0 into an empty folder.
  static func fill(_ folder: String, _ member: RunSet.Member) throws(FileError) {
    try CrashSafe.write(Array(member.description.text.utf8), to: folder + "/run.json")
    if let vocabulary = member.vocabulary {
      try CrashSafe.write(Array(vocabulary.utf8), to: folder + "/" + vocabularyName)
    }
    try CrashSafe.write([], to: metrics(folder))
    try RawFile.makeFolder(folder + "/checkpoints")
    try CrashSafe.write(
      Checkpoint.encoded(0, member.tensors, metadata: member.metadata),
      to: folder + "/checkpoints/" + Checkpoint.fileName(0))
  }

  /// The lock of a run that may be replaced; nil where nothing is.
  private static func existing(_ path: String, force: Bool) throws(FileError) -> RawFile? {
    switch RawFile.kind(path) {
    case .nothing: return nil
    case .folder where force: break
    case .file, .link, .other:
      throw .unsuitable(
        path: path, problem: "is not a folder, and only a run is ever replaced",
        advice: "choose another name")
    default: throw CrashSafe.exists(path)
    }
    let lock = try RawFile.folder(path)
    guard lock.lock() != false else { throw isInUse(path) }
    guard RawFile.kind(path + "/run.json") == .file else {
      throw .unsuitable(
        path: path, problem: "is not a run, which has a run.json", advice: "choose another name")
    }
    guard isOwn(path) else {
      throw .unsuitable(
        path: path, problem: "is a run that another program wrote, and is never replaced",
        advice: "choose another name")
    }
    if let foreign = try foreignName(in: path) {
      throw .unsuitable(
        path: path, problem: "also holds “\(legible(foreign))”, which is not a run's",
        advice: "choose another name")
    }
    return lock
  }

  private static func replace(
    _ path: String, by temporary: String, parent: String, old: Bool
  ) throws(FileError) {
    let retired = parent + "/" + CrashSafe.temporaryName()
    if old { try RawFile.move(path, to: retired) }
    do throws(FileError) {
      try RawFile.move(temporary, to: path)
    } catch {
      if old { try? RawFile.move(retired, to: path) }
      throw error
    }
    try RawFile.folder(parent).synchronize()
    // What cannot be removed now is a leftover, which the next start removes.
    if old { try? remove(retired) }
  }

  /// A run that is opened for writing more.
  public struct Resumed: Sendable {
    /// The run.
    public let directory: RunDirectory
    /// Its newest checkpoint that is complete.
    public let checkpoint: Checkpoint
    /// What was found damaged and left out, as sentences.
    public let warnings: [Problem]
  }

  /// Opens the run at `path` for writing more, from its newest complete checkpoint on.
  ///
  /// What a killed process left is removed: temporary files, and a cut last line of the metrics.
  public static func resume(_ path: String) throws(FileError) -> Resumed {
    let description = try readDescription(path)
    guard description.runs.isEmpty else {
      throw .unsuitable(
        path: path, problem: "holds several runs: \(description.runs.joined(separator: ", "))",
        advice: "name one of them: \(legible(path))/\(description.runs[0])")
    }
    let lock = try RawFile.folder(path)
    guard lock.lock() != false else { throw isInUse(path) }
    for folder in [CrashSafe.split(path).folder, path, path + "/checkpoints", path + "/snapshots"] {
      CrashSafe.removeLeftovers(in: folder, removingFolders: remove)
    }
    let (checkpoint, warnings) = try newestCheckpoint(path)
    let directory = try RunDirectory(path: path, description: description, lock: lock)
    return Resumed(directory: directory, checkpoint: checkpoint, warnings: warnings)
  }

  private static func metrics(_ folder: String) -> String { folder + "/metrics.jsonl" }

  static func isInUse(_ path: String) -> FileError {
    .unsuitable(
      path: path, problem: "is being written by another process",
      advice: "wait for it or stop it first")
  }

  // MARK: Going on

  /// Appends a line to the metrics; `values` should have a `step`.
  ///
  /// The line is handed to the system at once and made durable by the next checkpoint. When it
  /// throws, no part of the line stays in the file: the line waits and is tried again before the
  /// next one, or by ``appendWaiting()``.
  public func appendMetrics(_ values: JSONObject) throws(FileError) {
    let line = JSONText.line(.object(values), nonFinite: .literals) + "\n"
    try append { $0.waiting += Array(line.utf8) }
  }

  /// Tries again to append the lines that could not be written.
  public func appendWaiting() throws(FileError) { try append { _ in } }

  private func append(_ prepare: (inout State) -> Void) throws(FileError) {
    let result = state.withLock { state in
      Result { () throws(FileError) in
        prepare(&state)
        guard !state.waiting.isEmpty else { return }
        let metrics = state.metrics
        let length = try metrics.length()
        do throws(FileError) {
          try metrics.write((state.endsInCutLine ? [UInt8(ascii: "\n")] : []) + state.waiting)
          (state.endsInCutLine, state.waiting) = (false, [])
        } catch {
          // A cut line in the middle would take the next one with it.
          do { try metrics.truncate(to: length) } catch { state.endsInCutLine = true }
          throw error
        }
      }
    }
    try result.get()
  }

  /// Saves `tensors` as the checkpoint of `step` and then removes old checkpoints that a long run
  /// need not keep.
  ///
  /// When it throws, all older checkpoints are intact.
  public func writeCheckpoint(
    step: Int, tensors: [NamedNumbers], metadata: [(key: String, value: String)] = []
  ) throws(FileError) {
    // What is resumed at this step must find the metrics up to it.
    try synchronizeMetrics()
    let folder = path + "/checkpoints"
    try CrashSafe.write(
      Checkpoint.encoded(step, tensors, metadata: metadata),
      to: folder + "/" + Checkpoint.fileName(step))
    let steps = try Self.checkpointSteps(path)
    let kept = Checkpoint.kept(steps.filter { $0 <= step }).union(steps.filter { $0 > step })
    for old in steps where !kept.contains(old) {
      // One file too many is no reason to stop; the next checkpoint tries again.
      try? RawFile.removeFile(folder + "/" + Checkpoint.fileName(old))
    }
  }

  private func synchronizeMetrics() throws(FileError) {
    let result = state.withLock { state in
      Result { () throws(FileError) in try state.metrics.synchronize() }
    }
    try result.get()
  }

  /// Removes what is kept of steps after `step`: checkpoints and rows of the metrics belong to a
  /// future that will be made again, or never.
  ///
  /// The metrics are replaced by one rename, so that a kill leaves the old ones or the new ones.
  public func cut(after step: Int) throws(FileError) {
    for later in try Self.checkpointSteps(path) where later > step {
      try RawFile.removeFile(path + "/checkpoints/" + Checkpoint.fileName(later))
    }
    try RawFile.folder(path + "/checkpoints").synchronize()
    let file = Self.metrics(path)
    let old = try RawFile.reading(file)
    let bytes = try old.bytes(0..<(try old.length()))
    var kept: [UInt8] = []
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      // What is no row is not ours to judge.
      if let row = try? RunMetrics.row(Array(line)), row.step > step { continue }
      kept += line + [UInt8(ascii: "\n")]
    }
    if bytes.last == UInt8(ascii: "\n") || bytes.isEmpty { kept.removeLast() }
    guard kept.count < bytes.count else { return }
    try CrashSafe.write(kept, to: file)
    let metrics = try RawFile.appending(file)
    state.withLock { $0.metrics = metrics }
  }

  /// Removes the checkpoints of earlier steps: what is kept then is one moment of the run, from which
  /// every other step can be computed again.
  public func removeCheckpoints(before step: Int) throws(FileError) {
    for earlier in try Self.checkpointSteps(path) where earlier < step {
      try RawFile.removeFile(path + "/checkpoints/" + Checkpoint.fileName(earlier))
    }
  }

  /// The seconds of training that the metrics tell of up to `step`.
  public func secondsTrained(at step: Int) -> Double {
    let rows = (try? RunMetrics(reading: Self.metrics(path)).rows) ?? []
    return rows.last { $0.step <= step && $0.values["seconds"] != nil }?
      .values["seconds"]?.double ?? 0
  }

  /// Replaces `run.json`.
  public func write(_ description: RunDescription) throws(FileError) {
    try CrashSafe.write(Array(description.text.utf8), to: path + "/run.json")
    state.withLock { $0.description = description }
  }

  /// Adds `action` to those that `run.json` lists.
  public func append(action: JSONValue) throws(FileError) {
    var description = description
    description.actions.append(action)
    try write(description)
  }

  /// Ends the metrics with a complete line: a cut one goes, a complete one gets its line feed.
  private static func repairEnd(of metrics: RawFile) throws(FileError) {
    let length = try metrics.length()
    let part = try metrics.bytes(max(0, length - RunMetrics.longestLine - 1)..<length)
    guard let last = part.last, last != UInt8(ascii: "\n") else { return }
    let start = part.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    if (try? RunMetrics.row(Array(part[start...]))) != nil {
      try metrics.write([UInt8(ascii: "\n")])
    } else {
      try metrics.truncate(to: length - (part.count - start))
    }
  }
}
