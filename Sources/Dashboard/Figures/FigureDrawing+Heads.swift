import Screens
import Snapshots
import Subjects

extension FigureDrawing {
  /// The heads of a stack as small multiples, each with its label and its role.
  mutating func drawHeads() throws(ExportProblem) {
    guard let stack = state.stack else { throw .noAttention }
    let heads = state.shownHeads
    guard !heads.isEmpty else { throw .noAttention }
    drawCounter()
    let grid = grid(stack, heads)
    drawAxes(left: 0.3, hasQueries: false, text: texts.axes)
    let cells = heads.reduce(0) { $0 + $1.thumbnail.rows * $1.thumbnail.columns }
    var place = 0
    for row in 0..<grid.rows {
      let captions = top
      top += Self.line * Double(grid.lines)
      for column in 0..<grid.columns {
        let head: HeadStack.Head?
        if grid.isLayered {
          head = heads.first { $0.layer == stack.layers[row] && $0.name.head == column }
        } else {
          head = place < heads.count ? heads[place] : nil
          place += 1
        }
        guard let head else { continue }
        let left = 0.3 + Double(column) * (grid.side + Self.headGap)
        draw(head, left, grid, captions, asImage: cells > FigureField.mostBoxes)
      }
      top += grid.height + 1.6
    }
    top -= 1.6
    drawBar(meaning(state.meaning), keys: stack.extent.keys, from: 0.3)
    write(headNotes(stack, heads), from: 0.3)
  }

  /// Between two heads.
  private static let headGap = 1.8

  /// How the heads stand.
  private struct HeadGrid {
    var columns: Int
    var rows: Int
    /// Whether a row is a layer.
    var isLayered: Bool
    /// The width of a map.
    var side: Double
    var height: Double
    /// The lines of a caption.
    var lines: Int
  }

  /// Layers are rows where all their heads fit into one at a size that can be seen.
  private func grid(_ stack: HeadStack, _ heads: [HeadStack.Head]) -> HeadGrid {
    // As wide as the widest label, too.
    let least = max(5, 1.12 * Self.widest(heads.map(\.label)) - Self.headGap + 0.9)
    let room = width - 0.6 + Self.headGap
    let isLayered =
      state.isHeadGrid && room / Double(stack.width) - Self.headGap >= least
      && stack.layers.count > 1
    let most = max(1, Int(room / (least + Self.headGap)))
    let even = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16].last { $0 <= min(most, heads.count) } ?? 1
    // Few heads stand in one row; many in a block about as wide as high.
    let columns =
      isLayered ? stack.width : heads.count <= 4 ? heads.count : max(min(even, 4), even / 2)
    let side = min(44, room / Double(columns) - Self.headGap)
    let extent = stack.extent
    let ratio = Double(extent.queries) / Double(max(1, extent.keys))
    let hasRoles = heads.contains { $0.statistics.role != nil }
    let long = heads.map { Self.width(of: $0.label + " " + longRole($0)) }.max() ?? 0
    return HeadGrid(
      columns: columns,
      rows: isLayered ? stack.layers.count : (heads.count + columns - 1) / columns,
      isLayered: isLayered, side: side, height: min(2 * side, max(2, side * ratio)),
      lines: hasRoles && long > side ? 2 : 1)
  }

  private mutating func draw(
    _ head: HeadStack.Head, _ left: Double, _ grid: HeadGrid, _ captions: Double, asImage: Bool
  ) {
    var plot = MapPlot(headField(head), queries: [], keys: [])
    (plot.left, plot.top) = (left, top)
    plot.cellWidth = grid.side / Double(max(1, plot.field.columns))
    plot.cellHeight = grid.height / Double(max(1, plot.field.rows))
    drawCells(plot, asImage: asImage)
    let room = grid.side + (grid.columns > 1 ? Self.headGap - 0.6 : 0)
    let long = longRole(head)
    let isOne = grid.lines == 1 && Self.width(of: head.label + " " + long) <= room
    let feet = Self.feet(captions, Self.line)
    // Heavy letters where they have room.
    write(head.label, left, feet, isBold: 1.12 * Self.width(of: head.label) <= grid.side)
    let role = [long, shortRole(head)].first { Self.width(of: $0) <= room }
    if isOne {
      write(long, left + Self.width(of: head.label) * 1.12 + 0.9, feet, .start, faint)
    } else if grid.lines > 1 {
      let own = role ?? LetterWidths.fitted(long, to: room)
      write(own, left, feet + Self.line, .start, faint)
    }
  }

  /// The map of a head from afar.
  func headField(_ head: HeadStack.Head) -> FigureField {
    let thumbnail = state.hiddenKeys.isEmpty ? head.thumbnail : head.sinkless
    let shares = thumbnail.shares(
      rows: thumbnail.rows, columns: thumbnail.columns, state.shownScale,
      reaching: options.reaching ?? state.reach)
    return FigureField(shares: shares, rows: thumbnail.rows, columns: thumbnail.columns, palette)
  }

  private func longRole(_ head: HeadStack.Head) -> String {
    let own = state.headSwitch(head.name)
    if own != .on { return own == .off ? texts.off : texts.alone }
    guard let role = head.statistics.role else { return "" }
    return role.rawValue + score(head)
  }

  private func shortRole(_ head: HeadStack.Head) -> String {
    head.statistics.role.map { texts.roleShort($0) } ?? ""
  }

  private func score(_ head: HeadStack.Head) -> String {
    head.statistics.roleScore.map {
      " " + ($0 < 0.995 ? shareText(Double($0), 2) : fixed(Double($0), 1))
    } ?? ""
  }

  private func headNotes(_ stack: HeadStack, _ heads: [HeadStack.Head]) -> [Note] {
    var notes: [Note] = []
    let extent = stack.extent
    let isPooled = heads.contains { !$0.thumbnail.isWhole }
    notes.append(
      Note(
        text: isPooled
          ? texts.brightest(extent.queries, extent.keys)
          : texts.extent(extent.queries, extent.keys)))
    let broken = heads.reduce(0) { $0 + $1.thumbnail.values.count { $0.isNaN } }
    if broken > 0 { notes.append(Note(sample: .cross, text: texts.notANumberHere(broken))) }
    if !state.hiddenKeys.isEmpty {
      let mass = shareText(Double(stack.sinkMass), 2)
      notes.append(Note(text: texts.sinkHidden(stack.sinkNames, mass)))
    }
    if stack.kind == .causal { notes += causalNotes }
    if let measured = stack.measuredOn, heads.contains(where: { $0.statistics.role != nil }) {
      notes.append(Note(text: texts.measuredOn(texts.inputs(measured))))
    }
    return notes
  }
}
