import Screens

/// Where all heads are seen at once, a cell each.
///
/// Layers are rows, as they are among thumbnails. Where they are too many for the lines that there
/// are, they go on in a block beside; where that would leave no room to write in the cells and a
/// cell can have two colours, two layers share a line.
extension HeadsLayout {
  /// How the cells stand.
  struct Overview: Hashable {
    /// Whether two layers share a line.
    var isHalf = false
    /// The lines of a block, and how many blocks stand side by side.
    var lines = 1
    var blocks = 1
    /// The width of a block with its labels.
    var blockColumns = 1
    /// Whether cells say which head they are, as they do where they are sorted.
    var isNamed = false
  }

  /// The width of a cell with its mark, a letter and a score; and with a name before them.
  static let scored = 6
  static let scoredName = 12
  private static let mostCell = 12

  /// Layers by heads.
  mutating func fitOverview(layers: Int, heads: Int, digits: Int, hasHalves: Bool) {
    var form = Overview()
    (gridRows, gridColumns) = (layers, heads)
    headings = body.row
    body.row += 1
    body.rows = max(1, body.rows - 1)
    (cellRows, caption, curveRows) = (1, .letterRole, 0)
    func blocks(_ lines: Int) -> Int { (lines + body.rows - 1) / body.rows }
    /// The width of a cell where so many blocks with such labels stand side by side.
    func cell(_ blocks: Int, _ labels: Int) -> Int {
      ((body.columns + 1) / blocks - 1 - labels) / max(1, heads)
    }
    labelColumns = digits + 2
    form.blocks = blocks(layers)
    if form.blocks > 1, hasHalves, cell(form.blocks, labelColumns) < Self.scored {
      form.isHalf = true
      labelColumns = 2 * digits + 3
      form.blocks = blocks((layers + 1) / 2)
    }
    // More blocks than have room would be worse than to scroll.
    let most = max(1, (body.columns + 1) / (labelColumns + heads + 1))
    form.blocks = min(form.blocks, most)
    let lines = form.isHalf ? (layers + 1) / 2 : layers
    form.lines = min(body.rows, (lines + form.blocks - 1) / form.blocks)
    cellColumns = cell(form.blocks, labelColumns).clamped(to: 1...Self.mostCell)
    form.blockColumns = (body.columns + 1) / form.blocks
    let room = form.blockColumns - 1 - labelColumns
    columnsShown = min(heads, max(1, room / cellColumns))
    rowsShown = min(layers, form.lines * form.blocks * (form.isHalf ? 2 : 1))
    // What has no room in the cells is said below them.
    if sentence == nil, body.rows >= form.lines + 2 { sentence = legend - 1 }
    overview = form
  }

  /// Sorted or filtered heads from left to right, with their names.
  mutating func fitOverview(_ heads: [HeadStack.Head]) {
    (cellRows, caption, curveRows, labelColumns) = (1, .short, 0, 0)
    let wide = max(1, body.columns / Self.scoredName)
    let name = 1 + (heads.map { width(of: $0.label) }.max() ?? 0)
    cellColumns = (heads.count + wide - 1) / wide <= body.rows ? Self.scoredName : name
    gridColumns = max(1, body.columns / cellColumns)
    gridRows = (heads.count + gridColumns - 1) / gridColumns
    place(heads)
    columnsShown = gridColumns
    rowsShown = min(gridRows, body.rows)
    overview = Overview(
      lines: rowsShown, blocks: 1, blockColumns: body.columns, isNamed: true)
  }

  /// The cell of the head in `row` and `column` of the grid; of two layers in one line both have it.
  func cell(row: Int, column: Int, _ form: Overview) -> Rectangle? {
    guard row >= firstRow, row < firstRow + rowsShown, column >= firstColumn,
      column < firstColumn + columnsShown
    else { return nil }
    let line = (row - firstRow) / (form.isHalf ? 2 : 1)
    return Rectangle(
      row: body.row + line % form.lines,
      column: body.column + line / form.lines * form.blockColumns + labelColumns
        + (column - firstColumn) * cellColumns,
      rows: 1, columns: cellColumns)
  }
}
