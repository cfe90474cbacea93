import Snapshots
import Tensors

extension Readout {
  /// The number under the cursor, its place among the others, and what has become of it.
  func anatomyPieces(isLong: Bool) -> [String] {
    let texts = state.texts
    guard let page = state.anatomyPage else {
      return [state.snapshot == nil ? texts.noPicture : texts.whyNoDiagram]
    }
    guard let operation = page.operation else { return [] }
    let output = page.diagram.operations[operation].output
    let value = page.diagram.values[output]
    let cell = page.cell(of: operation)
    let number = Double(value.numbers.elements[cell])
    var pieces = [
      page.place(of: cell, ofValue: output, near: operation), exact(number),
    ]
    if state.anatomy.showsGradient {
      pieces.append(
        value.gradient.map { texts.gradientIs(short(Double($0.elements[cell]))) }
          ?? texts.noGradient)
    }
    if let before = page.before, let earlier = page.earlier(output) {
      let change = number - Double(earlier.elements[cell])
      let text = (change < 0 ? "" : "+") + short(change)
      pieces.append(texts.changedBy(text, before.step, before.isOriginal))
    }
    pieces += among(page, operation)
    if isLong || !state.anatomy.isFollowing, let next = next(page, operation) {
      pieces.append(next)
    }
    return pieces
  }

  private func exact(_ number: Double) -> String {
    abs(number) < 0.0005 && number != 0 ? short(number) : fixed(number, 3)
  }

  /// Where the number stands in its row.
  private func among(_ page: AnatomyPage, _ operation: Int) -> [String] {
    guard let plate = page.plates(of: operation).last, plate.rows == 1, plate.columns > 1 else {
      return []
    }
    let numbers = page.diagram.values[plate.value].numbers.elements
    let row = (0..<plate.columns).map { Double(numbers[plate.cell(row: 0, column: $0)]) }
    let own = Double(numbers[page.cell(of: operation)])
    if own == row.max() { return [state.texts.largestOf(row.count)] }
    return [
      state.texts.amongOf(row.count, short(row.min() ?? 0), short(row.max() ?? 0))
    ]
  }

  /// What the operation that reads it makes of it.
  private func next(_ page: AnatomyPage, _ operation: Int) -> String? {
    let output = page.diagram.operations[operation].output
    let reader = page.diagram.operations.indices.first { place in
      place > operation && page.diagram.operations[place].inputs.contains(output)
    }
    return reader.map { state.texts.nextIs(page.name(of: $0)) }
  }
}
