import Screens

/// A map with its labels, and where it stands in a figure.
struct MapPlot {
  var field: FigureField
  /// What the rows are called; empty where nothing stands beside them.
  var queries: [String]
  /// What the columns are called.
  var keys: [String]
  /// Whether labels are numbers, of which round ones are shown where not all fit.
  var isNumbered = false
  /// The upper left corner of the cells.
  var left = 0.0
  var top = 0.0
  var cellWidth = 1.0
  var cellHeight = 1.0

  /// The widest that labels of rows, and the highest that labels of columns may be.
  static let mostLabel = 26.0

  init(_ field: FigureField, queries: [String], keys: [String], isNumbered: Bool = false) {
    (self.field, self.queries, self.keys) = (field, queries, keys)
    self.isNumbered = isNumbered
  }

  var box: Figure.Box {
    Figure.Box(left, top, Double(field.columns) * cellWidth, Double(field.rows) * cellHeight)
  }

  func cell(_ row: Int, _ column: Int, columns: Int = 1) -> Figure.Box {
    Figure.Box(
      left + Double(column) * cellWidth, top + Double(row) * cellHeight,
      Double(columns) * cellWidth, cellHeight)
  }

  /// The room that the labels of the rows take.
  var queryRoom: Double { min(Self.mostLabel, FigureDrawing.widest(queries)) }

  /// Whether the labels of the columns are turned: where the widest is wider than a column.
  ///
  /// Characters may touch, words need a gap between them.
  var isTurned: Bool {
    let isWords = keys.contains { $0.count > 1 }
    return FigureDrawing.widest(keys) > (isWords ? cellWidth - 0.5 : cellWidth + 0.1)
  }

  /// The height that the labels of the columns take.
  var keyRoom: Double {
    isTurned ? min(Self.mostLabel, FigureDrawing.widest(keys)) + 0.5 : FigureDrawing.line
  }

  /// Which labels of a side are shown: those of every so many cells.
  func shown(_ count: Int, cell: Double, letter: Double) -> [Int] {
    let least = Int((letter * 1.12 / max(cell, 1e-6)).rounded(.up))
    guard least > 1 else { return Array(0..<count) }
    guard isNumbered else { return Array(stride(from: 0, to: count, by: least)) }
    var step = 1
    for factor in [2, 5, 10, 20, 50, 100, 200, 500, 1_000] where step < least { step = factor }
    return Array(stride(from: step - 1, to: count, by: step))
  }

  /// The rows whose labels are shown.
  var shownQueries: [Int] {
    shown(queries.count, cell: cellHeight, letter: FigureDrawing.letter)
  }

  /// The columns whose labels are shown.
  var shownKeys: [Int] {
    shown(keys.count, cell: cellWidth, letter: isTurned ? FigureDrawing.letter : 0)
  }
}

extension FigureDrawing {
  /// The cells, at most a rectangle each, or one image where there are too many.
  mutating func drawCells(_ plot: MapPlot, asImage: Bool = false) {
    let field = plot.field
    guard field.rows > 0, field.columns > 0 else { return }
    if asImage || field.rows * field.columns > FigureField.mostBoxes {
      // A viewer that smooths what it enlarges finds little to smooth.
      let factor = max(1, 1_024 / max(field.rows, field.columns))
      marks.append(.image(field.image.enlarged(by: min(8, factor)), plot.box))
    } else {
      for row in 0..<field.rows { drawRow(row, plot) }
    }
    let radius = min(0.6, min(plot.cellWidth, plot.cellHeight) * 0.18)
    for index in field.marks.sorted(by: { ($0.row, $0.column) < ($1.row, $1.column) }) {
      let cell = plot.cell(index.row, index.column)
      drawDot(at: .init(cell.x + cell.width / 2, cell.y + cell.height / 2), radius: radius)
    }
    marks.append(.frame(plot.box, rule, 0.15))
  }

  /// Neighbours of one colour are one rectangle.
  private mutating func drawRow(_ row: Int, _ plot: MapPlot) {
    var column = 0
    while column < plot.field.columns {
      let look = plot.field[row, column]
      var end = column + 1
      let merges = !options.isFrame && look != .broken && look != .hidden
      while merges, end < plot.field.columns, plot.field[row, end] == look { end += 1 }
      let box = plot.cell(row, column, columns: end - column)
      switch look {
      case .ink(let ink): marks.append(.box(box, shown(ink)))
      case .broken: drawCross(in: box)
      case .hidden: drawHidden(in: box)
      case .blank: break
      }
      column = end
    }
  }

  /// What the rows are called, at the left of the cells.
  mutating func drawQueries(_ plot: MapPlot, emphasized: Int? = nil) {
    for query in plot.shownQueries {
      let cell = plot.cell(query, 0)
      write(
        LetterWidths.fitted(plot.queries[query], to: MapPlot.mostLabel), plot.left - Self.gap,
        Self.feet(cell.y, cell.height), .end, isBold: query == emphasized)
    }
  }

  /// What the columns are called, above the cells.
  mutating func drawKeys(_ plot: MapPlot) {
    for key in plot.shownKeys {
      let cell = plot.cell(0, key)
      let middle = cell.x + cell.width / 2
      if plot.isTurned {
        write(
          LetterWidths.fitted(plot.keys[key], to: MapPlot.mostLabel), middle + Self.letter * 0.36,
          plot.top - 0.6, isTurned: true)
      } else {
        write(plot.keys[key], middle, plot.top - 0.8, .middle)
      }
    }
  }
}
