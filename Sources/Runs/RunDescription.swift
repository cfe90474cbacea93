public import JSON
public import TensorFiles

/// What a run is, as `run.json` says it.
///
/// Reading accepts members that it does not know and members that are absent, because other
/// programs write runs too; what is present must have the right type.
public struct RunDescription: Hashable, Sendable {
  /// The format that is written and read.
  public static let format = "headlight-run/1"
  /// The longest `run.json` that is read, in bytes.
  static let greatestLength = 16_000_000

  /// What a person calls the run.
  public var title: String
  /// The lesson: `dates`.
  public var lesson: String
  /// The mechanism: `additive`.
  public var mechanism: String
  /// What another program trains with: `PyTorch`; empty for a run of ours.
  public var framework = ""
  /// The seed of weights and data.
  public var seed: Int
  /// All options that the result depends on, in the order in which they are written.
  public var config: JSONObject
  /// The hash of the data, in hexadecimal; empty when the data is generated from the seed.
  public var dataSHA256: String
  /// The version of the program that wrote the run.
  public var version: String
  /// The kernels that computed it, `avx512`: others may differ in the last bits.
  public var kernels: String
  /// What was changed while it ran, in order.
  public var actions: [JSONValue]
  /// The folders of several runs that stand side by side in this one; empty for a single run.
  public var runs: [String]

  /// A run of `lesson` with `mechanism`.
  public init(
    title: String = "", lesson: String, mechanism: String, seed: Int = 0,
    config: JSONObject = [:], dataSHA256: String = "", version: String = "",
    kernels: String = "", actions: [JSONValue] = [], runs: [String] = []
  ) {
    self.title = title
    self.lesson = lesson
    self.mechanism = mechanism
    self.seed = seed
    self.config = config
    self.dataSHA256 = dataSHA256
    self.version = version
    self.kernels = kernels
    self.actions = actions
    self.runs = runs
  }

  /// Whether another program wrote it: such runs name no lesson of ours.
  public var isForeign: Bool { lesson.isEmpty }

  /// Reads the file at `path`.
  public init(reading path: String) throws(FileError) {
    let file = try RawFile.reading(path)
    let length = try file.length()
    guard length <= Self.greatestLength else {
      throw .malformed(
        path: path, offset: Self.greatestLength,
        problem: "expected at most \(Self.greatestLength) bytes, found \(length)")
    }
    try self.init(parsing: try file.bytes(0..<length), path: path)
  }

  /// Reads `bytes`, the whole of a `run.json`; messages call it `path`.
  public init(parsing bytes: [UInt8], path: String) throws(FileError) {
    let value: JSONValue
    do { value = try JSONValue(parsing: bytes) } catch { throw FileError(error, path: path) }
    guard let object = value.object else {
      throw .malformed(path: path, offset: 0, problem: "expected an object")
    }
    let members = Members(object: object, path: path)
    let format = try members.string("format")
    guard format == Self.format else {
      throw .malformed(
        path: path, field: "format",
        problem: "expected “\(Self.format)”, found “\(legible(format ?? "nothing", limit: 40))”",
        advice: "this run was not written for this version")
    }
    self.init(
      title: try members.string("title") ?? "", lesson: try members.string("lesson") ?? "",
      mechanism: try members.string("mechanism") ?? "", seed: try members.integer("seed") ?? 0,
      config: try members.object("config") ?? [:],
      dataSHA256: try members.string("data_sha256") ?? "",
      version: try members.string("version") ?? "", kernels: try members.string("kernels") ?? "",
      actions: try members.array("actions") ?? [], runs: try members.folders("runs") ?? [])
    framework = try members.string("framework") ?? ""
  }

  /// The text of `run.json`, a member a line.
  public var text: String {
    var members: JSONObject = [
      "format": .string(Self.format), "title": .string(title), "lesson": .string(lesson),
      "mechanism": .string(mechanism), "seed": JSONValue(seed), "config": .object(config),
      "data_sha256": .string(dataSHA256), "version": .string(version),
      "kernels": .string(kernels), "actions": .array(actions),
    ]
    if !runs.isEmpty { members["runs"] = .array(runs.map { .string($0) }) }
    return JSONText.page(.object(members))
  }
}

/// Members of an object that may be absent but not of another type.
private struct Members {
  let object: JSONObject
  let path: String

  func string(_ key: String) throws(FileError) -> String? {
    try member(key, "a text") { $0.string }
  }

  func integer(_ key: String) throws(FileError) -> Int? {
    try member(key, "a whole number") { $0.integer }
  }

  func object(_ key: String) throws(FileError) -> JSONObject? {
    try member(key, "an object") { $0.object }
  }

  func array(_ key: String) throws(FileError) -> [JSONValue]? {
    try member(key, "an array") { $0.array }
  }

  /// Names of folders in the run's own, each once: a path would lead to somewhere else.
  func folders(_ key: String) throws(FileError) -> [String]? {
    try member(key, "different names of folders") { value in
      guard let names = value.array.map({ $0.map(\.string) }) else { return nil }
      let folders = names.compactMap { $0 }
      let isSound =
        folders.count == names.count && Set(folders).count == folders.count
        && folders.allSatisfy { isBareFileName($0) && !RunDirectory.ownNames.contains($0) }
      return isSound ? folders : nil
    }
  }

  private func member<Value>(
    _ key: String, _ expected: String, _ value: (JSONValue) -> Value?
  ) throws(FileError) -> Value? {
    guard let member = object[key], member != .null else { return nil }
    guard let value = value(member) else {
      let found = legible(JSONText.line(member), limit: 40)
      throw .malformed(path: path, field: key, problem: "expected \(expected), found \(found)")
    }
    return value
  }
}
