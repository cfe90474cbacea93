import Foundation
import Layers
import Snapshots
import Tensors
import Testing

@testable import Tapes

/// What `o` shows of a recurrent layer: how the loss changes with the state at a position, through the
/// output there and through every position after it.
@Suite struct RecurrentGradientTests {
  /// A layer that is read twice: over all positions, and over those after one, from given states.
  enum Kind: String, CaseIterable {
    case gruAfter, gruBefore, lstm

    /// The outputs over `x`, from `given` states where there are some; and every state that is carried.
    func states(_ x: Value, mask: Value?, backwards: Bool, from given: [Value])
      -> (outputs: Value, carried: Value)
    {
      if self == .lstm {
        let pass = LSTM("layer", units: 3)(
          x, over: .key, input: .feature, mask: mask,
          initial: given.isEmpty ? nil : (given[0], given[1]), backwards: backwards)
        return (pass.outputs, pass.states)
      }
      let layer = GRU("layer", units: 3, convention: self == .gruAfter ? .after : .before)
      let pass = layer(
        x, over: .key, input: .feature, mask: mask, initialState: given.first,
        backwards: backwards)
      return (pass.states, pass.carried)
    }
  }

  private let steps = 5
  private let batch = 2

  /// Σ w · tanh of the outputs over `count` positions; `isRest`: of the states, which a padded position
  /// repeats before the first that counts, too.
  private func tape(
    _ kind: Kind, _ count: Int, masked: Bool, backwards: Bool, given: Bool, isRest: Bool = false
  ) -> Tape {
    Tape.record { recorder in
      let x = recorder.input("x", [.key: count, .batch: batch, .feature: 2])
      let w = recorder.input("w", [.key: count, .batch: batch, .unit: 3])
      let mask = masked ? recorder.input("mask", [.batch: batch, .key: count]) : nil
      let before =
        given ? ["h", "c"].map { recorder.input($0, [.batch: batch, .unit: 3]) } : []
      let used = kind == .lstm ? before : Array(before.prefix(1))
      let pass = kind.states(x, mask: mask, backwards: backwards, from: used)
      sum(w * tanh(isRest ? pass.carried : pass.outputs), over: .key, .batch, .unit).named("loss")
    }
  }

  private func numbers(_ count: Int, _ seed: UInt64) -> [Float] {
    let stream = RandomStream(seed: seed)
    return (0..<count).map { 2 * stream.unit($0) - 1 }
  }

  @Test(
    "Law: the gradient of a state is the finite difference of all that follows from it",
    arguments: Kind.allCases, [false, true])
  func wholeGradient(_ kind: Kind, _ masked: Bool) throws {
    for backwards in [false, true] {
      for given in [false, true] {
        try check(kind, masked: masked, backwards: backwards, given: given)
      }
    }
  }

  private func check(_ kind: Kind, masked: Bool, backwards: Bool, given: Bool) throws {
    let at = backwards ? 3 : 1
    let later = backwards ? 0..<at : (at + 1)..<steps
    let whole = tape(kind, steps, masked: masked, backwards: backwards, given: given)
    let rest = tape(
      kind, later.count, masked: masked, backwards: backwards, given: true, isRest: true)
    let layout = ParameterLayout([whole, rest])
    let weights = ParameterMemory(layout)
    weights.elements = layout.initialElements(seed: 3).map { 2 * $0 + 0.1 }
    let player = Player(
      whole, weights: weights, gradients: ParameterMemory(layout), retention: .everything,
      gradientOf: "loss", showsWholeStates: true)
    let after = Player(rest, weights: weights, retention: .everything)
    let (x, w) = (numbers(steps * batch * 2, 7), numbers(steps * batch * 3, 8))
    // The second row has fewer positions, so that a state is also handed on unchanged.
    let mask: [[Float]] = [[1, 1, 1, 1, 1], backwards ? [1, 0, 1, 1, 1] : [1, 1, 0, 1, 1]]
    player.set("x", x)
    player.set("w", w)
    after.set("x", Array(x[(later.lowerBound * batch * 2)..<(later.upperBound * batch * 2)]))
    after.set("w", Array(w[(later.lowerBound * batch * 3)..<(later.upperBound * batch * 3)]))
    if masked {
      player.set("mask", mask.flatMap(\.self))
      after.set("mask", mask.flatMap { $0[later] })
    }
    for (place, name) in ["h", "c"].enumerated() where whole.contains(name) {
      player.set(name, numbers(batch * 3, UInt64(9 + place)))
    }
    player.forward()
    player.backward()

    let diagram = player.diagram()
    let shown = try #require(diagram.operations.last { $0.meaning == .state })
    let state = diagram.values[shown.output]
    let gradient = try #require(state.gradient).at(at, of: .key).elements
    let h = state.numbers.at(at, of: .key).elements
    let cell = diagram.operations.last { $0.meaning == .cell }
      .map { diagram.values[$0.output].numbers.at(at, of: .key).elements }
    func loss(_ cellOfH: Int, _ change: Double) -> Double {
      var changed = h
      changed[cellOfH] += Float(change)
      after.set("h", changed)
      if kind == .lstm { after.set("c", cell ?? []) }
      after.forward()
      let start = at * batch * 3
      let here = changed.indices.reduce(0.0) {
        $0 + Double(w[start + $1]) * tanh(Double(changed[$1]))
      }
      return here + Double(after["loss"].elements[0])
    }
    for place in h.indices {
      let slope = (loss(place, 1e-2) - loss(place, -1e-2)) / 2e-2
      #expect(
        abs(slope - Double(gradient[place])) <= 2e-3 * max(0.1, abs(slope)),
        "\(kind) masked \(masked) given \(given) backwards \(backwards) [\(place)]: \(slope) is not \(gradient[place])"
      )
    }
  }
}
