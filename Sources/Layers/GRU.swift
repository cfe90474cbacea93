import Snapshots
public import Tapes
public import Tensors

/// A gated recurrent unit, as Keras defines it.
///
/// z = σ(x K_z + h R_z + …), r = σ(x K_r + h R_r + …), h′ = z h + (1 − z) candidate; gate order
/// z, r, candidate. With the reset after (Keras 3's default) the candidate is
/// tanh(x K_c + b_c + r · (h R_c + c_c)) and the bias is `[2, 3 units]`; with the reset before it is
/// tanh(x K_c + b_c + (r · h) R_c) and the bias is `[3 units]`.
/// Kernel `[input′, gate]`: Glorot uniform. Recurrent kernel `[unit′, gate]`: orthogonal. Bias: zeros.
/// Source: Cho et al. 2014; Keras 3.15 `GRU`.
public struct GRU: Sendable {
  /// The name of its tensors: `name.kernel`, `name.recurrent_kernel`, `name.bias`.
  public let name: String
  /// The width of the state.
  public let units: Int
  /// Where the reset gate is applied.
  public let convention: ResetConvention
  /// How the recurrent kernel begins.
  public let recurrentInitializer: Initializer

  /// A unit of `units`.
  public init(
    _ name: String, units: Int, convention: ResetConvention = .after,
    recurrentInitializer: Initializer = .orthogonal
  ) {
    self.name = name
    self.units = units
    self.convention = convention
    self.recurrentInitializer = recurrentInitializer
  }

  /// The states for a sequence whose first axis is `axis`: `[axis, batch, unit]`.
  ///
  /// The carried states are the same except before the first valid position of a masked row that
  /// starts from a given state: there the output is 0, as in Keras.
  ///
  /// - `input`: the axis of x that is projected.
  /// - `mask`: `[batch, axis]`, 0 where a position is padding: there the state is kept.
  /// - `initialState`: `[batch, unit]`; zeros without it.
  /// - `backwards`: from the last position to the first; the states keep their positions.
  public func callAsFunction(
    _ x: Value, over axis: Axis, input: Axis, mask: Value? = nil, initialState: Value? = nil,
    backwards: Bool = false
  ) -> (states: Value, gates: Value, carried: Value) {
    let projected = project(x, over: input, of: x.length(input), from: 0, withBias: true)
    return x.recorder.mechanism(listing) {
      gru(
        projected, over: axis, recurrentKernel: recurrentKernel(x.recorder),
        recurrentBias: recurrentBias(x.recorder), mask: mask, initialState: initialState,
        backwards: backwards)
    }
  }

  /// One step from a projected input: the next state `[batch, unit]`.
  public func cell(_ projected: Value, state: Value, mask: Value? = nil) -> Value {
    state.recorder.mechanism(listing) {
      gruCell(
        projected, state: state, recurrentKernel: recurrentKernel(state.recorder),
        recurrentBias: recurrentBias(state.recorder), mask: mask
      ).state
    }
  }

  /// The part of the input's projection that belongs to the rows of the kernel from `start` on.
  ///
  /// The input of a decoder is [context, embedding]. The product with a joined input is the sum of
  /// the products with its parts, so that what does not depend on the recurrence is computed outside
  /// it, for all positions at once.
  ///
  /// - `axis`: the axis of x that is projected.
  /// - `width`: the number of rows of the whole kernel.
  /// - `start`: the first row that belongs to x.
  /// - `withBias`: whether the input's bias is added here; once for all parts.
  public func project(
    _ x: Value, over axis: Axis, of width: Int, from start: Int, withBias: Bool
  ) -> Value {
    let kernel = x.recorder.parameter(
      "\(name).kernel", ["input′": width, .gate: 3 * units],
      initially: Initializer.glorotUniform.initialValue(fanIn: width, fanOut: 3 * units))
    let part = kernel.rows(start..<(start + x.length(axis)))
      .renaming("input′", to: axis.primed)
    return x.recorder.mechanism(listing) {
      dense(x, over: axis, kernel: part, bias: withBias ? inputBias(x.recorder) : nil)
        .meant(as: .inputProjection)
    }
  }

  private func recurrentKernel(_ recorder: Recorder) -> Value {
    recorder.parameter(
      "\(name).recurrent_kernel", [Axis.unit.primed: units, .gate: 3 * units],
      initially: recurrentInitializer.initialValue(fanIn: units, fanOut: 3 * units))
  }

  private func bias(_ recorder: Recorder) -> Value {
    switch convention {
    case .after: recorder.parameter("\(name).bias", ["side": 2, .gate: 3 * units])
    case .before: recorder.parameter("\(name).bias", [.gate: 3 * units])
    }
  }

  private func inputBias(_ recorder: Recorder) -> Value {
    convention == .after ? bias(recorder).row(0) : bias(recorder)
  }

  private func recurrentBias(_ recorder: Recorder) -> Value? {
    convention == .after ? bias(recorder).row(1) : nil
  }

  /// One step, in Keras and in PyTorch, with the reset gate after or before the recurrent product.
  var listing: Diagram.Listing {
    let bias: [Diagram.Listing.Given] =
      convention == .after ? [.init("c", ["G"], of: .updateGate, input: 3)] : []
    return Diagram.Listing(
      nil, sizes: [.init("G", .gate), .init("U", .unit)],
      givens: [
        .init("x", ["B", "*"], of: .inputProjection),
        .init("K", ["*", "G"], of: .inputProjection, input: 1),
        .init("b", ["G"], of: .inputProjection, input: 2),
        .init("h", ["B", "U"], of: .updateGate, input: 1),
        .init("R", ["U", "G"], of: .updateGate, input: 2),
      ] + bias,
      keras: lines("ops") { "ops.split(\($0), 3, -1)" },
      pytorch: lines("torch") { $0.contains("@") ? "(\($0)).chunk(3, -1)" : "\($0).chunk(3, -1)" })
  }

  private func lines(_ module: String, split: (String) -> String) -> [Diagram.Listing.Line] {
    let isAfter = convention == .after
    let reads = isAfter ? ["g", "h", "R", "c"] : ["g", "h", "R"]
    return [
      .init("g = x @ K + b", .inputProjection, reads: ["x", "K", "b"]),
      .init("xs = \(split("g"))"),
      .init(isAfter ? "hs = \(split("h @ R + c"))" : "Rz, Rr, Rn = \(split("R"))"),
      .init(
        "z = \(module).sigmoid(xs[0] + \(isAfter ? "hs[0]" : "h @ Rz"))", .updateGate, reads: reads),
      .init(
        "r = \(module).sigmoid(xs[1] + \(isAfter ? "hs[1]" : "h @ Rr"))", .resetGate, reads: reads),
      .init(
        isAfter
          ? "n = \(module).tanh(xs[2] + r * hs[2])" : "n = \(module).tanh(xs[2] + (r * h) @ Rn)",
        .candidate, reads: reads + ["r"]),
      .init("h = z * h + (1 - z) * n", .state, reads: ["z", "h", "n"]),
    ]
  }
}
