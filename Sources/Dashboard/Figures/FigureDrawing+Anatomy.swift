import Screens
import Snapshots
import Subjects

extension FigureDrawing {
  /// The operations of the selected query, each with its name, its line of Keras and its numbers.
  mutating func drawAnatomy() throws(ExportProblem) {
    guard let page = AnatomyPage(state) else { throw .noOperations }
    drawCounter()
    if let query = page.queryLabel {
      write(texts.query(texts.quoted(query)), 0.3, Self.feet(top, Self.line), .start, faint)
      top += Self.line
    }
    let operations = options.isOneOperation ? page.operation.map { [$0] } ?? [] : shown(page)
    var place = AnatomyPlace(width: width)
    // Plates of one axis of tokens stand under each other.
    var hasSigns = false
    for operation in operations {
      let plates = page.plates(of: operation)
      let drawn = options.isOneOperation ? plates : plates.filter { $0.role == .output }
      for plate in drawn {
        let isSigned = draw(plate, operation, page, &place, isOutput: plate.role == .output)
        hasSigns = hasSigns || isSigned
      }
    }
    var notes = [Note(text: page.letterMeanings.joined(separator: " · "))]
    if hasSigns { notes.append(Note(text: texts.signedColors)) }
    write(notes, from: 0.3)
  }

  /// Where plates stand, and which tokens were written above the last ones.
  private struct AnatomyPlace {
    let left: Double
    let room: Double
    /// Whether names stand beside the numbers rather than above them.
    let isBeside: Bool
    var tokens: [String] = []

    init(width: Double) {
      isBeside = width >= 130
      left = isBeside ? min(64, width * 0.38) : 0.3
      room = width - left - 0.3
    }
  }

  /// The most operations that a figure has.
  private static let mostOperations = 24

  /// The operations of the selected attention in the order in which they are played.
  private func shown(_ page: AnatomyPage) -> [Int] {
    let all = page.diagram.operations
    let group = page.weights.map { all[$0].group } ?? []
    let own = all.indices.filter { all[$0].group.starts(with: group) }
    return Array(own.prefix(Self.mostOperations))
  }

  /// Draws one picture.
  ///
  /// - Returns: whether its numbers have either sign.
  private mutating func draw(
    _ plate: Plate, _ operation: Int, _ page: AnatomyPage, _ place: inout AnatomyPlace,
    isOutput: Bool
  ) -> Bool {
    guard let numbers = page.numbers(plate.value) else { return false }
    let meaning = Drawing(state).meaning(of: plate, numbers, page)
    let pools = (Self.pool(plate.rows, atMost: 12), Self.pool(plate.columns, atMost: 160))
    let plot = plot(plate, numbers, meaning, pools, page, operation, place)
    let begin = top + 1.2
    let lines = captions(plate, operation, page, meaning, pools, isOutput: isOutput)
    top = begin
    for line in lines {
      let room = (place.isBeside ? place.left - Self.gap * 2 : width - 0.6)
      write(
        LetterWidths.fitted(line.text, to: line.isBold ? room / 1.12 : room, isCode: line.isCode),
        0.3, Self.feet(top, Self.line), .start, line.isFaint ? faint : ink, isBold: line.isBold,
        isCode: line.isCode)
      top += Self.line
    }
    let below = top
    if place.isBeside { top = begin }
    var own = plot
    let hasTokens = !own.keys.isEmpty && own.keys != place.tokens
    if hasTokens {
      place.tokens = own.keys
      top += own.keyRoom
    }
    own.top = top + 0.3
    if hasTokens { drawKeys(own) }
    if plate.rows * plate.columns == 1 {
      let number = short(Double(numbers[plate.cell(row: 0, column: 0)]))
      write(number, place.left, Self.feet(own.top, Self.line))
      top = own.top + Self.line
    } else {
      drawCells(own)
      top = own.top + own.box.height
    }
    if place.isBeside { top = max(top, below) }
    if case .differences = meaning { return true }
    return false
  }

  private static func pool(_ count: Int, atMost most: Int) -> Int {
    max(1, (count + most - 1) / most)
  }

  private struct Caption {
    var text: String
    var isBold = false
    var isCode = false
    var isFaint = false
  }

  /// What is written beside numbers: the name with its axes and its ends, and what computes it.
  private func captions(
    _ plate: Plate, _ operation: Int, _ page: AnatomyPage, _ meaning: Heatmap.Meaning,
    _ pools: (rows: Int, columns: Int), isOutput: Bool
  ) -> [Caption] {
    let name =
      isOutput ? page.listName(of: operation) : page.name(ofValue: plate.value)
    var parts = ["[" + page.letters(ofValue: plate.value, in: operation) + "]"]
    if case .differences(let most) = meaning { parts.append("± " + tickText(Double(most))) }
    if case .amounts(let most) = meaning { parts.append("0 … " + tickText(Double(most))) }
    if case .weights = meaning { parts.append("0 … 1") }
    if pools.rows > 1, let down = plate.down {
      parts.append(texts.pooledRows(pools.rows, page.letter(down)))
    }
    if pools.columns > 1, let across = plate.across {
      parts.append(texts.pooledColumns(pools.columns, page.letter(across)))
    }
    var captions = [
      Caption(text: name, isBold: true),
      Caption(text: parts[0] + " " + parts.dropFirst().joined(separator: ", "), isFaint: true),
    ]
    if isOutput {
      let own = page.diagram.operations[operation]
      if let code = page.codeLine(for: operation) {
        captions.insert(Caption(text: code.trimmed, isCode: true), at: 1)
      } else if !own.formula.isEmpty {
        captions.insert(Caption(text: own.formula, isCode: true), at: 1)
      }
    }
    return captions
  }

  /// The numbers of a plate, several in a cell where they are many: that of largest magnitude.
  private func plot(
    _ plate: Plate, _ numbers: [Float], _ meaning: Heatmap.Meaning,
    _ pools: (rows: Int, columns: Int), _ page: AnatomyPage, _ operation: Int,
    _ place: AnatomyPlace
  ) -> MapPlot {
    let rows = (plate.rows + pools.rows - 1) / pools.rows
    let columns = (plate.columns + pools.columns - 1) / pools.columns
    var values: [Float] = []
    for row in 0..<rows {
      for column in 0..<columns {
        var most: Float = 0
        for line in (row * pools.rows)..<min(plate.rows, (row + 1) * pools.rows) {
          for cell in (column * pools.columns)..<min(plate.columns, (column + 1) * pools.columns) {
            let number = numbers[plate.cell(row: line, column: cell)]
            if number.isNaN || abs(number) > abs(most) { most = number }
          }
        }
        values.append(most)
      }
    }
    let heatmap = Heatmap(rows: rows, columns: columns, values: values, meaning: meaning)
    var plot = MapPlot(FigureField(heatmap, palette), queries: [], keys: [])
    if plate.isPositioned, pools.columns == 1, let across = plate.across {
      plot.keys = page.labels(across, length: plate.columns, near: operation) ?? []
    }
    plot.left = place.left
    plot.cellWidth = min(plate.isPositioned ? 9 : 3, place.room / Double(max(1, columns)))
    plot.cellHeight = rows == 1 ? 3 : max(0.8, min(1.2, plot.cellWidth))
    return plot
  }
}
