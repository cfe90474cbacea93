import CKernels
import Tensors

/// One position of a gated recurrent unit, as Keras defines it.
///
/// z = σ(x_z + h·R_z), r = σ(x_r + h·R_r), h′ = z·h + (1 − z)·candidate; gate order z, r, candidate.
/// Inputs: x already projected `[batch, gate]`, h `[batch, unit]`, the recurrent kernel
/// `[unit′, gate]`, its bias `[gate]` where the reset comes after, and optionally a mask `[batch]`:
/// where it is 0, h stays.
/// Outputs: h′ `[batch, unit]`, the gates `[batch, gate]`, and the recurrent products.
///
/// Source: Cho et al. 2014; Keras 3.15 `GRUCell`.
struct GRUCell: Operation {
  let convention: ResetConvention
  let isMasked: Bool

  var name: String { "GRU cell" }
  var formula: String { "h′ = z · h + (1 − z) · candidate" }
  func outputShapes(_ inputs: [Shape]) -> [Shape] {
    let gates = gruShapes(inputs[0], inputs[1], inputs[2])
    return [inputs[1], gates, gates]
  }
  var backwardReads: BackwardReads { [.inputs, .outputs] }
  func deferral(of input: Int) -> Int? {
    input == 2 || (convention == .after && input == 3) ? 1 : nil
  }

  private var maskPlace: Int { convention == .after ? 4 : 3 }

  func forward(_ site: Binding) -> StepFunction {
    let step = GRUStep(site.inputs[1].shape, convention)
    let (x, h, kernel) = (site.inputs[0], site.inputs[1], site.inputs[2])
    let bias = convention == .after ? site.inputs[3] : nil
    let mask = isMasked ? site.inputs[maskPlace] : nil
    let (next, gates, recurrent) = (site.outputs[0], site.outputs[1], site.outputs[2])
    let work = site.scratch(step.rows * step.units)
    return { at in
      step.forward(
        x: x.numbers(at), h: h.numbers(at), kernel: kernel.numbers(at), bias: bias?.numbers(at),
        mask: mask?.numbers(at), maskStep: 1, next: next.numbers(at), gates: gates.numbers(at),
        recurrent: recurrent.numbers(at), work: work)
    }
  }

  func backward(_ site: Binding) -> Backward {
    let step = GRUStep(site.inputs[1].shape, convention)
    let (h, kernel) = (site.inputs[1], site.inputs[2])
    let (gates, recurrent) = (site.outputs[1], site.outputs[2])
    let dnext = site.outputGradient
    let mask = isMasked ? site.inputs[maskPlace] : nil
    let gateShape = recurrent.shape
    // What nobody asked for still has to be written somewhere.
    let dx = site.inputGradients[0]
    let ownX = site.scratchForEveryStep(gateShape)
    let dh = site.inputGradients[1]
    let ownH = site.scratch(step.rows * step.units)
    let drecurrent = site.scratchForEveryStep(gateShape)
    let reset = site.scratchForEveryStep(h.shape)
    let turned = site.scratch(step.units * step.units * 3)
    let work = site.scratch(step.rows * step.units)
    let rows = step.rows
    let width = 3 * step.units
    let addsX = dx != nil && site.accumulates[0]
    let addsH = dh != nil && site.accumulates[1]
    let steps = site.loop?.steps ?? 1
    let weights = [site.inputGradients[2], site.deferredGradients[2]]
    let biases = convention == .after ? [site.inputGradients[3], site.deferredGradients[3]] : []
    // Weights' gradients are only added to; where they are the first to write they clear.
    let cleared = zip(site.inputGradients, site.accumulates).dropFirst(2)
      .compactMap { $1 ? nil : $0 }
    let isStacked = steps > 1 && h.stepStride > 0
    precondition(
      weights.compactMap(\.self).isEmpty || !isStacked || h.stepStride == h.shape.count,
      "the states of all steps lie one after the other")

    func gradients(_ kernel: Operand?, _ bias: Operand?, from at: Int, count: Int) {
      let all = count * rows
      if let kernel {
        step.kernelGradient(
          rows: all, h: h.numbers(at), reset: reset.numbers(at),
          drecurrent: drecurrent.numbers(at), into: kernel.numbers(0))
      }
      if let bias {
        hk_sum_rows(all, width, drecurrent.numbers(at), width, bias.numbers(0), 1)
      }
    }
    return Backward(
      before: { step.transpose(kernel.numbers(0), into: turned) },
      step: { at in
        let target = dh?.numbers(at) ?? ownH
        if !addsH { hk_fill(rows * step.units, 0, target) }
        let xTarget = addsX ? ownX.numbers(at) : dx?.numbers(at) ?? ownX.numbers(at)
        step.backward(
          h: h.numbers(at), turned: turned, gates: gates.numbers(at),
          recurrent: recurrent.numbers(at), mask: mask?.numbers(at), maskStep: 1,
          dnext: dnext.numbers(at), dx: xTarget, drecurrent: drecurrent.numbers(at),
          reset: reset.numbers(at), dh: target, work: work)
        if addsX, let dx { hk_copy(rows * width, xTarget, dx.numbers(at), 1) }
        for gradient in cleared { hk_fill(gradient.shape.count, 0, gradient.numbers(0)) }
        gradients(weights[0], biases.first ?? nil, from: at, count: 1)
      },
      after: { gradients(weights[1], biases.last ?? nil, from: 0, count: steps) })
  }
}

/// The next state of a GRU from a projected input; see ``ResetConvention`` for `bias`.
///
/// - Returns: the next state `[batch, unit]` and the gates `[batch, gate]` in the order z, r,
///   candidate.
public func gruCell(
  _ x: Value, state: Value, recurrentKernel: Value, recurrentBias: Value?, mask: Value? = nil
) -> (state: Value, gates: Value) {
  let operation = GRUCell(
    convention: recurrentBias == nil ? .before : .after, isMasked: mask != nil)
  let rest = [state, recurrentKernel, recurrentBias, mask].compactMap(\.self)
  let outputs = x.outputs(operation, rest)
  return (outputs[0], outputs[1])
}
