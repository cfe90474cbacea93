import CKernels
public import Snapshots
public import Tensors

/// z = Σ a · b over one or more common axes; other common axes are computed side by side.
public struct Contract: Operation {
  /// The axes that disappear.
  public let axes: [Axis]
  private let order: [Axis]?

  /// The contraction over `axes`.
  ///
  /// - `order`: the order of the result's axes in memory, where another is wanted than that
  ///   of the first operand followed by what only the second has.
  public init(over axes: [Axis], order: [Axis]? = nil) {
    self.axes = axes
    self.order = order
  }

  /// `contract over unit`.
  public var name: String { "contract over " + axes.map(\.name).joined(separator: ", ") }
  /// z = Σ a · b.
  public var formula: String { "z = Σ_\(axes.map(\.name).joined(separator: ",")) a · b" }
  /// How each number follows from the inputs.
  public var arithmetic: Diagram.Arithmetic { .product(over: axes) }
  /// All axes of both without those that disappear.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    let result = axes.reduce(inputs[0].union(inputs[1])) { $0.removing($1) }
    return [order.map { result.ordered($0) } ?? result]
  }
  /// The inputs.
  public var backwardReads: BackwardReads { .inputs }
  /// Each waits for the other: both gradients are contractions.
  public func deferral(of input: Int) -> Int? { 1 - input }

  /// z = Σ a · b.
  public func forward(_ site: Binding) -> StepFunction {
    let (a, b, z) = (site.inputs[0], site.inputs[1], site.outputs[0])
    let product = Contraction(Strides(a.shape), Strides(b.shape), into: Strides(z.shape))
    return {
      product.compute(a.numbers($0), b.numbers($0), into: z.numbers($0), accumulate: false)
    }
  }

  /// da = dz · b and db = a · dz, contracted over the axes of the other operand.
  public func backward(_ site: Binding) -> Backward {
    let (a, b, dz) = (site.inputs[0], site.inputs[1], site.outputGradient)
    let first = site.inputGradients[0].map {
      ($0, Contraction(Strides(dz.shape), Strides(b.shape), into: Strides($0.shape)))
    }
    let second = site.inputGradients[1].map {
      ($0, Contraction(Strides(a.shape), Strides(dz.shape), into: Strides($0.shape)))
    }
    let lateFirst = site.deferredGradients[0].map {
      (
        $0,
        Contraction(
          Strides(dz, over: site.loop), Strides(b, over: site.loop), into: Strides($0.shape))
      )
    }
    let lateSecond = site.deferredGradients[1].map {
      (
        $0,
        Contraction(
          Strides(a, over: site.loop), Strides(dz, over: site.loop), into: Strides($0.shape))
      )
    }
    let accumulates = site.accumulates
    return Backward(
      step: { step in
        if let (da, product) = first {
          product.compute(
            dz.numbers(step), b.numbers(step), into: da.numbers(step), accumulate: accumulates[0])
        }
        if let (db, product) = second {
          product.compute(
            a.numbers(step), dz.numbers(step), into: db.numbers(step), accumulate: accumulates[1])
        }
      },
      after: {
        if let (da, product) = lateFirst {
          product.compute(dz.numbers(0), b.numbers(0), into: da.numbers(0), accumulate: true)
        }
        if let (db, product) = lateSecond {
          product.compute(a.numbers(0), dz.numbers(0), into: db.numbers(0), accumulate: true)
        }
      })
  }
}

/// Σ a · b over `axes`, which both have.
///
/// - `order`: the order of the result's axes in memory, where another is wanted.
public func contract(
  _ a: Value, _ b: Value, over axes: Axis..., order: [Axis]? = nil
) -> Value {
  a.apply(Contract(over: axes, order: order), b)
}
