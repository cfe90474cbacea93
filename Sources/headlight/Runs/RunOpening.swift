import JSON
import CKernels
import Dashboard
import Layers
import Lessons
import Runs
import Snapshots
import Subjects
import TensorFiles
import Training

/// Opens runs that are kept on disk: to go on with them, or to read from them.
enum RunOpening {
  /// What a run on disk gives to go on with.
  struct Opened {
    /// The lesson's entry, on the run's data.
    var entry: LessonEntry
    /// The run, or those that are compared; they may stand at different steps.
    var runs: [(lesson: Lesson, recorder: RunRecorder, checkpoint: Checkpoint)]
    var warnings: [Problem]
  }

  /// Opens the run at `path` to go on with it; `named` is the lesson that the user gave, if any.
  ///
  /// `change`: what is to be done otherwise from the newest step of all its runs on.
  static func resume(
    _ path: String, named: String?, interval: Int, data: String?, change: LessonLeg? = nil
  ) throws(Failure) -> Opened {
    do {
      let description = try RunDirectory.readDescription(path)
      let found = try entry(description, path)
      try check(description, path, named: named, found)
      var set: RunSet?
      var resumed: [RunDirectory.Resumed]
      if found.compared.isEmpty {
        resumed = [try RunDirectory.resume(path)]
      } else {
        let opened = try RunSet.resume(path)
        (set, resumed) = (opened.set, opened.runs)
      }
      var opened = Opened(entry: found, runs: [], warnings: resumed.flatMap(\.warnings))
      for run in resumed {
        let place = run.directory.path
        let own = run.directory.description
        var (entry, lesson) = try lesson(of: own, place, data: data)
        if var leg = change {
          leg.start = resumed.map(\.checkpoint.step).max() ?? 0
          lesson = lesson.branched(leg)
        }
        if let note = try RunState.check(run.checkpoint, belongsTo: own) {
          opened.warnings.append(note)
        }
        opened.entry = entry
        let recorder = RunRecorder(
          run.directory, interval: interval, in: set,
          earlierSeconds: run.directory.secondsTrained(at: run.checkpoint.step))
        opened.runs.append((lesson, recorder, run.checkpoint))
      }
      if set != nil { try checkAlike(opened.runs.map(\.lesson), found, path) }
      let level = String(cString: hk_level_name(hk_level()))
      if !description.kernels.isEmpty, description.kernels != level {
        opened.warnings.append(
          .otherKernels(path: path, recorded: description.kernels, here: level))
      }
      return opened
    } catch let failure as Failure { throw failure } catch { throw Failure(error) }
  }

  /// Opens the run at `path`, or all runs of a set, to be looked at: nothing in it is changed.
  static func watched(_ path: String, data: String?) throws(Failure) -> [KeptRun] {
    let description: RunDescription
    do { description = try RunDirectory.readDescription(path) } catch { throw Failure(error) }
    _ = try entry(description, path)
    let places = description.runs.isEmpty ? [path] : description.runs.map { path + "/" + $0 }
    var kept: [KeptRun] = []
    for place in places {
      let follower: RunFollower
      do { follower = try RunFollower(place) } catch { throw Failure(error) }
      let lesson = try lesson(of: follower.description, place, data: data).lesson
      kept.append(
        KeptRun(follower, lesson) { try Self.lesson(of: $0, place, data: data).lesson })
    }
    return kept
  }

  /// Checks that the run is one of the lesson that was asked for, and as a whole.
  private static func check(
    _ description: RunDescription, _ path: String, named: String?, _ entry: LessonEntry
  ) throws(Failure) {
    if let named, named != entry.name {
      throw Failure(
        "\(path) is a run of the lesson \(entry.name), not of \(named): "
          + "headlight train \(entry.name) --resume \(path) goes on with it")
    }
    guard entry.compared.isEmpty != description.runs.isEmpty else { return }
    if description.runs.isEmpty {
      throw Failure(
        "\(path) is one of the runs that \(entry.name) trains side by side: go on with the folder "
          + "that it lies in")
    }
    throw Failure(
      "\(path)/run.json: runs lists \(description.runs.count) folders, but the lesson "
        + "\(entry.name) trains one model")
  }

  /// Checks that the runs differ in their mechanisms only, which are those of the lesson.
  private static func checkAlike(
    _ lessons: [Lesson], _ entry: LessonEntry, _ path: String
  ) throws(Failure) {
    guard lessons.map(\.settings.mechanism) == entry.compared else {
      throw Failure(
        "\(path)/run.json: runs must be those of "
          + entry.compared.map(\.rawValue).joined(separator: ", ") + ", in this order")
    }
    for lesson in lessons.dropFirst() {
      var settings = lesson.settings
      settings.mechanism = lessons[0].settings.mechanism
      guard settings == lessons[0].settings, lesson.data?.sha256 == lessons[0].data?.sha256 else {
        throw Failure(
          "\(path): the options of \(lesson.settings.mechanism.rawValue) are not those of "
            + "\(lessons[0].settings.mechanism.rawValue), so the two cannot be compared")
      }
    }
  }

