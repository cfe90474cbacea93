import CKernels
public import Snapshots
public import Tensors

/// y = f(x), element by element, for a smooth function whose slope is told from x.
///
/// Sources: Hendrycks, Gimpel 2016 (GELU and its approximations); Elfwing, Uchibe, Doya 2018 (SiLU).
public struct Activation: Operation {
  /// The functions, Φ being the cumulative normal distribution.
  public enum Function: String, CaseIterable, Sendable {
    /// x · Φ(x).
    case gelu
    /// x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))).
    case geluTanh
    /// x · σ(x).
    case silu
    /// x · σ(1.702 x).
    case quickGELU
  }

  /// The function.
  public let function: Function

  /// The operation that applies `function`.
  public init(_ function: Function) { self.function = function }

  /// The function's name.
  public var name: String { drawn.rawValue }
  /// The function's formula.
  public var formula: String {
    switch function {
    case .gelu: "y = x · Φ(x)"
    case .geluTanh: "y = x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³)))"
    case .silu: "y = x / (1 + e^−x)"
    case .quickGELU: "y = x / (1 + e^−1.702x)"
    }
  }
  /// How each number follows from the input.
  public var arithmetic: Diagram.Arithmetic { .function(drawn) }
  /// The input's shape.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] { [inputs[0]] }
  /// The input: f is not monotone, so y does not tell the slope.
  public var backwardReads: BackwardReads { .inputs }

  private var drawn: Diagram.Function {
    switch function {
    case .gelu: .gelu
    case .geluTanh: .geluTanh
    case .silu: .silu
    case .quickGELU: .quickGELU
    }
  }
  private var kind: Int32 {
    switch function {
    case .gelu: Int32(HK_GELU)
    case .geluTanh: Int32(HK_GELU_TANH)
    case .silu: Int32(HK_SILU)
    case .quickGELU: Int32(HK_QUICK_GELU)
    }
  }

  /// y = f(x).
  public func forward(_ site: Binding) -> StepFunction {
    let (x, y, count, kind) = (site.inputs[0], site.outputs[0], site.outputs[0].shape.count, kind)
    return { hk_activation(count, kind, x.numbers($0), y.numbers($0)) }
  }

  /// dx = dy · f′(x).
  public func backward(_ site: Binding) -> Backward {
    let (x, dy, count, kind) = (
      site.inputs[0], site.outputGradient, site.outputs[0].shape.count, kind
    )
    guard let dx = site.inputGradients[0] else { return Backward { _ in } }
    let add: Int32 = site.accumulates[0] ? 1 : 0
    return Backward {
      hk_activation_backward(count, kind, x.numbers($0), dy.numbers($0), dx.numbers($0), add)
    }
  }
}

/// f(x) of every element.
public func activate(_ x: Value, _ function: Activation.Function) -> Value {
  x.apply(Activation(function))
}
