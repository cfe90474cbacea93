public import Tapes
public import Tensors

/// y = x · kernel + bias over one axis, Keras's `Dense` without an activation.
///
/// The kernel `[axis′, output]` is the W of the formulas: the layer owns it and training changes it.
/// One unit is an axis of length 1, as any width may happen to be 1. A layer ``toOneNumber(_:)`` has no
/// such axis: every position becomes one number; its kernel still is documented as `[axis, 1]`.
/// Kernel: Glorot uniform. Bias: zeros. Source: Keras 3.15 `Dense`.
public struct Dense: Sendable {
  /// The name of its tensors: `name.kernel`, `name.bias`.
  public let name: String
  /// The width of the result.
  public let units: Int
  /// The axis of the result; unused where every position becomes one number.
  public let output: Axis
  /// Whether it adds a bias.
  public let usesBias: Bool
  /// Whether every position becomes one number instead of an axis.
  private let isVector: Bool

  /// A layer of `units`, whose results lie along `output`.
  public init(_ name: String, units: Int, output: Axis = .unit, usesBias: Bool = true) {
    self.init(name, units: units, output: output, usesBias: usesBias, isVector: false)
  }

  /// A layer of a single unit that makes one number of every position, such as a score.
  public static func toOneNumber(_ name: String, usesBias: Bool = true) -> Dense {
    Dense(name, units: 1, output: .unit, usesBias: usesBias, isVector: true)
  }

  private init(_ name: String, units: Int, output: Axis, usesBias: Bool, isVector: Bool) {
    self.isVector = isVector
    self.name = name
    self.units = units
    self.output = output
    self.usesBias = usesBias
  }

  /// The layer applied along `axis` of x.
  ///
  /// `order`: the order of the result's axes in memory, where another than x's is wanted.
  public func callAsFunction(_ x: Value, over axis: Axis, order: [Axis]? = nil) -> Value {
    let width = x.length(axis)
    let kernelShape: Shape =
      isVector ? [axis.primed: width] : [axis.primed: width, output: units]
    let kernel = x.recorder.parameter(
      "\(name).kernel", kernelShape, documentedLengths: [width, units],
      initially: Initializer.glorotUniform.initialValue(fanIn: width, fanOut: units))
    let biasShape: Shape = isVector ? .scalar : [output: units]
    let bias =
      usesBias
      ? x.recorder.parameter("\(name).bias", biasShape, documentedLengths: [units]) : nil
    return dense(x, over: axis, kernel: kernel, bias: bias, order: order)
  }
}
