import CKernels
import Tensors

/// context = Σ_key weights · features without the products in memory.
struct FusedWeightedSum: Operation {
  let axis: Axis
  var name: String { "weighted sum over \(axis)" }
  var formula: String { "c = Σ_\(axis) a · f" }
  func outputShapes(_ inputs: [Shape]) -> [Shape] { [inputs[1].removing(axis)] }
  var backwardReads: BackwardReads { .inputs }
  func deferral(of input: Int) -> Int? { input == 1 ? 0 : nil }

  func forward(_ site: Binding) -> StepFunction {
    let (w, f, c) = (site.inputs[0], site.inputs[1], site.outputs[0])
    let (keys, batch, width) = (f.shape.lengths[0], f.shape.lengths[1], f.shape.lengths[2])
    return {
      hk_weighted_sum(
        keys, batch, width, w.numbers($0), keys, f.numbers($0), batch * width, c.numbers($0))
    }
  }

  func backward(_ site: Binding) -> Backward {
    let (w, f, dc) = (site.inputs[0], site.inputs[1], site.outputGradient)
    let (keys, batch, width) = (f.shape.lengths[0], f.shape.lengths[1], f.shape.lengths[2])
    let dw = site.inputGradients[0]
    let accumulates = site.accumulates
    let now = site.inputGradients[1].map {
      ($0, Contraction(Strides(w.shape), Strides(dc.shape), into: Strides($0.shape)))
    }
    let late = site.deferredGradients[1].map {
      (
        $0,
        Contraction(
          Strides(w, over: site.loop), Strides(dc, over: site.loop), into: Strides($0.shape))
      )
    }
    return Backward(
      step: { at in
        if let dw {
          hk_weighted_sum_backward(
            keys, batch, width, f.numbers(at), batch * width, dc.numbers(at), dw.numbers(at), keys,
            accumulates[0] ? 1 : 0)
        }
        if let (df, product) = now {
          product.compute(
            w.numbers(at), dc.numbers(at), into: df.numbers(at), accumulate: accumulates[1])
        }
      },
      after: {
        if let (df, product) = late {
          product.compute(w.numbers(0), dc.numbers(0), into: df.numbers(0), accumulate: true)
        }
      })
  }
}
