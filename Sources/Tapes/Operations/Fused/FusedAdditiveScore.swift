import CKernels
import Tensors

/// e = v · tanh(p + q) + bias in one pass that never writes the tanh block to memory.
///
/// Backward recomputes the tanh: reading 4 bytes back costs as much as the half nanosecond that it
/// takes, and the block of all steps would not fit into the cache.
struct FusedAdditiveScore: Operation {
  let hasBias: Bool
  let score: Shape
  var name: String { "additive score" }
  var formula: String { "e = v · tanh(p + q)" }
  func outputShapes(_ inputs: [Shape]) -> [Shape] { [score] }
  var backwardReads: BackwardReads { .inputs }

  func forward(_ site: Binding) -> StepFunction {
    let (p, q, v, e) = (site.inputs[0], site.inputs[1], site.inputs[2], site.outputs[0])
    let bias = hasBias ? site.inputs[3] : nil
    let (keys, batch, units) = (p.shape.lengths[0], p.shape.lengths[1], p.shape.lengths[2])
    return { at in
      hk_additive_score(
        keys, batch, units, p.numbers(at), batch * units, q.numbers(at), v.numbers(at),
        bias.map { UnsafePointer($0.numbers(at)) }, e.numbers(at), keys)
    }
  }

  func backward(_ site: Binding) -> Backward {
    let (p, q, v) = (site.inputs[0], site.inputs[1], site.inputs[2])
    let de = site.outputGradient
    let (keys, batch, units) = (p.shape.lengths[0], p.shape.lengths[1], p.shape.lengths[2])
    let gradients = site.inputGradients
    let accumulates = site.accumulates
    let clears = gradients.enumerated().filter { $0.offset != 1 && !accumulates[$0.offset] }
      .compactMap(\.element)
    return Backward { at in
      for gradient in clears { hk_fill(gradient.shape.count, 0, gradient.numbers(at)) }
      hk_additive_score_backward(
        keys, batch, units, p.numbers(at), batch * units, q.numbers(at), v.numbers(at),
        de.numbers(at), keys, gradients[0]?.numbers(at), gradients[1]?.numbers(at),
        accumulates[1] ? 1 : 0,
        gradients[2]?.numbers(at), gradients.count > 3 ? gradients[3]?.numbers(at) : nil)
    }
  }
}
