import CKernels
public import Tensors

/// y = exp(x) / Σ exp(x) over one axis, the last one.
///
/// With a second input, a mask of 1 (counts) and 0 (does not), masked positions get exactly 0 and a
/// row of which nothing counts becomes all zeros: "no mass".
public struct Softmax: Operation {
  /// The axis along which the result sums to 1.
  public let axis: Axis
  private let isLogarithm: Bool

  /// The softmax over `axis`, or its logarithm.
  public init(over axis: Axis, logarithm: Bool = false) {
    self.axis = axis
    isLogarithm = logarithm
  }

  /// `softmax over key`.
  public var name: String { (isLogarithm ? "log softmax over " : "softmax over ") + axis.name }
  /// y = e^x / Σ e^x, or its logarithm.
  public var formula: String {
    isLogarithm ? "y = x − ln Σ_\(axis) e^x" : "y = e^x / Σ_\(axis) e^x"
  }
  /// The input's shape.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    guard inputs[0].axes.last == axis else {
      fatalError("softmax over \(axis) needs it as the last axis of \(inputs[0])")
    }
    if inputs.count > 1 {
      guard !isLogarithm else { fatalError("log softmax takes no mask") }
      let rows = inputs[0].axes.suffix(inputs[1].rank)
      guard inputs[1].axes == Array(rows), inputs[1][axis] == inputs[0][axis] else {
        fatalError("a mask of \(inputs[1]) does not fit scores of \(inputs[0])")
      }
    }
    return [inputs[0]]
  }
  /// The output.
  public var backwardReads: BackwardReads { .outputs }

  /// y = e^(x − max) / Σ e^(x − max).
  public func forward(_ site: Binding) -> StepFunction {
    let (x, y) = (site.inputs[0], site.outputs[0])
    let (rows, length) = split(x.shape)
    if isLogarithm { return { hk_log_softmax(rows, length, x.numbers($0), y.numbers($0)) } }
    guard site.inputs.count > 1 else {
      return { hk_softmax(rows, length, x.numbers($0), nil, 0, y.numbers($0)) }
    }
    let mask = site.inputs[1]
    let masked = mask.shape.count / max(1, length)
    return { step in
      // A mask with fewer rows than the scores repeats: once for every head, say.
      for block in stride(from: 0, to: rows, by: max(1, masked)) {
        hk_softmax(
          masked, length, x.numbers(step) + block * length, mask.numbers(step), length,
          y.numbers(step) + block * length)
      }
    }
  }

  /// dx = y (dy − Σ y dy); for the logarithm dx = dy − e^y Σ dy.
  public func backward(_ site: Binding) -> Backward {
    let (y, dy) = (site.outputs[0], site.outputGradient)
    guard let dx = site.inputGradients[0] else { return Backward { _ in } }
    let (rows, length) = split(y.shape)
    let add: Int32 = site.accumulates[0] ? 1 : 0
    if isLogarithm {
      return Backward {
        hk_log_softmax_backward(
          rows, length, y.numbers($0), dy.numbers($0), dx.numbers($0), add)
      }
    }
    return Backward {
      hk_softmax_backward(rows, length, y.numbers($0), dy.numbers($0), dx.numbers($0), add)
    }
  }

  private func split(_ shape: Shape) -> (rows: Int, length: Int) {
    let length = shape.lengths.last ?? 1
    return (shape.count / max(1, length), length)
  }
}

/// Weights along `axis` that sum to 1; `mask` holds 1 for what counts and 0 for what does not.
public func softmax(_ x: Value, over axis: Axis, mask: Value? = nil) -> Value {
  x.outputs(Softmax(over: axis), mask.map { [$0] } ?? [])[0]
}

/// The logarithm of the softmax along `axis`.
public func logSoftmax(_ x: Value, over axis: Axis) -> Value {
  x.apply(Softmax(over: axis, logarithm: true))
}
