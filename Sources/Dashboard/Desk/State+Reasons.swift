import Subjects

/// Why something cannot be done now, as a sentence: first what the run is able to, then how it stands.
extension State {
  /// Why an action can do nothing now; nil when it can.
  func whyNot(_ action: Action) -> String? {
    if tour != nil, action == .switchHead || action == .allHeadsOn {
      return texts.whyNoSwitchesOnTour
    }
    // Writing goes on, and stops, by the keys of training.
    let isWriting = action == .toggleRunning && run.abilities.contains(.generates)
    if !isWriting, let why = action.ability.flatMap(whyUnable) { return why }
    switch action {
    // Over filtered heads these keys go from head to head.
    case .nextExample, .previousExample:
      return screen == .heads && !standpoint.heads.headFilter.isEmpty
        || run.inputs > 1 ? nil : whyUnable(.hasExamples) ?? whyNotHere(action)
    case .toggleRunning where halt != nil: return texts.whyHalted
    case .step(let steps) where steps > 0 && halt != nil: return texts.whyHalted
    case .step(let steps) where steps > 0: return whyNoStepAhead
    case .step, .first: return whyNoStepBefore
    case .latest where !isPast:
      return timeline?.unit == .token ? texts.whyLastToken : texts.whyLatestStep
    case .faster where timeline?.pace == nil: return texts.whyFastest
    case .slower where timeline?.pace.map({ $0 <= 1 }) == true: return texts.whySlowest
    case .questions where tour != nil: return texts.whyTouring
    case .lessons where tour != nil: return texts.whyNoLessonsOnTour
    case .go(.compare) where tour != nil && panes.count < 2:
      return texts.whyTouring
    case .lessons where desk.lessons.isEmpty: return texts.whyNoLessons
    case .questions where snapshot == nil: return texts.whyNoPicture
    case .copy where snapshot == nil: return texts.whyNoPicture
    case .export: return whyNoExport
    default: return whyNotHere(action)
    }
  }

  /// Why no step lies before; a step can be gone back to where it is known.
  private var whyNoStepBefore: String? {
    guard let timeline else { return texts.whyUnable(.seeks, run) }
    guard timeline.known.count(before: timeline.step) == 0 else { return nil }
    return timeline.unit == .token ? texts.whyNothingWritten : texts.whyFirstStep(timeline.step)
  }

  /// Why no step lies ahead: a run that does not train has those that are known.
  private var whyNoStepAhead: String? {
    if timeline == nil { return texts.whyUnable(.seeks, run) }
    let goesOn = !run.abilities.isDisjoint(with: [.trains, .generates])
    return goesOn || isPast ? nil : texts.whyLatestStep
  }

  /// Why the run cannot be asked for this; nil where it can.
  func whyUnable(_ ability: Abilities) -> String? {
    run.abilities.contains(ability) ? nil : texts.whyUnable(ability, run)
  }
}
