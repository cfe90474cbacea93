public import Snapshots
import Tensors

extension Player {
  /// The operations that were played, with all their numbers and, after ``backward()``, gradients.
  ///
  /// Needs ``Retention/everything``: nothing runs while a person looks at it.
  /// An axis of batch that holds one example is left out.
  public func diagram() -> Diagram {
    precondition(retention == .everything, "a diagram shows everything, not \(retention)")
    var builder = DiagramBuilder(self)
    builder.build()
    return builder.diagram
  }

  /// The numbers of a value and its gradient, as a diagram shows them.
  func contents(of value: Int) -> (numbers: Tensor, gradient: Tensor?) {
    let full = tape.fullShape(value)
    let shape = full[.batch] == 1 ? full.removing(.batch) : full
    let source = operand(value)
    guard tape.values[value].element == .number else {
      let indices = UnsafeBufferPointer(start: source.indices(0), count: full.count)
      return (Tensor(shape, indices.map { Float($0) }), nil)
    }
    let numbers = UnsafeBufferPointer(start: source.numbers(0), count: full.count)
    let gradient = gradientOperand(value).map {
      Tensor(shape, Array(UnsafeBufferPointer(start: $0.numbers(0), count: full.count)))
    }
    return (Tensor(shape, Array(numbers)), gradient)
  }
}

/// Turns the instructions of a tape into the boxes that a person would draw.
///
/// Most instructions are one box. A recurrent cell is one instruction and several boxes: its gates
/// lie side by side in one inner value, and are cut apart here. A part of another value that has a
/// name and a meaning of its own, such as the heads of a projection, is a box too.
private struct DiagramBuilder {
  private let player: Player
  private let tape: Tape
  private(set) var diagram = Diagram(values: [], operations: [])
  private var places: [Int: Int] = [:]
  private var order: [(at: Int, operation: Diagram.Operation)] = []
  /// When each root was written, counted in instructions.
  private var written: [Int: Int] = [:]
  private var now = 0
  private var names: Set<String> = []

  init(_ player: Player) {
    self.player = player
    tape = player.tape
  }

  mutating func build() {
    for instruction in tape.instructions {
      switch instruction {
      case .play(let play): add(play)
      case .loop(let index):
        let start = now
        for play in tape.loops[index].body { add(play) }
        addCarry(tape.loops[index], at: start)
      }
    }
    for (index, value) in tape.values.enumerated() {
      guard value.alias?.kind == .view, value.name != nil else { continue }
      if value.meaning == nil { _ = place(of: index) } else { addView(index) }
    }
    diagram.operations = order.enumerated()
      .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
      .map(\.element.operation)
  }

  private mutating func add(_ play: Tape.Play) {
    now += 1
    for output in play.outputs { written[tape.root(output)] = now }
    switch play.operation {
    case let gru as GRU: addGRU(play, gru)
    case let cell as GRUCell: addGRU(play, cell)
    case let lstm as LSTM: addLSTM(play, lstm)
    case let cell as LSTMCell: addLSTM(play, cell)
    default:
      let inputs = play.inputs.map { place(of: $0) }
      box(
        play, play.operation.name, formula(of: play), play.operation.arithmetic, nil, inputs,
        place(of: play.outputs[0], named: name(of: play)))
      // What else it writes is a box of its own where the model's code gives it a name.
      for output in play.outputs.dropFirst() where tape.values[output].name != nil {
        box(
          play, play.operation.name, play.operation.formula, .unknown, nil, inputs,
          place(of: output))
      }
    }
  }

  private mutating func box(
    _ play: Tape.Play, _ name: String, _ formula: String, _ arithmetic: Diagram.Arithmetic,
    _ meaning: Diagram.Meaning?, _ inputs: [Int], _ output: Int
  ) {
    let declared = tape.values[play.outputs[0]]
    order.append(
      (
        now,
        .init(
          operation: name, formula: formula, arithmetic: arithmetic,
          meaning: meaning ?? declared.meaning, group: declared.group, inputs: inputs,
          output: output)
      ))
  }

  /// A mask is an input that the formula of an operation does not always have.
  private func formula(of play: Tape.Play) -> String {
    guard let softmax = play.operation as? Softmax else { return play.operation.formula }
    return softmax.formula(isMasked: play.inputs.count > 1)
  }

  /// What a loop's body reads of the step before: no instruction writes it, but a person draws it.
  private mutating func addCarry(_ loop: Tape.Loop, at start: Int) {
    guard
      let next = tape.values.firstIndex(where: {
        $0.alias?.kind == .next && $0.alias?.of == loop.carry
      }), places[loop.carry] != nil
    else { return }
    // Its memory is that of the state after the step before, whose gradient has more shares.
    let carry = place(of: loop.carry)
    diagram.values[carry].gradient = nil
    order.append(
      (
        start,
        .init(
          operation: "carry along \(loop.axis)", formula: "z_i = a_{i−1}, z_0 = b",
          arithmetic: .carried(.init(axis: loop.axis, initial: 1)), meaning: .stateBefore,
          group: tape.values[next].group, inputs: [place(of: next), place(of: loop.initial)],
          output: carry)
      ))
  }

  private mutating func addView(_ index: Int) {
    let value = tape.values[index]
    guard let alias = value.alias else { return }
    let input = place(of: alias.of)
    let isSame = tape.values[alias.of].shape.count == value.shape.count
    order.append(
      (
        written[tape.root(index)] ?? 0,
        .init(
          operation: isSame ? "reshape" : "part", formula: "y = x, other axes", arithmetic: .same,
          meaning: value.meaning, group: value.group, inputs: [input], output: place(of: index))
      ))
  }

