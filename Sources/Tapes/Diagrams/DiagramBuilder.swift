import Snapshots
import Tensors

/// Turns the instructions of a tape into the boxes that a person would draw.
///
/// Most instructions are one box; an operation that a person would draw in several says so itself. A
/// part of another value that has a name and a meaning of its own, such as the heads of a projection,
/// is a box too.
struct DiagramBuilder {
  private let player: Player
  let tape: Tape
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
    if let own = play.operation as? any DrawnInParts { return own.draw(play, in: &self) }
    let inputs = play.inputs.map { place(of: $0) }
    box(
      play, play.operation.name, play.operation.formula(inputs: play.inputs.count),
      play.operation.arithmetic, nil, inputs,
      place(of: play.outputs[0], named: name(of: play)))
    // What else it writes is a box of its own where the model's code gives it a name.
    for output in play.outputs.dropFirst() where tape.values[output].name != nil {
      box(
        play, play.operation.name, play.operation.formula, .unknown, nil, inputs,
        place(of: output))
    }
  }

  /// Adds a box that writes the value at `output`.
  mutating func box(
    _ play: Tape.Play, _ name: String, _ formula: String, _ arithmetic: Diagram.Arithmetic,
    _ meaning: Diagram.Meaning?, _ inputs: [Int], _ output: Int
  ) {
    let declared = tape.values[play.outputs[0]]
    order.append(
      (
        now,
        .init(
          operation: name, formula: formula, arithmetic: arithmetic,
          meaning: meaning ?? declared.meaning, listing: declared.listing,
          change: play.operation.change, group: declared.group, inputs: inputs, output: output)
      ))
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
          listing: tape.values[next].listing, group: tape.values[next].group,
          inputs: [place(of: next), place(of: loop.initial)],
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
          meaning: value.meaning, listing: value.listing, group: value.group, inputs: [input],
          output: place(of: index))
      ))
  }

  // MARK: Values

  /// The place of a value of the tape among those of the diagram.
  ///
  /// `fallback`: its name if the model's code gave it none.
  mutating func place(of value: Int, named fallback: String = "") -> Int {
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
  mutating func cut(
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

  // MARK: Names

  /// What begins the names of a cell: that of its kernel, without the last word.
  func prefix(_ kernel: Int) -> String {
    let words = (tape.values[tape.root(kernel)].name ?? "").split(separator: ".").dropLast()
    return words.map { $0 + "." }.joined()
  }

  /// A name for a result that the model's code gives none: after the layer whose tensor it reads.
  private func name(of play: Tape.Play) -> String {
    if play.operation.change != nil, let first = play.inputs.first {
      return (tape.values[first].name ?? "value") + " changed"
    }
    let trained = play.inputs.first { tape.isParameter(tape.root($0)) }
    guard let trained, let kernel = tape.values[tape.root(trained)].name,
      let word = play.operation.resultWord
    else { return play.operation.name }
    // A table is named as a whole; the tensors of a layer have its name in front.
    return (word == "rows" ? kernel + "." : prefix(trained)) + word
  }
}
