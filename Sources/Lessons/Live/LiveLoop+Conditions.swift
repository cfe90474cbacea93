import Layers
import Snapshots
import Subjects
import Tensors
import Training

extension LiveLoop {
  /// Pauses where something that was asked for has come true at the step that was made last.
  ///
  /// A condition that goes on holding pauses once. One over held-out values cannot be seen to have ended
  /// between two evaluations, nor one over heads between two measurements.
  mutating func pauseIfAsked(_ place: Int, _ loss: Float, _ evaluation: Evaluation?) {
    let before = models[place].lastReasons
    let heads = measuredHeads(place, evaluation)
    var judged = self.judged(values(loss, evaluation), heads, evaluation)
    // A sample may say so by chance: what a result would report has to say so too.
    if let evaluation, judged.contains(where: { $0.holds && !before.contains($0.reason) }),
      evaluation.examples < lesson.evaluationExamples.final
    {
      judged = self.judged(values(loss, models[place].measureWhole()), heads, evaluation)
    }
    for own in judged {
      if own.holds {
        models[place].lastReasons.insert(own.reason)
      } else {
        models[place].lastReasons.remove(own.reason)
      }
    }
    guard let new = judged.first(where: { $0.holds && !before.contains($0.reason) }) else { return }
    stopRunning()
    pulse.activity = .paused
    // What is true of all runs alike, such as a number of steps, is said of none.
    let isShared = models.allSatisfy { $0.lastReasons.contains(new.reason) }
    // One pause is said once, as what is known of all runs says it.
    let step = trainer.step
    notices.removeAll { if case .paused(step, _, _) = $0 { true } else { false } }
    notices.append(.paused(step: step, new.reason, run: isShared ? nil : runID(place)))
  }

  /// Everything that can be judged at this step, and whether it holds.
  private mutating func judged(
    _ values: [String: Double], _ heads: HeadMeasurement?, _ evaluation: Evaluation?
  ) -> [(reason: Notice.Reason, holds: Bool)] {
    var judged: [(reason: Notice.Reason, holds: Bool)] = []
    if let reason = pauseReason(values) { judged.append((reason, true)) }
    let all = StepValues(values, heads)
    for breakpoint in pulse.breakpoints where breakpoint.isOn {
      let condition = breakpoint.condition
      if breakpoint.isAboutHeldOut, evaluation == nil { continue }
      if condition.asksHeads, heads == nil { continue }
      let holds = condition.holds(all)
      // What was measured only now and then says nothing of the steps between.
      let isMissing =
        !holds && evaluation == nil && condition.terms(all).contains { $0.value == nil }
      if isMissing, !condition.asksHeads { continue }
      judged.append((.condition(condition.description), holds))
      tellMissing(condition, all)
    }
    return judged
  }

  /// Says once that a condition names what has no value, such as a head that does not exist.
  private mutating func tellMissing(_ condition: Condition, _ values: StepValues) {
    let missing = condition.terms(values).filter { $0.value == nil }.map(\.name)
    guard !missing.isEmpty, toldWithoutValue.insert(condition.description).inserted else { return }
    notices.append(
      .withoutValue(
        missing, condition: condition.description,
        known: condition.asksHeads ? values.headRanges : []))
  }

  /// What the heads do, where a condition asks for it and it is time to look.
  private func measuredHeads(_ place: Int, _ evaluation: Evaluation?) -> HeadMeasurement? {
    let isAsked = pulse.breakpoints.contains { $0.isOn && $0.condition.asksHeads }
    guard isAsked, evaluation != nil || trainer.step.isMultiple(of: LessonReader.headInterval)
    else {
      return nil
    }
    return models[place].headMeasurement()
  }

  func values(_ loss: Float, _ evaluation: Evaluation?) -> [String: Double] {
    var values = ["step": Double(trainer.step), "loss": Double(loss), "seconds": seconds]
    if let evaluation {
      values["accuracy"] = evaluation.accuracy
      values["exact_match"] = evaluation.exactMatch
      values["pattern_match"] = evaluation.patternMatch
    }
    return values
  }
}