  // MARK: Values

  /// The place of a value of the tape among those of the diagram.
  ///
  /// `fallback`: its name if the model's code gave it none.
  private mutating func place(of value: Int, named fallback: String = "") -> Int {
    let declared = tape.values[value]
    // All steps of a value, and a value at each step, have the numbers of the value itself.
    if let alias = declared.alias, alias.kind == .slice || alias.kind == .stack {
      return place(of: alias.of)
    }
    if let place = places[value] { return place }
    var part: Diagram.Value.Part?
    if let alias = declared.alias, alias.kind == .view {
      part = .init(of: place(of: alias.of), offset: alias.offset)
    }
    let (numbers, gradient) = player.contents(of: value)
    let role: Diagram.Value.Role =
      switch declared.origin {
      case .input: .input
      case .parameter: .parameter
      case .result: part.map { diagram.values[$0.of].role } ?? .result
      case .carry: .result
      }
    let name: String =
      if let name = declared.name {
        name
      } else if let part {
        diagram.values[part.of].name
      } else if declared.origin == .carry {
        "state before"
      } else {
        fallback.isEmpty ? "zeros" : fallback
      }
    let place = append(
      .init(
        name: part == nil ? unique(name) : declared.name ?? name, role: role, numbers: numbers,
        gradient: gradient,
        part: part, isStepped: declared.loop != nil, isIndex: declared.element == .index))
    places[value] = place
    return place
  }

  private mutating func append(_ value: Diagram.Value) -> Int {
    diagram.values.append(value)
    return diagram.values.count - 1
  }

  private mutating func unique(_ name: String) -> String {
    var candidate = name
    var number = 2
    while !names.insert(candidate).inserted {
      candidate = "\(name) \(number)"
      number += 1
    }
    return candidate
  }

  /// Some columns of the last axis as a value of its own.
  private mutating func cut(
    _ value: Int, _ columns: Range<Int>, named name: String
  ) -> Int {
    func part(_ tensor: Tensor) -> Tensor {
      guard let last = tensor.shape.axes.last, let width = tensor.shape.lengths.last else {
        return tensor
      }
      let shape = tensor.shape.replacing(last, with: columns.count).renaming(last, to: .unit)
      var numbers: [Float] = []
      numbers.reserveCapacity(shape.count)
      for row in stride(from: 0, to: tensor.elements.count, by: max(1, width)) {
        numbers += tensor.elements[(row + columns.lowerBound)..<(row + columns.upperBound)]
      }
      return Tensor(shape, numbers)
    }
    let (numbers, gradient) = player.contents(of: value)
    return append(
      .init(
        name: unique(name), role: .result, numbers: part(numbers), gradient: gradient.map(part),
        isStepped: tape.values[value].loop != nil))
  }

  // MARK: Recurrent cells

  /// What begins the names of a cell: that of its kernel, without the last word.
  private func prefix(_ kernel: Int) -> String {
    let words = (tape.values[tape.root(kernel)].name ?? "").split(separator: ".").dropLast()
    return words.map { $0 + "." }.joined()
  }

  /// A name for a result that the model's code gives none: after the layer whose tensor it reads.
  private func name(of play: Tape.Play) -> String {
    let trained = play.inputs.first { tape.isParameter(tape.root($0)) }
    if play.operation is Intervene, let first = play.inputs.first {
      return (tape.values[first].name ?? "value") + " changed"
    }
    guard let trained, let kernel = tape.values[tape.root(trained)].name else {
      return play.operation.name
    }
    switch play.operation {
    case is Gather: return kernel + ".rows"
    case is Affine: return prefix(trained) + "projected"
    case is Normalize: return prefix(trained) + "normalized"
    default: return play.operation.name
    }
  }

  private mutating func addGRU(_ play: Tape.Play, _ gru: GRU) {
    let hasBias = gru.convention == .after
    let mask = gru.isMasked ? play.inputs[hasBias ? 3 : 2] : nil
    let state = gru.hasState ? play.inputs.last : nil
    addGRU(
      play, kernel: play.inputs[1], bias: hasBias ? play.inputs[2] : nil, before: nil,
      axis: gru.axis, isBackwards: gru.isBackwards, mask: mask, initial: state)
  }

  private mutating func addGRU(_ play: Tape.Play, _ cell: GRUCell) {
    let hasBias = cell.convention == .after
    addGRU(
      play, kernel: play.inputs[2], bias: hasBias ? play.inputs[3] : nil, before: play.inputs[1],
      axis: nil, isBackwards: false, mask: cell.isMasked ? play.inputs.last : nil, initial: nil)
  }

  private mutating func addGRU(
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

  private mutating func addLSTM(_ play: Tape.Play, _ lstm: LSTM) {
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
      play, "cell", "c_t = f · c_{t−1} + i · g", .memory(recurrence(4)), .cell,
      [cuts[1], c, cuts[0], cuts[2]] + cell, c)
    box(
      play, play.operation.name, "h_t = o · tanh c_t", .exposure, .state, [cuts[3], c], h)
  }

  /// One position of an LSTM: both states stand in one value, which is shown as it is.
  private mutating func addLSTM(_ play: Tape.Play, _ cell: LSTMCell) {
    let inputs = play.inputs.map { place(of: $0) }
    box(
      play, play.operation.name, play.operation.formula, .unknown, .state, inputs,
      place(of: play.outputs[0], named: prefix(play.inputs[2]) + "state"))
  }
}
