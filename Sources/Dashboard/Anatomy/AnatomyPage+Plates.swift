import Snapshots
import Tensors

extension AnatomyPage {
  /// The pictures of an operation: what it reads that is worth drawing, then what it writes.
  func plates(of operation: Int) -> [Plate] {
    let own = diagram.operations[operation]
    var plates: [Plate] = []
    for (number, input) in own.inputs.enumerated() where isDrawn(number, of: operation) {
      let isKernel = diagram.values[input].role == .parameter
      plates.append(plate(input, isKernel ? .kernel : .input, in: operation))
    }
    let output = plate(own.output, .output, in: operation)
    // That an axis is turned over must be seen: the positions go down, then.
    plates.append(own.meaning == .permute ? output.turned().unpositioned : output)
    return sorted(plates, own)
  }

  /// Indices, biases and masks that leave nothing out say little as pictures.
  private func isDrawn(_ number: Int, of operation: Int) -> Bool {
    let own = diagram.operations[operation]
    let value = diagram.values[own.inputs[number]]
    guard !value.isIndex else { return false }
    switch own.arithmetic {
    case .product: return number < 2
    case .softmax: return number == 0 || value.numbers.elements.contains { $0 == 0 }
    case .lookUp, .unknown: return false
    case .normalize, .rootMeanSquare, .rotate, .crossEntropy: return number == 0
    case .gate: return number < 3
    case .carried(let recurrence):
      let step = recurrence.axis.flatMap { places(in: operation)[$0] } ?? 0
      return number == (step == 0 ? 1 : 0)
    case .blend, .memory: return number < 4 && value.numbers.shape.contains(.unit)
    default: return true
    }
  }

  /// Whether an operation reads what the step before left.
  private func isCarried(along axis: Axis, by operation: Int) -> Bool {
    guard case .carried(let recurrence) = diagram.operations[operation].arithmetic else {
      return false
    }
    return recurrence.axis == axis
  }

  /// What is left of a value at the cursor.
  func plate(_ value: Int, _ role: Plate.Role, in operation: Int) -> Plate {
    let shape = diagram.values[value].numbers.shape
    let places = places(in: operation)
    let isParameter = diagram.values[value].role == .parameter
    let positions = isParameter ? nil : positions(of: shape, in: operation)
    var left: [Axis] = []
    var first = 0
    func pin(_ axis: Axis, at place: Int) {
      first += shape.stride(of: axis) * place.clamped(to: 0...max(0, (shape[axis] ?? 1) - 1))
    }
    for (axis, length) in zip(shape.axes, shape.lengths) {
      if isSliced(axis, of: shape, in: operation) {
        let place = shared(axis, length: length, in: operation) ?? places[axis] ?? 0
        pin(axis, at: role != .output && isCarried(along: axis, by: operation) ? place - 1 : place)
      } else {
        left.append(axis)
      }
    }
    while left.count > 2 {
      let gone = left.firstIndex { $0 != positions } ?? 0
      pin(left[gone], at: places[left[gone]] ?? 0)
      left.remove(at: gone)
    }
    let across = positions.flatMap { left.contains($0) ? $0 : nil } ?? left.last
    let down = left.first { $0 != across }
    var plate = Plate(
      value: value, role: role, down: down, across: across,
      isPositioned: positions != nil && across == positions,
      rows: down.flatMap { shape[$0] } ?? 1, columns: across.flatMap { shape[$0] } ?? 1,
      first: first, rowStride: down.map { shape.stride(of: $0) } ?? 0,
      columnStride: across.map { shape.stride(of: $0) } ?? 0, order: [])
    if case .gate(let gate) = diagram.operations[operation].arithmetic {
      let units = diagram.values[diagram.operations[operation].output].numbers.shape[.unit] ?? 1
      if across == .gate {
        plate.first += gate.offset * plate.columnStride
        plate.columns = units
      } else if down == .gate {
        plate.first += gate.offset * plate.rowStride
        plate.rows = units
      }
    }
    plate.order = Array(0..<plate.rows)
    return plate
  }

  /// The units of a score in the order of the vector that scores them: like signs stand together.
  private func sorted(_ plates: [Plate], _ operation: Diagram.Operation) -> [Plate] {
    guard case .product(let axes) = operation.arithmetic, axes.count == 1, plates.count == 3,
      operation.meaning == .score, plates[0].down == axes[0], let output = plates.last,
      output.isPositioned, output.rows == 1
    else { return plates }
    var plates = plates
    let vector = plates[1]
    let numbers = diagram.values[vector.value].numbers.elements
    let isColumn = vector.rows == plates[0].rows && vector.columns == 1
    let isRow = vector.columns == plates[0].rows && vector.rows == 1
    guard isColumn || isRow else { return plates }
    if isRow { plates[1] = vector.turned() }
    let column = plates[1]
    let order = column.order.sorted { a, b in
      let (left, right) = (
        numbers[column.cell(row: a, column: 0)], numbers[column.cell(row: b, column: 0)]
      )
      return left == right ? a < b : left > right
    }
    plates[0].order = order
    plates[1].order = order
    return plates
  }

  /// The numbers that are drawn of a value; nil where it has no gradient and gradients are drawn.
  func numbers(_ value: Int) -> [Float]? {
    let value = diagram.values[value]
    return state.anatomy.showsGradient ? value.gradient?.elements : value.numbers.elements
  }
}
