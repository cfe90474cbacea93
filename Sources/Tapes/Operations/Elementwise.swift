import CKernels
public import Snapshots
public import Tensors

/// y = f(x), element by element, for a function whose slope can be told from y.
public struct Elementwise: Operation {
  /// The functions.
  public enum Function: String, Sendable {
    case tanh
    case sigmoid
    case relu
  }

  /// The function.
  public let function: Function

  /// The operation that applies `function`.
  public init(_ function: Function) { self.function = function }

  /// The function's name.
  public var name: String { function.rawValue }
  /// The function's formula.
  public var formula: String {
    switch function {
    case .tanh: "y = tanh x"
    case .sigmoid: "y = 1 / (1 + e^−x)"
    case .relu: "y = max(0, x)"
    }
  }
  /// How each number follows from the input.
  public var arithmetic: Diagram.Arithmetic {
    switch function {
    case .tanh: .function(.tanh)
    case .sigmoid: .function(.sigmoid)
    case .relu: .function(.relu)
    }
  }
  /// The input's shape.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] { [inputs[0]] }
  /// The output: tanh′ = 1 − y², σ′ = y (1 − y), relu′ = [y > 0].
  public var backwardReads: BackwardReads { .outputs }

  /// y = f(x).
  public func forward(_ site: Binding) -> StepFunction {
    let (x, y, count) = (site.inputs[0], site.outputs[0], site.outputs[0].shape.count)
    switch function {
    case .tanh: return { hk_tanh(count, x.numbers($0), y.numbers($0)) }
    case .sigmoid: return { hk_sigmoid(count, x.numbers($0), y.numbers($0)) }
    case .relu: return { hk_relu(count, x.numbers($0), y.numbers($0)) }
    }
  }

  /// dx = dy · f′.
  public func backward(_ site: Binding) -> Backward {
    let (y, dy, count) = (site.outputs[0], site.outputGradient, site.outputs[0].shape.count)
    guard let dx = site.inputGradients[0] else { return Backward { _ in } }
    let add: Int32 = site.accumulates[0] ? 1 : 0
    switch function {
    case .tanh:
      return Backward {
        hk_tanh_backward(count, y.numbers($0), dy.numbers($0), dx.numbers($0), add)
      }
    case .sigmoid:
      return Backward {
        hk_sigmoid_backward(count, y.numbers($0), dy.numbers($0), dx.numbers($0), add)
      }
    case .relu:
      return Backward {
        hk_relu_backward(count, y.numbers($0), dy.numbers($0), dx.numbers($0), add)
      }
    }
  }
}

/// The hyperbolic tangent of every element.
public func tanh(_ x: Value) -> Value { x.apply(Elementwise(.tanh)) }
/// 1 / (1 + e^−x) of every element.
public func sigmoid(_ x: Value) -> Value { x.apply(Elementwise(.sigmoid)) }
/// The larger of 0 and every element.
public func relu(_ x: Value) -> Value { x.apply(Elementwise(.relu)) }
