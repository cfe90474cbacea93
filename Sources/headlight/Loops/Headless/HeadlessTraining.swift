import Dashboard
import Lessons
import Runs
import Snapshots
import Subjects
import TensorFiles
import Training

/// Trains a lesson without a screen: its one run, or all that it compares, one after the other.
struct HeadlessTraining {
  let entry: LessonEntry
  let settings: LessonSettings
  let run: RunOptions
  /// The lesson that the user named, which a resumed run must be one of.
  let named: String?
  /// Where a resumed run's data is now, if not where it was.
  let data: String?
  let isJSON: Bool
  /// What a resumed run is to do otherwise from here on; nil: nothing.
  let change: LessonLeg?

  /// A run to train.
  private struct Training {
    var lesson: Lesson
    var trainer: Trainer
    var recorder: RunRecorder?
  }

  func train() throws(Failure) {
    let slow = SlowStart(settings)
    let runs: [Training]
    if let path = run.resume { runs = try resume(path) } else { runs = try begin() }
    slow.isOver()
    if runs.contains(where: { $0.trainer.lacksThread }) {
      Output.complain("headlight: " + Language.english.line(.oneThread))
    }
    // From here on there are steps to lose.
    Interruption.listen()
    // A value that is called held-out and is not must not pass without a word.
    for note in runs[0].lesson.data?.pairs.notes ?? [] {
      Output.complain("headlight: " + Language.english.line(.pairs([note])))
    }
    // Runs that are compared end on one step, also where a killed process left some behind.
    let origin = runs.map(\.trainer.step).max() ?? 0
    if let steps = run.steps, origin.addingReportingOverflow(steps).overflow {
      throw Failure(.tooManySteps(steps, after: origin))
    }
    var done: [HeadlessReport.Done] = []
    // The results stand together at the end, also those of runs that an interruption left whole.
    func report() { for result in done { result.report.done(result) } }
    for (place, own) in runs.enumerated() {
      let name = runs.count > 1 ? own.lesson.settings.mechanism.rawValue : nil
      var loop = HeadlessLoop(
        lesson: own.lesson, trainer: own.trainer, recorder: own.recorder, run: run,
        origin: origin, time: run.seconds.map { TimeBudget($0, sharedBy: runs.count - place) },
        report: HeadlessReport(isJSON: isJSON, name: name))
      do { done.append(try loop.train()) } catch {
        report()
        throw error
      }
    }
    report()
  }

  private func trainer(_ lesson: Lesson) -> Trainer {
    lesson.trainer(threads: run.threads, historyBudget: 1 << 25, stop: Interruption.stop)
  }

  private func begin() throws(Failure) -> [Training] {
    let lessons = entry.runs(settings)
    try MemoryNeed.check(lessons)
    var runs = lessons.map { Training(lesson: $0, trainer: trainer($0)) }
    guard let path = run.out else { return runs }
    let recorders = try RunRecorder.begin(
      path, entry, runs.map { ($0.lesson, $0.trainer) }, interval: run.checkpointEvery,
      force: run.force)
    for (place, recorder) in recorders.enumerated() { runs[place].recorder = recorder }
    return runs
  }

  private func resume(_ path: String) throws(Failure) -> [Training] {
    let opened = try RunOpening.resume(
      path, named: named, interval: run.checkpointEvery, data: data, change: change)
    for warning in opened.warnings {
      Output.complain("headlight: " + Language.english.line(warning))
    }
    try MemoryNeed.check(opened.runs.map(\.lesson))
    var runs: [Training] = []
    for (lesson, recorder, checkpoint) in opened.runs {
      let trainer = trainer(lesson)
      trainer.state = try RunState.state(checkpoint, of: lesson, trainer.layout)
      runs.append(Training(lesson: lesson, trainer: trainer, recorder: recorder))
    }
    // Only when all of them can go on: steps after the checkpoint are made again.
    for run in runs {
      try run.recorder?.goOn(run.lesson, at: run.trainer.step)
    }
    return runs
  }
}
