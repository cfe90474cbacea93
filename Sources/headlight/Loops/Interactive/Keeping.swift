import Lessons
import Runs
import Subjects
import Synchronization
import TensorFiles
import Terminal
import Training

/// The directories that a screen's runs are kept in: written by the run's thread, asked about by the
/// screen's.
final class Keeping: Sendable {
  private struct State {
    var recorders: [RunRecorder] = []
    var saved: [Int] = []
    var reached: [Int] = []
    var problem: Problem?
    var isSaving = false
  }

  private let state = Mutex(State())
  private let notes: Notes

  init(_ notes: Notes) { self.notes = notes }

  /// Keeps the first runs in these directories, whose newest checkpoints are of `steps`.
  func begin(_ recorders: [RunRecorder], at steps: [Int]) {
    state.withLock { ($0.recorders, $0.saved, $0.reached) = (recorders, steps, steps) }
  }

  /// What a run calls to be kept, in the directory it began with or one that is named later.
  ///
  /// - `entry`: what it is a run of; nil where it is kept by its parts only.
  func hooks(
    of entry: LessonEntry?, interval: Int,
    admit: @escaping @Sendable (_ lessons: [Lesson]) throws -> Void = { _ in },
    prepare: @escaping RunPreparation = { _ in [] }
  ) -> LiveRun.Hooks {
    LiveRun.Hooks(
      begin: { Terminal.protectThread() }, admit: admit, prepare: prepare,
      record: { path, runs in
        do throws(Failure) {
          guard let entry else { throw Failure(.keptOneAtATime(runs[0].lesson.name)) }
          let recorders = try RunRecorder.begin(
            path, entry, runs, interval: interval, force: false)
          self.begin(recorders, at: recorders.map { _ in 0 })
        } catch { throw error.problem }
      },
      step: { place, trainer, loss, evaluation, seconds in
        self.record(place, trainer, .init(loss: loss, evaluation: evaluation, seconds: seconds))
      },
      change: { place, lesson, trainer in self.change(place, lesson, trainer) },
      halt: { place, trainer in self.halt(place, trainer) },
      end: { place, trainer in self.end(place, trainer) },
      unsaved: { self.unsaved })
  }

  /// Keeps a step that was made for the first time; exhibits come after what is kept.
  func record(_ place: Int, _ trainer: Trainer, _ measured: RunRecorder.Measured) {
    guard let recorder = recorder(place) else { return }
    let saves = trainer.step.isMultiple(of: recorder.interval)
    write(place, trainer.step, isSaved: saves) { () throws(Failure) in
      try recorder.record(trainer, measured)
    }
  }

  /// Keeps what is trained otherwise from the present step on, and that step to go on from.
  func change(_ place: Int, _ lesson: Lesson, _ trainer: Trainer) {
    guard let recorder = recorder(place) else { return }
    write(place, trainer.step, isSaved: true, isBack: true) { () throws(Failure) in
      try recorder.save(trainer)
      try recorder.goOn(lesson, at: trainer.step)
    }
  }

  /// Keeps the last good step of a run that halted; what was kept of later ones is none.
  func halt(_ place: Int, _ trainer: Trainer) {
    guard let recorder = recorder(place) else { return }
    write(place, trainer.step, isSaved: true, isBack: true) { () throws(Failure) in
      try recorder.goBack(trainer)
    }
  }

  /// Saves the last step of a run, unless it is saved already.
  func end(_ place: Int, _ trainer: Trainer) {
    guard let recorder = recorder(place), state.withLock({ $0.saved[place] }) != trainer.step
    else { return }
    write(place, trainer.step, isSaved: true) { () throws(Failure) in try recorder.save(trainer) }
  }

  private func recorder(_ place: Int) -> RunRecorder? {
    state.withLock { $0.recorders.indices.contains(place) ? $0.recorders[place] : nil }
  }

  private func write(
    _ place: Int, _ step: Int, isSaved: Bool, isBack: Bool = false,
    _ body: () throws(Failure) -> Void
  ) {
    state.withLock { state in
      state.isSaving = isSaved
      state.reached[place] = isBack ? step : max(step, state.reached[place])
    }
    var problem: Problem?
    do { try body() } catch { problem = error.problem }
    let before = state.withLock { state in
      defer { (state.isSaving, state.problem) = (false, problem) }
      // Rows that wait are no steps that are lost: only checkpoints count.
      if problem == nil, isSaved { state.saved[place] = step }
      return state.problem
    }
    if problem != before { notes.add(.unsaved(problem)) }
  }

  /// What is lost if the process ends now; nil where nothing is.
  var unsaved: Unsaved? {
    state.withLock { state in
      for (place, recorder) in state.recorders.enumerated()
      where state.saved[place] < state.reached[place] {
        return Unsaved(
          directory: recorder.directory.path, saved: state.saved[place],
          reached: state.reached[place], isBeingWritten: state.isSaving)
      }
      return nil
    }
  }
}
