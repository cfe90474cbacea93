import JSON
import TensorFiles

/// The directory of a run that another program writes, read and followed; nothing in it is changed but
/// the file `stop`, and that only where a person asks for it.
struct ForeignDirectory {
  /// The directory.
  let path: String
  /// What run.json says; nil where there is none, or none that can be read yet.
  private(set) var description: RunDescription?
  /// Why run.json cannot be read; nil where it can, or where there is none.
  private(set) var described: FileError?
  /// The pictures.
  var index: SnapshotIndex
  /// The numbers.
  var metrics: MetricLines
  private var identity: RawFile.Identity?
  /// What of it could not be looked at the last time, though the rest could.
  private var unreadable: [RunFault] = []

  /// The directory at `path`, in which nothing was looked at yet.
  ///
  /// Throws where there is no directory, and where it holds anything but a run.
  init(_ path: String) throws(FileError) {
    self.path = path
    index = SnapshotIndex(path)
    metrics = MetricLines(path)
    try Self.check(path)
    _ = readDescription()
  }

  /// The names that a run of any program has in its directory.
  static let names = ["run.json", "snapshots", "metrics.jsonl"]

  private static func check(_ path: String) throws(FileError) {
    let resolved = RawFile.resolved(path) ?? path
    switch RawFile.kind(resolved) {
    case .nothing:
      throw .unsuitable(
        path: path, problem: "does not exist",
        advice: "check the path; a program that writes a run makes the directory when it begins")
    case .file, .other:
      throw .unsuitable(
        path: path, problem: "is not a directory", advice: "name the directory of a run")
    case .folder, .link: break
    }
    let found = try RawFile.names(in: path)
    if found.isEmpty || found.contains(where: names.contains) { return }
    let runs = found.filter { name in
      names.contains { RawFile.kind(path + "/" + name + "/" + $0) != .nothing }
    }
    let shown = runs.prefix(5).map { legible($0, limit: 40) }.joined(separator: ", ")
    throw .unsuitable(
      path: path, problem: "is not a run: it has no run.json, snapshots or metrics.jsonl",
      advice: runs.isEmpty
        ? "name the directory of a run"
        : "it holds \(runs.count) runs; name one or several of them: " + shown)
  }

  /// The name of the directory.
  var name: String {
    let full = RawFile.resolved(path) ?? path
    return full.split(separator: "/").last.map(String.init) ?? path
  }

  /// What a person calls the run.
  var title: String {
    let said = description?.title ?? ""
    return said.isEmpty ? name : said
  }

  /// Whether run.json is whole, and of a format that this program does not read.
  var isOfAnotherFormat: Bool {
    guard case .malformed(_, "format", _, _, _) = described else { return false }
    return true
  }

  /// The last step that anything is known of; nil where nothing is.
  var latest: Int? { index.steps.last }

  /// What was found wrong, in the order of files.
  var faults: [RunFault] {
    var faults: [RunFault] = []
    if let described { faults.append(RunFault(described, in: "run.json")) }
    return faults + unreadable + index.faults + metrics.faults
  }

  /// Looks at what changed, and reads until `isDue` says that it is enough.
  ///
  /// - Returns: whether anything is new. What could not be looked at throws, and what was read stays.
  mutating func look(until isDue: () -> Bool) throws(FileError) -> Bool {
    // A directory that is gone has no run; one that nobody may read has one that cannot be seen.
    _ = try RawFile.names(in: path)
    var isNew = readDescription()
    let before = unreadable
    unreadable = []
    // Pictures without numbers are worth as much as numbers without pictures.
    do throws(FileError) { if try index.look() { isNew = true } } catch {
      unreadable.append(RunFault(error, in: "snapshots"))
    }
    if index.readHeaders(until: isDue) { isNew = true }
    do throws(FileError) { if try metrics.look(until: isDue) { isNew = true } } catch {
      unreadable.append(RunFault(error, in: "metrics.jsonl"))
    }
    return isNew || unreadable != before
  }

  /// Whether everything that is there was read.
  var isComplete: Bool { index.isComplete && metrics.isComplete }

  private mutating func readDescription() -> Bool {
    let path = path + "/run.json"
    guard RawFile.kind(path) != .nothing else {
      defer { (description, described, identity) = (nil, nil, nil) }
      return identity != nil
    }
    let before = described
    do throws(FileError) {
      let now = try RawFile.reading(path).identity()
      guard now != identity else { return false }
      identity = now
      description = try RunDescription(reading: path)
      described = nil
      return true
    } catch {
      described = error
      return described != before
    }
  }

  // MARK: Stopping

  /// Asks the writer to stop: the only thing that a viewer ever writes.
  func askToStop(_ reason: String) throws(FileError) {
    let path = path + "/stop"
    // A link would lead to somewhere else.
    guard [.nothing, .file].contains(RawFile.kind(path)) else {
      throw .unsuitable(
        path: path, problem: "is not a file", advice: "remove it, and ask again")
    }
    let line = reason.split(whereSeparator: \.isNewline).joined(separator: " ") + "\n"
    try CrashSafe.write(Array(line.utf8), to: path, replacing: true)
  }
}
