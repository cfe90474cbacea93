public import Tapes
public import Tensors

/// y = x · kernel + bias over one axis, Keras's `Dense` without an activation.
///
/// The kernel `[axis′, output]` is the W of the formulas: the layer owns it and training changes it.
/// A layer of one unit drops the axis, unless told to keep it: every position becomes one number. Its
/// kernel still is documented as `[axis, 1]`.
/// Kernel: Glorot uniform. Bias: zeros. Source: Keras 3.15 `Dense`.
public struct Dense: Sendable {
  /// The name of its tensors: `name.kernel`, `name.bias`.
  public let name: String
  /// The width of the result.
  public let units: Int
  /// The axis of the result; unused for one unit that does not keep it.
  public let output: Axis
  /// Whether it adds a bias.
  public let usesBias: Bool
  /// Whether one unit is an axis of length 1, as for a width that happens to be 1.
  public let keepsAxis: Bool

  /// A layer of `units`, whose results lie along `output`.
  public init(
    _ name: String, units: Int, output: Axis = .unit, usesBias: Bool = true,
    keepsAxis: Bool = false
  ) {
    self.keepsAxis = keepsAxis
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
    let isVector = units == 1 && !keepsAxis
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