  /// The one run that is meant by `path` as its newest whole checkpoint has it, to be read, not
  /// written; what was found damaged is said.
  ///
  /// `needsRows`: whether a user's pairs are needed, or the vocabulary that the run keeps is enough.
  static func newest(
    _ path: String, _ mechanism: Mechanism?, data: String?, needsRows: Bool
  ) throws(Failure) -> (lesson: Lesson, trainer: Trainer) {
    let path = try folder(path, mechanism)
    let description: RunDescription
    let newest: (checkpoint: Checkpoint, warnings: [Problem])
    do {
      description = try RunDirectory.readDescription(path)
      _ = try entry(description, path)
      newest = try RunDirectory.newestCheckpoint(path)
    } catch let failure as Failure { throw failure } catch { throw Failure(error) }
    for warning in newest.warnings {
      Output.complain("headlight: " + Language.english.line(warning))
    }
    let lesson = try lesson(of: description, path, data: data, needsRows: needsRows).lesson
    if let note = try RunState.check(newest.checkpoint, belongsTo: description) {
      Output.complain("headlight: " + Language.english.line(note))
    }
    let trainer = lesson.trainer(threads: 1, historyBudget: 0)
    trainer.state = try RunState.state(
      newest.checkpoint, of: lesson, trainer.layout)
    return (lesson, trainer)
  }

  /// The folder of the one run that is meant by `path`: of runs that are compared, the mechanism's.
  private static func folder(_ path: String, _ mechanism: Mechanism?) throws(Failure) -> String {
    let description: RunDescription
    do { description = try RunDirectory.readDescription(path) } catch { throw Failure(error) }
    _ = try entry(description, path)
    guard !description.runs.isEmpty else {
      if let mechanism, mechanism.rawValue != description.mechanism {
        throw Failure(
          "\(path) was trained with \(description.mechanism): leave --mechanism "
            + "\(mechanism.rawValue) out")
      }
      return path
    }
    guard let mechanism else {
      throw Failure(
        "\(path) holds \(description.runs.count) runs: say which with --mechanism "
          + description.runs.joined(separator: "|"))
    }
    guard description.runs.contains(mechanism.rawValue) else {
      throw Failure(
        "\(path) has no run of \(mechanism.rawValue); it has: "
          + description.runs.joined(separator: ", "))
    }
    return path + "/" + mechanism.rawValue
  }

  /// The lesson that a run's description names.
  private static func entry(_ description: RunDescription, _ path: String) throws(Failure)
    -> LessonEntry
  {
    guard !description.isForeign else {
      let writer =
        description.version.isEmpty ? "" : " (\(legible(description.version, limit: 40)))"
      throw Failure(
        "\(path) was written by another program\(writer): run.json names no lesson of headlight's, "
          + "so it cannot be trained on or asked here")
    }
    guard let entry = LessonCatalog.entry(description.lesson) else {
      throw Failure(
        "\(path)/run.json: lesson is \"\(legible(description.lesson, limit: 40))\", which this "
          + "version cannot train; it knows: "
          + LessonCatalog.all.map(\.name).joined(separator: ", "))
    }
    return entry
  }

  /// The lesson that a run's description says, on its data, which may have moved to `data`.
  static func lesson(
    of description: RunDescription, _ path: String, data: String?, needsRows: Bool = true
  ) throws(Failure) -> (entry: LessonEntry, lesson: Lesson) {
    let entry = try entry(description, path)
    var settings = try LessonOption.settings(of: description, entry, "\(path)/run.json")
    do { settings.legs = try LessonLeg.list(description.actions, "\(path)/run.json") } catch {
      throw Failure(error)
    }
    if let data = description.config["data"], data.string == nil {
      throw Failure("\(path)/run.json: config.data must be a path")
    }
    var found: LessonData?
    if !needsRows, data == nil {
      found = try RunVocabulary.read(path, description, settings)
    }
    if found == nil { found = try DataFile.reopen(description, settings, path, at: data) }
    if found != nil, entry.pairs == nil {
      throw Failure("\(path)/run.json: data is given, but the lesson \(entry.name) makes its own")
    }
    let bound = try DataFile.entry(entry, on: found)
    // Labels have a rate of their own, which an older run.json may leave out.
    if description.config["learning_rate"] == nil {
      settings.learningRate = bound.defaults.learningRate
    }
    let lesson = bound.make(settings)
    try DataFile.check(lesson)
    return (bound, lesson)
  }
}
