import Snapshots
public import Tapes
public import Tensors

/// A long short-term memory, as Keras defines it.
///
/// i = σ(x K_i + h R_i + b_i), f and o likewise, g = tanh(x K_g + h R_g + b_g);
/// c′ = f c + i g, h′ = o tanh c′; gate order i, f, g, o.
/// Kernel `[input′, gate]`: Glorot uniform. Recurrent kernel `[unit′, gate]`: orthogonal. Bias
/// `[gate]`: zeros, but 1 for the forget gate, so that a state is kept until training says otherwise.
/// Source: Hochreiter, Schmidhuber 1997; Gers et al. 2000; Keras 3.15 `LSTM`.
public struct LSTM: Sendable {
  /// The name of its tensors: `name.kernel`, `name.recurrent_kernel`, `name.bias`.
  public let name: String
  /// The width of the state.
  public let units: Int

  /// A memory of `units`.
  public init(_ name: String, units: Int) {
    self.name = name
    self.units = units
  }

  /// What a pass over a sequence gives, each value with the sequence's axis in front.
  public struct Pass {
    /// `[axis, batch, unit]`; 0 before the first valid position of a masked row.
    public var outputs: Value
    /// The hidden states `[axis, batch, unit]`: the outputs, but a given state is seen from the start.
    public var states: Value
    /// The cells `[axis, batch, unit]`.
    public var cells: Value
    /// i, f, g, o `[axis, batch, gate]`.
    public var gates: Value
  }

  /// The pass over a sequence whose first axis is `axis`.
  ///
  /// - `input`: the axis of x that is projected.
  /// - `mask`: `[batch, axis]`, 0 where a position is padding: there both states are kept and the
  ///   output repeats.
  /// - `initial`: the states before the first position, each `[batch, unit]`; zeros without them.
  /// - `backwards`: from the last position to the first; the states keep their positions.
  public func callAsFunction(
    _ x: Value, over axis: Axis, input: Axis, mask: Value? = nil,
    initial: (hidden: Value, cell: Value)? = nil, backwards: Bool = false
  ) -> Pass {
    let projected = project(x, over: input, of: x.length(input), from: 0, withBias: true)
    let (outputs, cells, carried, gates) = x.recorder.mechanism(Self.listing) {
      lstm(
        projected, over: axis, recurrentKernel: recurrentKernel(x.recorder), mask: mask,
        initial: initial, backwards: backwards)
    }
    return Pass(outputs: outputs, states: carried, cells: cells, gates: gates)
  }

  /// One step from a projected input: the next states `[side, batch, unit]`, h before c.
  public func cell(_ projected: Value, state: Value, mask: Value? = nil) -> Value {
    state.recorder.mechanism(Self.listing) {
      lstmCell(
        projected, state: state, recurrentKernel: recurrentKernel(state.recorder), mask: mask
      ).state
    }
  }

  /// The part of the input's projection that belongs to the rows of the kernel from `start` on.
  ///
  /// - `axis`: the axis of x that is projected.
  /// - `width`: the number of rows of the whole kernel.
  /// - `start`: the first row that belongs to x.
  /// - `withBias`: whether the bias is added here; once for all parts.
  public func project(
    _ x: Value, over axis: Axis, of width: Int, from start: Int, withBias: Bool
  ) -> Value {
    let kernel = x.recorder.parameter(
      "\(name).kernel", ["input′": width, .gate: 4 * units],
      initially: Initializer.glorotUniform.initialValue(fanIn: width, fanOut: 4 * units))
    let bias = x.recorder.parameter(
      "\(name).bias", [.gate: 4 * units], initially: .onesAt(units..<(2 * units)))
    let part = kernel.rows(start..<(start + x.length(axis)))
      .renaming("input′", to: axis.primed)
    return x.recorder.mechanism(Self.listing) {
      dense(x, over: axis, kernel: part, bias: withBias ? bias : nil)
        .meant(as: .inputProjection)
    }
  }

  /// h · R over the hidden states of any positions: the recurrent part of the gates' sums.
  public func projectState(_ hidden: Value) -> Value {
    dense(hidden, over: .unit, kernel: recurrentKernel(hidden.recorder))
  }

  private func recurrentKernel(_ recorder: Recorder) -> Value {
    recorder.parameter(
      "\(name).recurrent_kernel", [Axis.unit.primed: units, .gate: 4 * units],
      initially: .orthogonal)
  }

  /// One step, in Keras and in PyTorch.
  static let listing = Diagram.Listing(
    nil, sizes: [.init("G", .gate), .init("U", .unit)],
    givens: [
      .init("x", ["B", "*"], of: .inputProjection),
      .init("K", ["*", "G"], of: .inputProjection, input: 1),
      .init("b", ["G"], of: .inputProjection, input: 2),
      .init("h", ["B", "U"], of: .inputGate, input: 1),
      .init("R", ["U", "G"], of: .inputGate, input: 2),
      .init("c", ["B", "U"], of: .cell, input: 1),
    ],
    keras: lines(split: "ops.split(g, 4, -1)", "ops"),
    pytorch: lines(split: "g.chunk(4, -1)", "torch"))

  private static func lines(split: String, _ module: String) -> [Diagram.Listing.Line] {
    [
      .init("g = x @ K + b", .inputProjection, reads: ["x", "K", "b"]),
      .init("g = g + h @ R"),
      .init("gi, gf, gc, go = \(split)"),
      .init("i = \(module).sigmoid(gi)", .inputGate, reads: ["g", "h", "R"]),
      .init("f = \(module).sigmoid(gf)", .forgetGate, reads: ["g", "h", "R"]),
      .init("n = \(module).tanh(gc)", .candidate, reads: ["g", "h", "R"]),
      .init("c = f * c + i * n", .cell, reads: ["f", "c", "i", "n"]),
      .init("o = \(module).sigmoid(go)", .outputGate, reads: ["g", "h", "R"]),
      .init("h = o * \(module).tanh(c)", .state, reads: ["o", "c"]),
    ]
  }
}
