extension Tape {
  /// The same program with a change written into it.
  ///
  /// The change is one more instruction between a value and all its readers, so that memory plan,
  /// gradients and loops need no second set of rules, and nothing is fused across it. Without
  /// interventions the program is the same one.
  /// Of what a caller sets and of what is trained only the readers see the change: the name goes on
  /// to mean what was set.
  func applying(_ interventions: [Intervention]) -> Tape {
    var tape = self
    for intervention in interventions { tape.insert(intervention) }
    if !interventions.isEmpty, let flaw = tape.flaw {
      fatalError("a change made a tape that cannot be played: \(flaw)")
    }
    return tape
  }

  private mutating func insert(_ intervention: Intervention) {
    let before = index(of: intervention.value)
    let old = values[before]
    guard old.element == .number else {
      fatalError("\(intervention.value) holds table positions, which cannot be changed")
    }
    let operation = Intervene(
      intervention.change, to: intervention.value, of: fullShape(before),
      loop: old.loop.map { loops[$0].axis })
    let after = values.count
    values.append(
      .init(name: nil, shape: old.shape, origin: .result, loop: old.loop))
    remapReaders(of: before, to: after)
    if old.origin == .result || old.origin == .carry {
      values[after].name = old.name
      (values[after].isAttention, values[after].isOutput) = (old.isAttention, old.isOutput)
      values[before].name = nil
      (values[before].isAttention, values[before].isOutput) = (false, false)
    }
    if old.alias?.kind == .next {
      // What a loop carries on is what the value was changed to.
      values[after].alias = old.alias
      values[before].alias = nil
    }
    let play = Play(operation: operation, inputs: [before], outputs: [after])
    if let loop = old.loop {
      let place = loops[loop].body.lastIndex { writes($0, root(before)) }.map { $0 + 1 } ?? 0
      loops[loop].body.insert(play, at: place)
    } else {
      let place = instructions.lastIndex { instruction in
        switch instruction {
        case .play(let play): writes(play, root(before))
        case .loop(let index): values[root(before)].loop == index
        }
      }
      let at = place.map { $0 + 1 } ?? 0
      instructions.insert(.play(play), at: at)
      // It belongs to the stage of what it changes.
      stageStarts = stageStarts.map { $0 > 0 && $0 >= at ? $0 + 1 : $0 }
    }
  }

  private func writes(_ play: Play, _ target: Int) -> Bool {
    play.outputs.contains { root($0) == target }
  }

  private mutating func remapReaders(of before: Int, to after: Int) {
    func remapped(_ play: Play) -> Play {
      var play = play
      play.inputs = play.inputs.map { $0 == before ? after : $0 }
      return play
    }
    instructions = instructions.map { instruction in
      guard case .play(let play) = instruction else { return instruction }
      return .play(remapped(play))
    }
    for place in loops.indices {
      loops[place].body = loops[place].body.map(remapped)
      if loops[place].initial == before { loops[place].initial = after }
    }
    for place in values.indices where values[place].alias?.of == before {
      values[place].alias?.of = after
    }
  }
}
