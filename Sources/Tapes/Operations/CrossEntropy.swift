import CKernels
public import Snapshots
public import Tensors

/// loss = Σ w · −ln softmax(x)[label], over all rows of scores x.
///
/// The weights w carry the kind of mean: 1 / (number of unpadded targets) at each of them for a
/// mean, 1 / batch for a sum over steps of batch means, 0 at padding.
public struct CrossEntropy: Operation {
  /// The operation.
  public init() {}
  /// `cross entropy`.
  public var name: String { "cross entropy" }
  /// loss = −Σ w ln softmax(x)[label].
  public var formula: String { "loss = −Σ w ln softmax(x)[label]" }
  /// How each number follows from the inputs.
  public var arithmetic: Diagram.Arithmetic { .crossEntropy }
  /// The loss, and the probabilities in the scores' shape.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    let rows = inputs[0].count / max(1, inputs[0].lengths.last ?? 1)
    guard inputs[1].count == rows, inputs[2].count == rows else {
      fatalError("labels of \(inputs[1]) and weights of \(inputs[2]) for scores of \(inputs[0])")
    }
    return [.scalar, inputs[0]]
  }
  /// The inputs and the probabilities.
  public var backwardReads: BackwardReads { [.inputs, .outputs] }

  /// loss and probabilities.
  public func forward(_ site: Binding) -> StepFunction {
    let (x, labels, weights) = (site.inputs[0], site.inputs[1], site.inputs[2])
    let (loss, probabilities) = (site.outputs[0], site.outputs[1])
    let (rows, width) = (labels.shape.count, x.shape.lengths.last ?? 1)
    return {
      hk_cross_entropy(
        rows, width, x.numbers($0), labels.indices($0), weights.numbers($0),
        probabilities.numbers($0), loss.numbers($0))
    }
  }

  /// dx = dloss · w · (softmax(x) − [label]).
  public func backward(_ site: Binding) -> Backward {
    let (labels, weights, probabilities) = (site.inputs[1], site.inputs[2], site.outputs[1])
    let dloss = site.outputGradient
    guard let dx = site.inputGradients[0] else { return Backward { _ in } }
    let (rows, width) = (labels.shape.count, dx.shape.lengths.last ?? 1)
    let add: Int32 = site.accumulates[0] ? 1 : 0
    return Backward {
      hk_cross_entropy_backward(
        rows, width, probabilities.numbers($0), labels.indices($0), weights.numbers($0),
        dloss.numbers($0), dx.numbers($0), add)
    }
  }
}

/// The weighted sum of cross entropies of scores against labels.
public func crossEntropy(_ scores: Value, labels: Value, weights: Value) -> Value {
  scores.outputs(CrossEntropy(), [labels, weights])[0].meant(as: .loss)
}
