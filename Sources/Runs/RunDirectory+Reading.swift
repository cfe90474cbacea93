import JSON
public import Subjects
public import TensorFiles

extension RunDirectory {
  /// What the run at `path` is, as its `run.json` says.
  public static func readDescription(_ path: String) throws(FileError) -> RunDescription {
    switch RawFile.kind(path) {
    case .nothing:
      throw .unsuitable(path: path, problem: "does not exist", advice: "check the path")
    case .file, .other:
      throw .unsuitable(
        path: path, problem: "is not a folder", advice: "name the folder that --out made")
    case .folder, .link: break
    }
    guard RawFile.kind(path + "/run.json") != .nothing else {
      throw .unsuitable(
        path: path, problem: "is not a run: it has no run.json",
        advice: "name the folder that --out made")
    }
    return try RunDescription(reading: path + "/run.json")
  }

  /// What the run at `path` measured.
  public static func readMetrics(_ path: String) throws(FileError) -> RunMetrics {
    try RunMetrics(reading: path + "/metrics.jsonl")
  }

  /// The steps of the checkpoints of the run at `path`, ascending; they may be damaged.
  public static func checkpointSteps(_ path: String) throws(FileError) -> [Int] {
    try RawFile.names(in: path + "/checkpoints").compactMap(Checkpoint.step(ofFile:)).sorted()
  }

  /// The checkpoint of `step` of the run at `path`.
  public static func checkpoint(_ path: String, step: Int) throws(FileError) -> Checkpoint {
    try Checkpoint(reading: path + "/checkpoints/" + Checkpoint.fileName(step))
  }

  /// The newest complete checkpoint of the run at `path`, and what is wrong with each damaged one after it.
  public static func newestCheckpoint(
    _ path: String
  ) throws(FileError) -> (checkpoint: Checkpoint, warnings: [Problem]) {
    var warnings: [Problem] = []
    var first: FileError?
    for step in try checkpointSteps(path).reversed() {
      do throws(FileError) {
        return (try checkpoint(path, step: step), warnings)
      } catch {
        warnings.append(.checkpointLeftOut(Problem(error)))
        first = first ?? error
      }
    }
    throw .unsuitable(
      path: path,
      problem: "has no complete checkpoint"
        + (first.map { " (\($0))" } ?? ""),
      advice: "train it again with --out \(legible(path)) --force")
  }

  /// Removes the run at `path` and nothing that is not a run's.
  static func remove(_ path: String) throws(FileError) {
    for run in runs(in: path) { try remove(path + "/" + run) }
    for folder in ["checkpoints", "snapshots"] where RawFile.kind(path + "/" + folder) == .folder {
      for name in try RawFile.names(in: path + "/" + folder) where isOwn(name, in: folder) {
        try RawFile.removeFile(path + "/" + folder + "/" + name)
      }
      try RawFile.removeFolder(path + "/" + folder)
    }
    for name in try RawFile.names(in: path) where isOwn(name, in: nil) {
      try RawFile.removeFile(path + "/" + name)
    }
    try RawFile.removeFolder(path)
  }

  /// A name in the folder that no run has.
  static func foreignName(in path: String) throws(FileError) -> String? {
    let runs = runs(in: path)
    for name in try RawFile.names(in: path) {
      let inner = path + "/" + name
      if runs.contains(name) {
        if let foreign = try foreignName(in: inner) { return name + "/" + foreign }
        continue
      }
      guard ["checkpoints", "snapshots"].contains(name) else {
        if !isOwn(name, in: nil) || RawFile.kind(inner) != .file { return name }
        continue
      }
      guard RawFile.kind(inner) == .folder else { return name }
      for file in try RawFile.names(in: inner) where !isOwn(file, in: name) {
        return name + "/" + file
      }
    }
    return nil
  }

  /// The folders of the runs that lie in the folder, where its run.json lists some.
  private static func runs(in path: String) -> [String] {
    guard let listed = try? RunDescription(reading: path + "/run.json").runs else { return [] }
    return listed.filter { RawFile.kind(path + "/" + $0) == .folder }
  }

  private static func isOwn(_ name: String, in folder: String?) -> Bool {
    if name.hasPrefix(CrashSafe.temporaryPrefix) { return true }
    guard folder == nil else { return Checkpoint.step(ofFile: name) != nil }
    return ["run.json", "metrics.jsonl", vocabularyName].contains(name)
  }

  /// What a run itself keeps in its folder.
  static let ownNames = ["run.json", "metrics.jsonl", vocabularyName, "checkpoints", "snapshots"]

  /// The file that holds the symbols of a run on a user's pairs.
  public static let vocabularyName = "vocabulary.json"

  /// Whether there is a file at `path`.
  public static func has(_ path: String) -> Bool { RawFile.kind(path) == .file }

  /// Whether this program wrote the run at `path`.
  ///
  /// Where run.json cannot be read, snapshots tell: only others write them.
  static func isOwn(_ path: String) -> Bool {
    guard let description = try? RunDescription(reading: path + "/run.json") else {
      return RawFile.kind(path + "/snapshots") == .nothing
    }
    return !description.isForeign
  }
}
