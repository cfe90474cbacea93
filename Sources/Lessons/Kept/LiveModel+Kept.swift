import JSON
import Runs
import Subjects
import Tapes
import TensorFiles
import Training

extension LiveModel {
  /// A model that is computed again from what `kept` has on disk; nothing new is trained.
  init(_ run: Run, _ kept: KeptRun, stop: StopSignal, historyBudget: Int) {
    self.init(run, kept.lesson, threads: 1, historyBudget: historyBudget, stop: stop)
    self.kept = kept
    trainer.keyframes = CheckpointKeyframes(
      path: kept.follower.path, lesson: kept.lesson, layout: trainer.layout)
    takeRows()
  }

  /// Takes the measures that its directory has, from this row on; nil: all of them anew.
  mutating func takeRows(from first: Int? = nil) {
    guard let follower = kept?.follower else { return }
    if first == nil { (timeline.loss, timeline.evaluations) = (Curve(), []) }
    for row in follower.rows[(first ?? 0)...] {
      // The loss of an update is that of the step before it.
      if let loss = row.values["loss"]?.double { timeline.loss.record(loss, at: row.step - 1) }
      if let evaluation = Evaluation(row) { timeline.evaluations.append(evaluation) }
    }
    timeline.known = .through(follower.latest)
  }

  /// Looks whether its writer has gone on.
  ///
  /// - Returns: whether there is something new.
  mutating func look(_ historyBudget: Int, stop: StopSignal) throws -> Bool {
    guard var kept else { return false }
    let news = try kept.follower.look()
    self.kept = kept
    guard !news.isEmpty else { return false }
    if news.isDescribedAnew {
      // Another leg, so another way from some step on: all that was computed may be another run's.
      kept.lesson = try kept.reopen(kept.follower.description)
      var model = LiveModel(run, kept, stop: stop, historyBudget: historyBudget)
      model.leaveOut(off)
      self = model
      return true
    }
    takeRows(from: news.isCutBack ? nil : news.firstRow)
    return true
  }
}
