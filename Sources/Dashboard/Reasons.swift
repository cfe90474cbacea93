import Screens
import Snapshots
import Subjects

/// Why something cannot be done now, as a sentence: first what the run is able to, then how it stands.
extension State {
  /// Why an action can do nothing now; nil when it can.
  func whyNot(_ action: Action) -> String? {
    if let ability = action.ability, !run.abilities.contains(ability) {
      return texts.whyUnable(ability, run)
    }
    switch action {
    case .toggleRunning where halt != nil: return texts.whyHalted
    case .step(let steps) where steps > 0 && halt != nil: return texts.whyHalted
    case .step(let steps) where steps > 0: return whyNoStepAhead
    case .step, .first: return whyNoStepBefore
    case .latest where !isPast: return texts.whyLatestStep
    case .faster where timeline?.pace == nil: return texts.whyFastest
    case .slower where timeline?.pace.map({ $0 <= 1 }) == true: return texts.whySlowest
    case .questions where tour != nil: return texts.tour.whyTouring
    case .questions where snapshot == nil: return texts.whyNoPicture
    case .copy where snapshot == nil: return texts.whyNoPicture
    default: return whyNotHere(action)
    }
  }

  /// Why no step lies before; a step can be gone back to where it is known.
  private var whyNoStepBefore: String? {
    guard let timeline else { return texts.whyUnable(.seeks, run) }
    return timeline.known.count(before: timeline.step) == 0 ? texts.whyFirstStep : nil
  }

  /// Why no step lies ahead: a run that does not train has those that are known.
  private var whyNoStepAhead: String? {
    if timeline == nil { return texts.whyUnable(.seeks, run) }
    return run.abilities.contains(.trains) || isPast ? nil : texts.whyLatestStep
  }

  /// Why no step can be gone to.
  var whyNoSeek: String? {
    run.abilities.contains(.seeks) ? nil : texts.whyUnable(.seeks, run)
  }

  /// Why there are no examples to go through.
  var whyNoExamples: String? {
    run.abilities.contains(.hasExamples) ? nil : texts.whyUnable(.hasExamples, run)
  }
}

extension Action {
  /// What a run must be able to for the action to mean anything; nil where it is about the screen.
  var ability: Abilities? {
    switch self {
    case .toggleRunning, .faster, .slower: .trains
    case .step, .first, .latest: .seeks
    case .type: .types
    case .questions: .explains
    case .switchHead, .allHeadsOn: .switchesHeads
    default: nil
    }
  }
}
