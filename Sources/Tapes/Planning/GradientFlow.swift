/// Which gradients exist, which wait for the end of their loop, and who writes first.
///
/// All questions are asked of roots: the values that own memory. Values that share it share its
/// gradient too.
struct GradientFlow {
  /// Whether a trained number or a wanted input lies behind the root.
  private(set) var isNeeded: [Bool]
  /// Whether a gradient reaches the root from the loss.
  private(set) var arrives: [Bool]
  /// Gradients that start from zero and are only added to; the others are written by their first
  /// contributor, which saves a pass over memory.
  private(set) var startsFromZero: [Bool]
  private let tape: Tape
  private let items: [Item]

  init(_ tape: Tape, _ items: [Item], loss: Int?, trains: Bool) {
    self.tape = tape
    self.items = items
    let count = tape.values.count
    isNeeded = [Bool](repeating: false, count: count)
    arrives = isNeeded
    startsFromZero = isNeeded
    guard let loss else { return }
    findNeeded(trains: trains)
    findArriving(loss)
    findZeroStarts()
  }

  func flows(_ value: Int) -> Bool {
    let root = tape.root(value)
    return isNeeded[root] && arrives[root]
  }

  func hasBackward(_ play: Tape.Play) -> Bool { play.outputs.contains { flows($0) } }

  /// Whether the gradient of input `place` is computed once after all steps.
  func isDeferred(_ play: Tape.Play, _ place: Int) -> Bool {
    guard let loop = play.outputs.first.flatMap({ tape.values[$0].loop }),
      let partner = play.operation.deferral(of: place)
    else { return false }
    return !changes(play.inputs[place], in: loop) && changes(play.inputs[partner], in: loop)
  }

  /// Whether `value` is another one at every step of the loop.
  private func changes(_ value: Int, in loop: Int) -> Bool { tape.values[value].loop == loop }

  private mutating func findNeeded(trains: Bool) {
    for (index, value) in tape.values.enumerated() {
      switch value.origin {
      case .parameter: isNeeded[index] = trains
      case .input(let wanted): isNeeded[index] = wanted
      case .result, .carry: break
      }
    }
    for item in items {
      if case .loop(let index, _) = item, isNeeded[tape.root(tape.loops[index].initial)] {
        isNeeded[tape.loops[index].carry] = true
      }
      // Twice: in a loop the need travels around through the carry.
      for _ in 0..<2 {
        for play in item.plays where play.inputs.contains(where: { isNeeded[tape.root($0)] }) {
          for output in play.outputs { isNeeded[tape.root(output)] = true }
        }
      }
    }
  }

  private mutating func findArriving(_ loss: Int) {
    arrives[tape.root(loss)] = true
    for item in items.reversed() {
      for _ in 0..<2 {
        for play in item.plays.reversed() where hasBackward(play) {
          for input in play.inputs { arrives[tape.root(input)] = true }
        }
      }
      if case .loop(let index, _) = item, flows(tape.loops[index].carry) {
        arrives[tape.root(tape.loops[index].initial)] = true
      }
    }
  }

  private mutating func findZeroStarts() {
    for (index, value) in tape.values.enumerated() {
      if value.origin == .parameter { startsFromZero[index] = true }
      if value.alias != nil { startsFromZero[tape.root(index)] = true }
    }
    for case .loop(_, let body) in items {
      for play in body {
        for input in play.inputs where tape.values[tape.root(input)].loop == nil {
          startsFromZero[tape.root(input)] = true
        }
      }
    }
  }
}
