import Subjects

extension State {
  /// What can be done next, or what is to be known of the picture, in the line below the sentence.
  var hints: [String] {
    guard run.abilities.contains(.trains) else { return about }
    if isUntrained {
      guard picture != nil else { return [] }
      let pairs = run.facts.first { if case .pairs = $0 { true } else { false } }
      return [
        pairs.map(texts.fact), screen == .words ? texts.wordsExplained : texts.axesExplained,
        texts.aboutNext,
      ].compactMap(\.self)
    }
    let isAlone = company.runs.count == 1
    let way = isAlone ? wayNext.map { texts.wayNext(texts.way($0), $0.mechanism) } : nil
    if isLearned {
      let typing = run.abilities.contains(.types) ? texts.typeNext : nil
      return [texts.learned] + [typing, way, texts.questionsNext].compactMap(\.self)
    }
    let compared = isAlone && whyNotCompared == nil ? texts.comparedNext : nil
    let faster = isRunning && timeline?.pace != nil ? texts.fasterNext : nil
    return [faster, way, compared, texts.aboutNext].compactMap(\.self)
  }

  /// Whether nearly all that it was not shown in training is right.
  var isLearned: Bool { (timeline?.evaluation?.exactMatch ?? 0) >= 0.95 }

  /// All that is known of the run but its numbers.
  var about: [String] {
    let thinned = timeline?.thinned
    var lines = run.facts.map(texts.fact)
    if let count = run.parameterCount { lines.append(texts.parameters(amount(count))) }
    if let thinned {
      lines.insert(texts.thinned(thinned), at: 0)
    } else if run.abilities.contains(.rewinds) {
      lines.append(texts.everyStepKept)
    }
    if let seed = run.seed { lines.append(texts.seed(seed)) }
    lines += (timeline?.changes ?? []).map { texts.changed($0) }
    return lines
  }
}
