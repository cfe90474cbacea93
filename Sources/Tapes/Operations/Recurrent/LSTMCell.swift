import CKernels
import Tensors

/// One position of a long short-term memory, as Keras defines it.
///
/// i, f, g, o = σ, σ, tanh, σ of x + h·R; c′ = f·c + i·g; h′ = o·tanh c′.
/// A loop carries one value, so both states stand in one: `[side, batch, unit]`, h before c.
/// Inputs: x already projected `[batch, gate]`, the states, the recurrent kernel `[unit′, gate]`, and
/// optionally a mask `[batch]`: where it is 0, both states stay.
/// Outputs: the next states and the gates `[batch, gate]`.
struct LSTMCell: Operation {
  let isMasked: Bool

  var name: String { "LSTM cell" }
  var formula: String { "c′ = f · c + i · g, h′ = o · tanh c′" }
  func outputShapes(_ inputs: [Shape]) -> [Shape] {
    let (x, state, kernel) = (inputs[0], inputs[1], inputs[2])
    guard x.rank == 2, state.rank == 3, state.lengths[0] == 2, state.lengths[1] == x.lengths[0],
      x.lengths[1] == 4 * state.lengths[2], kernel.lengths == [state.lengths[2], x.lengths[1]]
    else {
      fatalError("an LSTM cell of states \(state) cannot use \(x) and a recurrent kernel \(kernel)")
    }
    return [state, x]
  }
  var backwardReads: BackwardReads { [.inputs, .outputs] }
  func deferral(of input: Int) -> Int? { input == 2 ? 1 : nil }

  private func step(_ site: Binding) -> (step: LSTMStep, half: Int) {
    let lengths = site.inputs[1].shape.lengths
    return (LSTMStep(rows: lengths[1], units: lengths[2]), lengths[1] * lengths[2])
  }

  func forward(_ site: Binding) -> StepFunction {
    let (step, half) = step(site)
    let (x, state, kernel) = (site.inputs[0], site.inputs[1], site.inputs[2])
    let mask = isMasked ? site.inputs[3] : nil
    let (next, gates) = (site.outputs[0], site.outputs[1])
    return { at in
      let (old, new) = (state.numbers(at), next.numbers(at))
      step.forward(
        x: x.numbers(at), h: old, c: old + half, kernel: kernel.numbers(at),
        mask: mask?.numbers(at), maskStep: 1, gates: gates.numbers(at), nextHidden: new,
        nextCell: new + half)
    }
  }

  func backward(_ site: Binding) -> Backward {
    let (step, half) = step(site)
    let (state, kernel) = (site.inputs[1], site.inputs[2])
    let mask = isMasked ? site.inputs[3] : nil
    let (next, gates, dnext) = (site.outputs[0], site.outputs[1], site.outputGradient)
    let (dx, dstate) = (site.inputGradients[0], site.inputGradients[1])
    let weights = [site.inputGradients[2], site.deferredGradients[2]]
    let dgates = site.scratchForEveryStep(gates.shape)
    let (dhidden, dcell) = (site.scratch(half), site.scratch(half))
    let (width, steps) = (4 * step.units, site.loop?.steps ?? 1)
    let turned = site.scratch(step.units * width)
    let accumulates = site.accumulates
    return Backward(
      before: {
        hk_transpose(step.units, width, kernel.numbers(0), width, turned, step.units)
      },
      step: { at in
        let (old, new, down) = (state.numbers(at), next.numbers(at), dnext.numbers(at))
        hk_copy(half, down + half, dcell, 0)
        step.backward(
          c: old + half, nextCell: new + half, gates: gates.numbers(at), turned: turned,
          mask: mask?.numbers(at), maskStep: 1, dnextHidden: down, dcell: dcell,
          dgates: dgates.numbers(at), dhidden: dhidden)
        if let dx {
          hk_copy(
            step.rows * width, dgates.numbers(at), dx.numbers(at), accumulates[0] ? 1 : 0)
        }
        if let dstate {
          hk_copy(half, dhidden, dstate.numbers(at), accumulates[1] ? 1 : 0)
          hk_copy(half, dcell, dstate.numbers(at) + half, accumulates[1] ? 1 : 0)
        }
        if let now = weights[0] {
          if !accumulates[2] { hk_fill(step.units * width, 0, now.numbers(at)) }
          step.kernelGradient(
            rows: step.rows, h: old, dgates: dgates.numbers(at), into: now.numbers(at))
        }
      },
      after: {
        guard let late = weights[1] else { return }
        // Between the hidden states of two steps lies a cell: a product for each.
        for at in 0..<steps {
          step.kernelGradient(
            rows: step.rows, h: state.numbers(at), dgates: dgates.numbers(at),
            into: late.numbers(0))
        }
      })
  }
}

/// The next states of an LSTM from a projected input and both states `[side, batch, unit]`.
///
/// - Returns: the next states, h before c, and the gates `[batch, gate]` in the order i, f,
///   candidate, o.
public func lstmCell(
  _ x: Value, state: Value, recurrentKernel: Value, mask: Value? = nil
) -> (state: Value, gates: Value) {
  let rest = [state, recurrentKernel, mask].compactMap(\.self)
  let outputs = x.outputs(LSTMCell(isMasked: mask != nil), rest)
  return (outputs[0], outputs[1])
}
