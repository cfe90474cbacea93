import Tensors

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One cell of one operation, on the way to its derivation.
struct Deriving {
  typealias Source = Derivation.Source
  typealias Term = Derivation.Term

  let diagram: Diagram
  let operation: Diagram.Operation
  let cell: Int
  let place: [Axis: Int]

  init(diagram: Diagram, operation: Diagram.Operation, cell: Int) {
    (self.diagram, self.operation, self.cell) = (diagram, operation, cell)
    place = Self.place(of: cell, in: diagram.values[operation.output].numbers.shape)
  }

  func derivation() -> Derivation? {
    let result = diagram.values[operation.output].numbers.elements[cell]
    guard let (terms, form) = parts() else { return nil }
    return Derivation(terms: terms, form: form, result: result)
  }

  private func parts() -> ([Term], Derivation.Form)? {
    switch operation.arithmetic {
    case .product(let axes): return (products(axes), .sum(nil))
    case .sum(let axis):
      let length = shape(0)[axis] ?? 0
      return ((0..<length).map { term(source(0, [axis: $0])) }, .sum(nil))
    case .add: return ([term(source(0)), term(source(1))], .sum(nil))
    case .multiply: return ([term(source(0), source(1))], .sum(nil))
    case .scale(let factor):
      let x = source(0)
      return ([Term(sources: [x], contribution: factor * x.number)], .sum(nil))
    case .function(let function): return ([term(source(0))], .sum(function))
    case .softmax(let axis, let visible): return shares(axis, visible)
    case .lookUp: return ([term(looked())], .sum(nil))
    case .concatenate(let axis): return joined(axis).map { ([term($0)], .sum(nil)) }
    case .same: return ([term(copied())], .sum(nil))
    case .addConstant:
      let x = source(0)
      let rest = diagram.values[operation.output].numbers.elements[cell] - x.number
      return ([term(x), Term(sources: [], contribution: rest)], .sum(nil))
    case .normalize(let axis, let epsilon): return normalized(axis, epsilon)
    case .rootMeanSquare(let axis, let epsilon): return scaled(axis, epsilon)
    case .turn(let function, let frequencies):
      let p = source(0)
      let column =
        diagram.values[operation.output].numbers.shape.axes.last.flatMap { place[$0] } ?? 0
      return (
        [Term(sources: [p], contribution: p.number * frequencies[column])], .sum(function)
      )
    case .rotate(let rotation): return (turned(rotation), .sum(nil))
    case .crossEntropy: return (losses(), .sum(nil))
    case .gate(let gate): return (gated(gate), .sum(gate.function))
    case .blend(let recurrence):
      let (z, candidate) = (source(0), source(2))
      let h = before(1, recurrence)
      if isMasked(recurrence) { return (h.map { [term($0)] } ?? [], .sum(nil)) }
      let new = Term(
        sources: [z, candidate], isComplement: true,
        contribution: (1 - z.number) * candidate.number)
      return ((h.map { [term(z, $0)] } ?? []) + [new], .sum(nil))
    case .memory(let recurrence):
      let c = before(1, recurrence)
      if isMasked(recurrence) { return (c.map { [term($0)] } ?? [], .sum(nil)) }
      return (
        (c.map { [term(source(0), $0)] } ?? []) + [term(source(2), source(3))], .sum(nil)
      )
    case .carried(let recurrence):
      return (before(0, recurrence).map { [term($0)] } ?? [], .sum(nil))
    case .exposure(let recurrence):
      if let recurrence, isMasked(recurrence) {
        return (before(2, recurrence).map { [term($0)] } ?? [], .sum(nil))
      }
      let (o, c) = (source(0), source(1))
      return (
        [Term(sources: [o, c], contribution: o.number * tanhf(c.number))], .sum(nil)
      )
    case .unknown: return nil
    }
  }

  // MARK: Cells

  private static func place(of cell: Int, in shape: Shape) -> [Axis: Int] {
    var place: [Axis: Int] = [:]
    var rest = cell
    for (axis, length) in zip(shape.axes, shape.lengths).reversed() {
      place[axis] = rest % max(1, length)
      rest /= max(1, length)
    }
    return place
  }

  private func shape(_ input: Int) -> Shape {
    diagram.values[operation.inputs[input]].numbers.shape
  }

