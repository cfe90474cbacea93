public import Tapes
public import Training

extension Lesson {
  /// A trainer of the lesson at step 0.
  ///
  /// - `legs`: what is chosen otherwise from some steps on.
  /// - `historyBudget`: the most bytes for what going back starts from.
  /// - `stop`: gives up the step under way.
  public func trainer(
    legs: [LessonLeg] = [], threads: Int, historyBudget: Int = Trainer.usualHistoryBudget,
    stop: StopSignal = StopSignal()
  ) -> Trainer {
    Trainer(
      objective, optimizer: settings.optimizer, legs: trainingLegs(legs), seed: settings.seed,
      threads: threads, historyBudget: historyBudget, stop: stop)
  }
}
