import Snapshots
import Tensors

extension GRU: DrawnInParts {
  func draw(_ play: Tape.Play, in builder: inout DiagramBuilder) {
    let hasBias = convention == .after
    builder.addGRU(
      play, kernel: play.inputs[1], bias: hasBias ? play.inputs[2] : nil, before: nil, axis: axis,
      isBackwards: isBackwards, mask: isMasked ? play.inputs[hasBias ? 3 : 2] : nil,
      initial: hasState ? play.inputs.last : nil)
  }
}

extension GRUCell: DrawnInParts {
  func draw(_ play: Tape.Play, in builder: inout DiagramBuilder) {
    builder.addGRU(
      play, kernel: play.inputs[2], bias: convention == .after ? play.inputs[3] : nil,
      before: play.inputs[1], axis: nil, isBackwards: false,
      mask: isMasked ? play.inputs.last : nil, initial: nil)
  }
}

extension DiagramBuilder {
  /// The boxes of a GRU, over a sequence or of one step: two gates, the candidate, the state.
  fileprivate mutating func addGRU(
    _ play: Tape.Play, kernel: Int, bias: Int?, before: Int?, axis: Axis?, isBackwards: Bool,
    mask: Int?, initial: Int?
  ) {
    let name = prefix(kernel)
    let units = tape.values[kernel].shape.lengths[0]
    let x = place(of: play.inputs[0])
    let states = place(of: play.outputs[0], named: name + "state")
    let h = before.map { place(of: $0) } ?? states
    let shared = [x, h, place(of: kernel)] + (bias.map { [place(of: $0)] } ?? [])
    let extra = [mask, initial].compactMap(\.self).map { place(of: $0) }
    func recurrence(_ first: Int) -> Diagram.Recurrence {
      .init(
        axis: axis, isBackwards: isBackwards,
        initial: initial == nil ? nil : first + extra.count - 1, mask: mask == nil ? nil : first)
    }
    func gate(_ place: Int, _ function: Diagram.Function, _ reset: Diagram.Gate.Reset?)
      -> Diagram.Arithmetic
    {
      .gate(
        .init(
          function: function, offset: place * units, hasBias: bias != nil, reset: reset,
          recurrence: recurrence(shared.count + (reset == nil ? 0 : 1))))
    }
    let (gates, candidateReset): (Int, Diagram.Gate.Reset) = (
      play.outputs[1], bias == nil ? .before : .after
    )
    let z = cut(gates, 0..<units, named: name + "z")
    let r = cut(gates, units..<(2 * units), named: name + "r")
    let candidate = cut(gates, (2 * units)..<(3 * units), named: name + "candidate")
    box(
      play, "update gate", bias == nil ? "z = σ(x_z + h · R_z)" : "z = σ(x_z + h · R_z + c_z)",
      gate(0, .sigmoid, nil), .updateGate,
      shared + extra, z)
    box(
      play, "reset gate", bias == nil ? "r = σ(x_r + h · R_r)" : "r = σ(x_r + h · R_r + c_r)",
      gate(1, .sigmoid, nil), .resetGate,
      shared + extra, r)
    box(
      play, "candidate",
      bias == nil ? "tanh(x_n + (r · h) · R_n)" : "tanh(x_n + r · (h · R_n + c_n))",
      gate(2, .tanh, candidateReset), .candidate, shared + [r] + extra, candidate)
    box(
      play, play.operation.name, play.operation.formula, .blend(recurrence(3)), .state,
      [z, h, candidate] + extra, states)
  }
}
