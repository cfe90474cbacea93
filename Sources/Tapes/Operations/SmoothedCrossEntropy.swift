import CKernels
public import Tensors

/// loss = Σ w · (−Σ_j s_j ln softmax(x)_j − its least value), with the labels' shares s smoothed.
///
/// A label has the share 1 − smoothing, every other token smoothing / (tokens − 1). The least value,
/// −Σ s_j ln s_j, is taken off so that a perfect prediction costs 0.
/// Inputs: scores, labels and the weight w of each row, which is 0 at padding.
/// Outputs: the loss, the probabilities, and each row's loss before its weight (0 at weight 0).
/// Source: Szegedy et al. 2016; `padded_cross_entropy_loss` of the official transformer.
public struct SmoothedCrossEntropy: Operation {
  /// What the label gives away to all others together.
  public let smoothing: Float

  /// The operation for this smoothing.
  public init(smoothing: Float) { self.smoothing = smoothing }

  /// `smoothed cross entropy`.
  public var name: String { "smoothed cross entropy" }
  /// loss = −Σ w Σ s ln softmax(x) − least.
  public var formula: String { "loss = Σ w (−Σ s ln softmax(x) − least)" }
  /// The loss, the probabilities, and a number for each row.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    guard let axis = inputs[0].axes.last else { fatalError("scores without an axis") }
    let rows = inputs[0].removing(axis)
    guard inputs[1].count == rows.count, inputs[2].count == rows.count else {
      fatalError("labels of \(inputs[1]) and weights of \(inputs[2]) for scores of \(inputs[0])")
    }
    return [.scalar, inputs[0], rows]
  }
  /// Labels, weights and the probabilities.
  public var backwardReads: BackwardReads { [.inputs, .outputs] }

  /// The loss, the probabilities and each row's loss.
  public func forward(_ site: Binding) -> StepFunction {
    let (x, labels, weights) = (site.inputs[0], site.inputs[1], site.inputs[2])
    let (loss, probabilities, each) = (site.outputs[0], site.outputs[1], site.outputs[2])
    let (rows, width) = (labels.shape.count, x.shape.lengths.last ?? 1)
    let smoothing = smoothing
    return {
      hk_smoothed_cross_entropy(
        rows, width, x.numbers($0), labels.indices($0), weights.numbers($0), smoothing,
        probabilities.numbers($0), each.numbers($0), loss.numbers($0))
    }
  }

  /// dx = dloss · w · (softmax(x) − s).
  public func backward(_ site: Binding) -> Backward {
    let (labels, weights, probabilities) = (site.inputs[1], site.inputs[2], site.outputs[1])
    let dloss = site.outputGradient
    guard let dx = site.inputGradients[0] else { return Backward { _ in } }
    let (rows, width) = (labels.shape.count, dx.shape.lengths.last ?? 1)
    let add: Int32 = site.accumulates[0] ? 1 : 0
    let smoothing = smoothing
    return Backward {
      hk_smoothed_cross_entropy_backward(
        rows, width, probabilities.numbers($0), labels.indices($0), weights.numbers($0), smoothing,
        dloss.numbers($0), dx.numbers($0), add)
    }
  }
}

/// The weighted sum of label-smoothed cross entropies, each minus its least value, and each alone.
public func smoothedCrossEntropy(
  _ scores: Value, labels: Value, weights: Value, smoothing: Float
) -> (loss: Value, each: Value) {
  let outputs = scores.outputs(SmoothedCrossEntropy(smoothing: smoothing), [labels, weights])
  return (outputs[0], outputs[2])
}
