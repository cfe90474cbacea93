import Snapshots
import Tensors

extension LSTM: DrawnInParts {
  func draw(_ play: Tape.Play, in builder: inout DiagramBuilder) { builder.add(self, play) }
}

extension LSTMCell: DrawnInParts {
  /// One position: both states stand in one value, which is shown as it is.
  func draw(_ play: Tape.Play, in builder: inout DiagramBuilder) {
    let inputs = play.inputs.map { builder.place(of: $0) }
    builder.box(
      play, name, formula, .unknown, .state, inputs,
      builder.place(of: play.outputs[0], named: builder.prefix(play.inputs[2]) + "state"))
  }
}

extension DiagramBuilder {
  /// The boxes of an LSTM over a sequence: three gates, the candidate, the cell, the state.
  fileprivate mutating func add(_ lstm: LSTM, _ play: Tape.Play) {
    let name = prefix(play.inputs[1])
    let units = tape.values[play.inputs[1]].shape.lengths[0]
    let h = place(of: play.outputs[0], named: name + "state")
    let c = place(of: play.outputs[2], named: name + "cell")
    let mask = lstm.isMasked ? play.inputs[2] : nil
    let given = lstm.hasState ? Array(play.inputs.suffix(2)) : []
    let shared = [place(of: play.inputs[0]), h, place(of: play.inputs[1])]
    let maskPlaces = mask.map { [place(of: $0)] } ?? []
    func recurrence(_ first: Int) -> Diagram.Recurrence {
      .init(
        axis: lstm.axis, isBackwards: lstm.isBackwards,
        initial: given.isEmpty ? nil : first + maskPlaces.count, mask: mask == nil ? nil : first)
    }
    let hidden = maskPlaces + (given.first.map { [place(of: $0)] } ?? [])
    let cell = maskPlaces + (given.last.map { [place(of: $0)] } ?? [])
    let parts: [(String, Diagram.Function, Diagram.Meaning, String)] = [
      ("i", .sigmoid, .inputGate, "i = σ(x_i + h · R_i)"),
      ("f", .sigmoid, .forgetGate, "f = σ(x_f + h · R_f)"),
      ("g", .tanh, .candidate, "g = tanh(x_g + h · R_g)"),
      ("o", .sigmoid, .outputGate, "o = σ(x_o + h · R_o)"),
    ]
    // What a masked position puts out is the output before it; a given state is not seen there.
    let repeated = mask.map { _ in
      Diagram.Recurrence(axis: lstm.axis, isBackwards: lstm.isBackwards, mask: 3)
    }
    let titles = ["input gate", "forget gate", "candidate", "output gate"]
    var cuts: [Int] = []
    for (number, (letter, function, meaning, formula)) in parts.enumerated() {
      let output = cut(
        play.outputs[1], (number * units)..<((number + 1) * units), named: name + letter)
      cuts.append(output)
      box(
        play, titles[number], formula,
        .gate(
          .init(
            function: function, offset: number * units, hasBias: false,
            recurrence: recurrence(shared.count))), meaning, shared + hidden, output)
    }
    box(
      play, "cell", lstm.cellFormula, .memory(recurrence(4)),
      .cell,
      [cuts[1], c, cuts[0], cuts[2]] + cell, c)
    box(
      play, play.operation.name, "h_t = o · tanh c_t", .exposure(repeated), .state,
      [cuts[3], c] + (mask == nil ? [] : [h]) + maskPlaces, h)
  }
}
