import JSON
import Lessons
import Runs
import Subjects
import TensorFiles
import Training

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The user's pairs as a file: `--data FILE.tsv`, and where a run's description says they are.
enum DataFile {
  /// The pairs that `--data` names for a lesson; sources of labels are read by words unless it is
  /// said otherwise.
  static func open(_ path: String, _ options: LessonOptions, for entry: LessonEntry)
    throws(Failure) -> LessonData
  {
    try open(path, for: entry, options.unit)
  }

  /// The same for a name that was typed on the screen, where no shell puts a home in the place of `~`.
  static func open(typed path: String, for entry: LessonEntry) throws(Failure) -> LessonData {
    let isAtHome = path == "~" || path.hasPrefix("~/")
    let home = isAtHome ? ProcessInfo.processInfo.environment["HOME"] : nil
    return try open(home.map { $0 + String(path.dropFirst()) } ?? path, for: entry) { _ in nil }
  }

  private static func open(
    _ path: String, for entry: LessonEntry, _ chosen: (PairSide) -> TextUnit?
  ) throws(Failure) -> LessonData {
    guard entry.pairs != nil else {
      throw Failure(
        "the lesson \(entry.name) makes its own data and cannot take --data \(path); lessons that "
          + "take it: " + LessonCatalog.namesTakingPairs.joined(separator: ", "))
    }
    let bytes = try self.bytes(path)
    func unit(_ side: PairSide) -> TextUnit {
      chosen(side) ?? (entry.pairs == .label ? .words : .fitting(bytes, side))
    }
    // An absolute path, because a run may be resumed from another folder.
    let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
    return LessonData(
      try pairs(bytes, unit(.source), unit(.target), path), path: absolute,
      sha256: Digest.sha256(bytes: bytes))
  }

  /// The pairs of a run whose `run.json` is described, at `elsewhere` if that is said.
  ///
  /// Nil for a run on a lesson's own data.
  static func reopen(
    _ description: RunDescription, _ settings: LessonSettings, _ run: String,
    at elsewhere: String?
  ) throws(Failure) -> LessonData? {
    let place = "\(run)/run.json"
    guard let known = description.config["data"]?.string else {
      guard let elsewhere else { return nil }
      throw Failure("\(run) was not trained on a file: leave --data \(elsewhere) out")
    }
    guard let source = settings.sourceUnit, let target = settings.targetUnit else {
      let option = LessonOption.sourceUnit
      throw Failure(
        "\(place): config.\(option.key) and config.\(LessonOption.targetUnit.key) must be "
          + "\(option.expected)")
    }
    let path = elsewhere ?? known
    let bytes: [UInt8]
    do { bytes = try self.bytes(path) } catch {
      throw Failure(
        "\(run) was trained on a file that is needed again: \(error.message); put it back, or say "
          + "where it is now with --data FILE.tsv")
    }
    let hash = Digest.sha256(bytes: bytes)
    guard hash == description.dataSHA256 else {
      throw Failure(
        "\(path) is not the file that \(run) was trained on: expected sha256 "
          + "\(description.dataSHA256.prefix(12))…, found \(hash.prefix(12))…; put the old file "
          + "back or say where it is with --data FILE.tsv, or begin a new run")
    }
    return LessonData(try pairs(bytes, source, target, path), path: path, sha256: hash)
  }

  /// A lesson's entry on `data`, if there is any.
  static func entry(_ entry: LessonEntry, on data: LessonData?) throws(Failure) -> LessonEntry {
    guard let data else { return entry }
    do { return try entry.reading(data) } catch { throw Failure("\(data.path), \(error)") }
  }

  /// Checks that the batches of a lesson on a user's data have room in memory.
  static func check(_ lesson: Lesson) throws(Failure) {
    guard let data = lesson.data else { return }
    do { try data.check(batchSize: lesson.settings.batchSize) } catch {
      throw Failure("\(data.path), \(error)")
    }
  }

  private static func bytes(_ path: String) throws(Failure) -> [UInt8] {
    do { return try WholeFile.bytes(path, atMost: Pairs.maximumBytes) } catch {
      throw Failure(error)
    }
  }

  private static func pairs(
    _ bytes: [UInt8], _ source: TextUnit, _ target: TextUnit, _ path: String
  ) throws(Failure) -> Pairs {
    do { return try Pairs(tsv: bytes, source: source, target: target) } catch {
      throw Failure("\(path), \(error)")
    }
  }
}