  /// The cell of an input at the output's place; `other` says where it differs.
  private func source(_ input: Int, _ other: [Axis: Int] = [:]) -> Source {
    let value = operation.inputs[input]
    let numbers = diagram.values[value].numbers
    var cell = 0
    for axis in numbers.shape.axes {
      cell += numbers.shape.stride(of: axis) * (other[axis] ?? place[axis] ?? 0)
    }
    return Source(value: value, cell: cell, number: numbers.elements[cell])
  }

  private func term(_ sources: Source...) -> Term {
    Term(sources: sources, contribution: sources.reduce(1) { $0 * $1.number })
  }

  private func products(_ axes: [Axis]) -> [Term] {
    let lengths = axes.map { shape(0)[$0] ?? 1 }
    var terms: [Term] = []
    for number in 0..<lengths.reduce(1, *) {
      var other: [Axis: Int] = [:]
      var rest = number
      for (axis, length) in zip(axes, lengths).reversed() {
        other[axis] = rest % length
        other[axis.primed] = rest % length
        rest /= length
      }
      terms.append(term(source(0, other), source(1, other)))
    }
    if operation.inputs.count > 2 { terms.append(term(bias(2))) }
    return terms
  }

  /// A bias may lie under other axes than the output's last ones: its elements follow them.
  private func bias(_ input: Int) -> Source {
    let kernel = shape(1)
    let axes = kernel.axes.dropFirst()
    var cell = 0
    for axis in axes { cell += kernel.stride(of: axis) * (place[axis] ?? 0) }
    let value = operation.inputs[input]
    return Source(value: value, cell: cell, number: diagram.values[value].numbers.elements[cell])
  }

  private func shares(
    _ axis: Axis, _ visible: Diagram.Visibility?
  ) -> ([Term], Derivation.Form) {
    let length = shape(0)[axis] ?? 0
    let seen =
      visible.map {
        $0.seen(place[$0.queries] ?? 0, of: shape(0)[$0.queries] ?? 0, keys: length)
      } ?? 0..<length
    let scores = (0..<length).map { source(0, [axis: $0]) }
    let isOpen = (0..<length).map { key in
      seen.contains(key) && (operation.inputs.count < 2 || source(1, [axis: key]).number != 0)
    }
    let most = zip(scores, isOpen).filter(\.1).map(\.0.number).max() ?? 0
    let terms = zip(scores, isOpen).map { score, isOpen in
      Term(sources: [score], contribution: isOpen ? expf(score.number - most) : 0)
    }
    return (terms, .share(of: place[axis] ?? 0))
  }

  private func looked() -> Source {
    let index = source(0)
    let table = operation.inputs[1]
    let numbers = diagram.values[table].numbers
    let width = max(1, numbers.shape.lengths.last ?? 1)
    let column = numbers.shape.axes.last.flatMap { place[$0] } ?? 0
    let row = Int(index.number).clamped(to: 0...(numbers.shape.count / width - 1))
    let cell = row * width + column
    return Source(value: table, cell: cell, number: numbers.elements[cell])
  }

  private func joined(_ axis: Axis) -> Source? {
    var position = place[axis] ?? 0
    for input in operation.inputs.indices {
      let own = shape(input)
      guard let name = own.contains(axis) ? axis : own.axes.last, let length = own[name] else {
        return nil
      }
      if position < length { return source(input, [name: position]) }
      position -= length
    }
    return nil
  }

  private func copied() -> Source {
    let output = diagram.values[operation.output]
    guard output.part != nil else { return source(0) }
    let whole = diagram.whole(operation.output, cell: cell)
    return Source(
      value: whole.value, cell: whole.cell,
      number: diagram.values[whole.value].numbers.elements[whole.cell])
  }

  private func normalized(_ axis: Axis, _ epsilon: Float) -> ([Term], Derivation.Form) {
    let length = shape(0)[axis] ?? 1
    let row = (0..<length).map { source(0, [axis: $0]).number }
    let mean = row.reduce(0, +) / Float(length)
    let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(length)
    let inverse = 1 / (variance + epsilon).squareRoot()
    let at = place[axis] ?? 0
    func along(_ input: Int) -> Source {
      let value = operation.inputs[input]
      return Source(value: value, cell: at, number: diagram.values[value].numbers.elements[at])
    }
    let (x, scale, bias) = (source(0), along(1), along(2))
    let terms = [
      Term(sources: [x, scale], contribution: (x.number - mean) * inverse * scale.number),
      term(bias),
    ]
    return (terms, .normalized(mean: mean, inverse: inverse))
  }

