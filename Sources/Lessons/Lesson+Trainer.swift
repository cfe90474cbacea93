public import Tapes
public import Training

extension Lesson {
  /// A trainer of the lesson at step 0.
  ///
  /// - `historyBudget`: the most bytes for what going back starts from.
  /// - `stop`: gives up the step under way.
  public func trainer(
    threads: Int, historyBudget: Int = Trainer.usualHistoryBudget,
    stop: StopSignal = StopSignal()
  ) -> Trainer {
    Trainer(
      objective, optimizer: settings.optimizer, legs: trainingLegs, seed: settings.seed,
      threads: threads, historyBudget: historyBudget, stop: stop)
  }
}
