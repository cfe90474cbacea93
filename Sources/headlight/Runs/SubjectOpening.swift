import Dashboard
import Lessons
import Pretrained
import Screens
import Subjects
import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Opens what a word of the command line names, to be looked at without a screen.
///
/// This is the one place that knows what such a word may be; whoever looks at it knows subjects only.
struct SubjectOpening {
  /// What is to be looked at: a lesson, or directories.
  let names: [String]
  /// What was chosen of a lesson; of a run that lies there nothing can be.
  let options: LessonOptions
  /// Whether all ways to attend of a lesson are wanted side by side.
  var isCompared = false
  /// What a pretrained model reads; nil is a sentence of its own.
  var text: ModelText?

  /// Whether the words name pretrained models, and no lesson.
  static func isModel(_ names: [String]) -> Bool {
    names.allSatisfy { LessonCatalog.entry($0) == nil && ModelSession.recognises($0) }
  }

  /// A subject that was opened.
  struct Opened {
    var subject: any Subject
    /// Its runs, from left to right.
    var runs: [Run]
    /// The step to go to where nobody names another; nil is where it stands by itself.
    var length: Int?
    /// Whether the roles of heads are worth waiting for.
    var hasRoles = true
  }

  /// Opens it; `relay` is told whenever there is something to see.
  func open(_ relay: Relay) throws(Failure) -> Opened {
    guard let entry = names.lazy.compactMap(LessonCatalog.entry).first else {
      return try Self.isModel(names) ? openModels(relay) : openDirectories(relay)
    }
    guard names.count == 1 else {
      throw Failure(
        "\(entry.name) is a lesson, which stands alone: several directories stand side by side")
    }
    let data = try options.data.map { path throws(Failure) in
      try DataFile.open(path, options, for: entry)
    }
    let bound = try DataFile.entry(entry, on: data)
    let settings = try options.settings(bound)
    let lessons = isCompared ? bound.sideBySide(settings) : bound.runs(settings)
    for lesson in lessons { try DataFile.check(lesson) }
    try MemoryNeed.check(lessons)
    guard systemGivesThreads(within: 2) else { throw Failure.noThread }
    let live = LiveRun(
      lessons[0], beside: Array(lessons.dropFirst()), of: bound, threads: 1, pace: nil,
      wake: { relay.poke() })
    return Opened(subject: live, runs: live.runs, length: lessons[0].length)
  }

  /// Pretrained models, side by side where there are several.
  private func openModels(_ relay: Relay) throws(Failure) -> Opened {
    if let option = options.names.first {
      throw Failure("\(option) cannot change the model in \(safe(names[0])): leave it out")
    }
    guard systemGivesThreads(within: 2) else { throw Failure.noThread }
    do throws(ModelError) {
      let model = try OpenModel(names, texts: text.map { [$0] } ?? []) { relay.poke() }
      return Opened(subject: model, runs: model.runs, hasRoles: model.hasRoles)
    } catch { throw Failure(error) }
  }

  /// Runs on disk, of this or of other programs, side by side where there are several.
  private func openDirectories(_ relay: Relay) throws(Failure) -> Opened {
    if let name = names.first(where: { access($0, F_OK) != 0 }) {
      let lessons = LessonCatalog.all.map(\.name).joined(separator: ", ")
      throw Failure(
        "there is no directory \"\(safe(name))\", and it is no lesson either: there are \(lessons)")
    }
    if let option = options.names.first {
      throw Failure("\(option) cannot change the run in \(safe(names[0])): leave it out")
    }
    guard systemGivesThreads(within: 2) else { throw Failure.noThread }
    let watched = try WatchedSubject(names, step: nil, data: options.data, waits: false) {
      relay.poke()
    }
    return Opened(subject: watched.subject, runs: watched.runs)
  }
}
