public import TensorFiles

/// Several runs that were trained side by side, on disk.
///
/// ```
/// RUN/run.json      what they have in common; "runs" lists their folders
/// RUN/additive/…    a run like any other, with a run.json, metrics and checkpoints of its own
/// RUN/pooling/…
/// ```
///
/// Whoever reads runs can read each of them without knowing of the others. The folder appears by one
/// rename with the first checkpoint of every run in it. A killed process may leave the runs at
/// different steps: each is complete, and what is behind can be trained up.
public struct RunSet: Sendable {
  /// The path as it was given.
  public let path: String
  /// The runs, in the order in which `run.json` lists them.
  public let runs: [RunDirectory]
  private let lock: RawFile

  /// What a run of a set begins with.
  public struct Member: Sendable {
    /// The name of its folder.
    public var name: String
    /// What it is.
    public var description: RunDescription
    /// Its state at step 0.
    public var tensors: [NamedNumbers]
    /// What its checkpoint says of itself.
    public var metadata: [(key: String, value: String)]
    /// The text of `vocabulary.json`; nil for a run that has none.
    public var vocabulary: String?

    /// The run in the folder `name`.
    public init(
      _ name: String = "", description: RunDescription, tensors: [NamedNumbers],
      metadata: [(key: String, value: String)] = [], vocabulary: String? = nil
    ) {
      self.name = name
      self.description = description
      self.tensors = tensors
      self.metadata = metadata
      self.vocabulary = vocabulary
    }
  }

  /// Makes a set of new runs, each with a checkpoint of step 0.
  ///
  /// What is at `path` is treated as by ``RunDirectory``.
  public static func create(
    at path: String, description: RunDescription, members: [Member], force: Bool = false
  ) throws(FileError) -> RunSet {
    var description = description
    description.runs = members.map(\.name)
    precondition(description.runs.allSatisfy(isBareFileName), "a run has a folder of its own")
    let lock = try RunDirectory.place(at: path, force: force) { (temporary) throws(FileError) in
      // First of all: it tells what else in the folder may be removed.
      try CrashSafe.write(Array(description.text.utf8), to: temporary + "/run.json")
      for member in members {
        let folder = temporary + "/" + member.name
        try RawFile.makeFolder(folder)
        try RunDirectory.fill(folder, member)
        try RawFile.folder(folder).synchronize()
      }
    }
    var runs: [RunDirectory] = []
    for member in members {
      runs.append(try RunDirectory.resume(path + "/" + member.name).directory)
    }
    return RunSet(path: path, runs: runs, lock: lock)
  }

  /// A set that is opened for writing more.
  public struct Resumed: Sendable {
    /// The set.
    public let set: RunSet
    /// What its runs have in common.
    public let description: RunDescription
    /// Each run with its newest complete checkpoint and what was found damaged.
    public let runs: [RunDirectory.Resumed]
  }

  /// Opens all runs of the set at `path` for writing more, each from its newest complete checkpoint.
  public static func resume(_ path: String) throws(FileError) -> Resumed {
    let description = try RunDirectory.readDescription(path)
    let lock = try RawFile.folder(path)
    guard lock.lock() != false else { throw RunDirectory.isInUse(path) }
    var runs: [RunDirectory.Resumed] = []
    for name in description.runs { runs.append(try RunDirectory.resume(path + "/" + name)) }
    return Resumed(
      set: RunSet(path: path, runs: runs.map(\.directory), lock: lock), description: description,
      runs: runs)
  }
}