  private func scaled(_ axis: Axis, _ epsilon: Float) -> ([Term], Derivation.Form) {
    let length = shape(0)[axis] ?? 1
    let squares = (0..<length).reduce(Float(0)) {
      let x = source(0, [axis: $1]).number
      return $0 + x * x
    }
    let inverse = 1 / (squares / Float(length) + epsilon).squareRoot()
    let value = operation.inputs[1]
    let at = place[axis] ?? 0
    let scale = Source(value: value, cell: at, number: diagram.values[value].numbers.elements[at])
    let x = source(0)
    return (
      [Term(sources: [x, scale], contribution: x.number * inverse * scale.number)],
      .scaled(inverse: inverse)
    )
  }

  /// x · cos − partner · sin for the first of a pair, x · cos + partner · sin for the second.
  private func turned(_ rotation: Diagram.Rotation) -> [Term] {
    guard let axis = shape(0).axes.last,
      let (pair, partner, isSecond) = rotation.pair(of: place[axis] ?? 0),
      let frequency = shape(1).axes.last
    else { return [term(source(0))] }
    let (cosine, sine) = (source(1, [frequency: pair]), source(2, [frequency: pair]))
    let other = source(0, [axis: partner])
    let product = other.number * sine.number
    return [
      term(source(0), cosine),
      Term(sources: [other, sine], contribution: isSecond ? product : -product),
    ]
  }

  private func losses() -> [Term] {
    let (scores, labels, weights) = (
      diagram.values[operation.inputs[0]].numbers, diagram.values[operation.inputs[1]].numbers,
      diagram.values[operation.inputs[2]].numbers
    )
    let width = max(1, scores.shape.lengths.last ?? 1)
    return labels.elements.indices.map { row in
      let part = scores.elements[(row * width)..<((row + 1) * width)]
      let most = part.max() ?? 0
      let mass = part.reduce(Float(0)) { $0 + expf($1 - most) }
      let label = Int(labels.elements[row]).clamped(to: 0...(width - 1))
      let score = part[part.startIndex + label]
      let weight = weights.elements[row]
      return Term(
        sources: [
          Source(value: operation.inputs[2], cell: row, number: weight),
          Source(value: operation.inputs[0], cell: row * width + label, number: score),
        ], contribution: weight * (most + logf(mass) - score))
    }
  }

  // MARK: Recurrent cells

  /// The state before, at the output's place or at `unit`; nil before the first position.
  private func before(
    _ input: Int, _ recurrence: Diagram.Recurrence, _ other: [Axis: Int] = [:]
  ) -> Source? {
    guard let axis = recurrence.axis else { return source(input, other) }
    let position = (place[axis] ?? 0) + (recurrence.isBackwards ? 1 : -1)
    guard position >= 0, position < shape(input)[axis] ?? 0 else {
      return recurrence.initial.map { source($0, other) }
    }
    return source(input, other.merging([axis: position]) { $1 })
  }

  private func isMasked(_ recurrence: Diagram.Recurrence) -> Bool {
    recurrence.mask.map { source($0).number == 0 } ?? false
  }

  private func gated(_ gate: Diagram.Gate) -> [Term] {
    let unit = place[.unit] ?? 0
    let column = gate.offset + unit
    let reset = gate.reset == nil ? nil : (gate.hasBias ? 4 : 3)
    var terms = [term(source(0, [.gate: column]))]
    for from in 0..<(shape(2)[Axis.unit.primed] ?? 0) {
      guard let h = before(1, gate.recurrence, [.unit: from]) else { continue }
      let kernel = source(2, [Axis.unit.primed: from, .gate: column])
      switch (gate.reset, reset) {
      case (.after, let place?): terms.append(term(source(place), h, kernel))
      case (.before, let place?): terms.append(term(source(place, [.unit: from]), h, kernel))
      default: terms.append(term(h, kernel))
      }
    }
    guard gate.hasBias else { return terms }
    let bias = source(3, [.gate: column])
    if gate.reset == .after, let reset {
      terms.append(term(source(reset), bias))
    } else {
      terms.append(term(bias))
    }
    return terms
  }
}

extension Comparable {
  fileprivate func clamped(to range: ClosedRange<Self>) -> Self {
    min(max(self, range.lowerBound), range.upperBound)
  }
}
