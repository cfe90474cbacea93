import CKernels
public import Snapshots
public import Tensors

/// y = Σ x over one axis, in ascending order along it.
public struct Sum: Operation {
  /// The axis that disappears.
  public let axis: Axis

  /// The sum over `axis`.
  public init(over axis: Axis) { self.axis = axis }

  /// `sum over key`.
  public var name: String { "sum over \(axis)" }
  /// y = Σ x.
  public var formula: String { "y = Σ_\(axis) x" }
  /// How each number follows from the inputs.
  public var arithmetic: Diagram.Arithmetic { .sum(over: axis) }
  /// The input's shape without the axis.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] { [inputs[0].removing(axis)] }
  /// Nothing.
  public var backwardReads: BackwardReads { [] }

  /// y = Σ x.
  public func forward(_ site: Binding) -> StepFunction {
    let (x, y) = (site.inputs[0], site.outputs[0])
    let (outer, length, inner) = split(x.shape)
    return { step in
      let (p, q) = (x.numbers(step), y.numbers(step))
      for block in 0..<outer {
        hk_sum_rows(length, inner, p + block * length * inner, inner, q + block * inner, 0)
      }
    }
  }

  /// dx = dy at every position of the axis.
  public func backward(_ site: Binding) -> Backward {
    let dy = site.outputGradient
    guard let dx = site.inputGradients[0] else { return Backward { _ in } }
    let (outer, length, inner) = split(site.inputs[0].shape)
    let add: Int32 = site.accumulates[0] ? 1 : 0
    return Backward { step in
      let (g, d) = (dx.numbers(step), dy.numbers(step))
      for block in 0..<outer {
        for position in 0..<length {
          hk_copy(inner, d + block * inner, g + (block * length + position) * inner, add)
        }
      }
    }
  }

  private func split(_ shape: Shape) -> (outer: Int, length: Int, inner: Int) {
    let inner = shape.stride(of: axis)
    let length = shape[axis] ?? 1
    return (shape.count / max(1, inner * length), length, inner)
  }
}

/// The sum over `axes`, one after the other.
public func sum(_ x: Value, over axes: Axis...) -> Value {
  axes.reduce(x) { $0.apply(Sum(over: $1)) }
}
