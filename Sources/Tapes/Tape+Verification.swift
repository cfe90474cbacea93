import Tensors

extension Tape {
  /// The first rule of a tape that this one breaks, in words; nil for a sound tape.
  ///
  /// A recorder makes none that breaks one. A tape that was changed afterwards is held against them
  /// before it is played: a player trusts every index, length and order in it.
  var flaw: String? {
    if let flaw = values.indices.lazy.compactMap({ flawOfAlias($0) }).first { return flaw }
    if let flaw = flawOfParameters { return flaw }
    var written = Set(values.indices.filter { isThereFromTheStart($0) })
    for instruction in instructions {
      switch instruction {
      case .play(let play):
        if let flaw = flaw(of: play, in: nil, after: &written) { return flaw }
      case .loop(let index):
        guard loops.indices.contains(index) else { return "there is no loop \(index)" }
        if let flaw = flaw(of: loops[index], index, after: &written) { return flaw }
      }
    }
    return nil
  }

  private func called(_ value: Int) -> String { values[value].name ?? "%\(value)" }

  private func isThereFromTheStart(_ value: Int) -> Bool {
    guard values[value].alias == nil else { return false }
    switch values[value].origin {
    case .input, .parameter: return true
    case .result, .carry: return false
    }
  }

  // MARK: Values

  /// An alias ends in memory of its own, within its bounds.
  private func flawOfAlias(_ value: Int) -> String? {
    var (end, steps) = (value, 0)
    while let alias = values[end].alias {
      guard values.indices.contains(alias.of) else {
        return "\(called(value)) is a part of a value that is not there"
      }
      (end, steps) = (alias.of, steps + 1)
      if steps > values.count { return "\(called(value)) is a part of itself" }
    }
    guard values[value].loop.map(loops.indices.contains) ?? true else {
      return "\(called(value)) lives in a loop that is not there"
    }
    guard let alias = values[value].alias else { return nil }
    let (own, whole) = (values[value].shape.count, values[alias.of].shape.count)
    let fits =
      switch alias.kind {
      case .view: alias.offset >= 0 && alias.offset + own <= whole
      case .slice: values[value].loop.map { own * loops[$0].length == whole } ?? false
      case .stack: values[alias.of].loop.map { whole * loops[$0].length == own } ?? false
      case .next: own == whole
      }
    return fits ? nil : "\(called(value)) reaches beyond \(called(alias.of)), of which it is a part"
  }

  private var flawOfParameters: String? {
    guard parameters.count == parameterValues.count else {
      return "\(parameters.count) trained tensors have \(parameterValues.count) values"
    }
    for (parameter, value) in zip(parameters, parameterValues) {
      guard values.indices.contains(value), values[value].origin == .parameter,
        values[value].shape == parameter.shape
      else { return "\(parameter.name) is not the value that stands for it" }
    }
    return nil
  }

  // MARK: Instructions

  /// Whether `value` can be read at this place: it is written, or what it is a part of.
  private func isThere(_ value: Int, _ written: Set<Int>) -> Bool {
    if written.contains(value) { return true }
    guard let alias = values[value].alias, alias.kind != .next else { return false }
    return isThere(alias.of, written)
  }

  /// Whether it is all steps of a value of that loop, which is not over in its own body.
  private func isStack(_ value: Int, of loop: Int?) -> Bool {
    guard let loop, let alias = values[value].alias else { return false }
    return alias.kind == .stack && values[alias.of].loop == loop || isStack(alias.of, of: loop)
  }

  private func flaw(of play: Play, in loop: Int?, after written: inout Set<Int>) -> String? {
    for input in play.inputs {
      guard values.indices.contains(input) else {
        return "\(play.operation.name) reads a value that is not there"
      }
      guard isThere(input, written) else {
        return "\(play.operation.name) reads \(called(input)) before it is written"
      }
      guard values[input].loop == nil || values[input].loop == loop, !isStack(input, of: loop)
      else {
        return
          "\(play.operation.name) reads \(called(input)) where its loop is not over, or not there"
      }
    }
    let shapes = play.operation.outputShapes(play.inputs.map { values[$0].shape })
    guard shapes.count == play.outputs.count else {
      return "\(play.operation.name) has \(shapes.count) outputs, not \(play.outputs.count)"
    }
    for (output, shape) in zip(play.outputs, shapes) {
      guard values.indices.contains(output), values[output].origin == .result,
        values[output].loop == loop, values[output].alias.map({ $0.kind == .next }) ?? true
      else { return "\(play.operation.name) writes what is no result of its own" }
      guard values[output].shape == shape else {
        return "\(called(output)) is [\(values[output].shape)], but \(play.operation.name) makes "
          + "[\(shape)]"
      }
      guard written.insert(output).inserted else { return "\(called(output)) is written twice" }
    }
    return nil
  }

  private func flaw(of loop: Loop, _ index: Int, after written: inout Set<Int>) -> String? {
    guard values.indices.contains(loop.carry), values[loop.carry].origin == .carry,
      values[loop.carry].loop == index
    else { return "a loop over \(loop.axis) carries what is no carry of its own" }
    guard isThere(loop.initial, written) else {
      return "a loop over \(loop.axis) begins from \(called(loop.initial)) before it is written"
    }
    guard values[loop.initial].shape == values[loop.carry].shape else {
      return "a loop over \(loop.axis) begins from [\(values[loop.initial].shape)] and carries "
        + "[\(values[loop.carry].shape)]"
    }
    written.insert(loop.carry)
    for play in loop.body {
      if let flaw = flaw(of: play, in: index, after: &written) { return flaw }
    }
    let next = values.indices.filter {
      values[$0].alias?.kind == .next && values[$0].alias?.of == loop.carry
    }
    guard next.count == 1, written.contains(next[0]) else {
      return "a loop over \(loop.axis) does not write once what it carries on"
    }
    return nil
  }
}
