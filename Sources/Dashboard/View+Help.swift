import Screens
import Snapshots

extension Drawing {
  /// Help in place of the map: what the picture means, then every key.
  mutating func drawHelp() {
    let page = HelpPage(state)
    let room = HelpPage.room(layout)
    let first = state.firstHelpLine.clamped(to: 0...max(0, page.lines.count - room))
    for (place, line) in page.lines.dropFirst(first).prefix(room).enumerated() {
      var column = layout.margin
      for column0 in line {
        canvas.write(column0.text(palette), row: 2 + place, column: column + column0.column)
      }
      column = 0
      _ = column
    }
  }
}

/// The lines of help for the present width and filter.
struct HelpPage {
  /// One part of a line.
  struct Part: Hashable {
    /// How a part looks.
    enum Kind: Hashable { case prose, heading, key, does, unable }

    var column: Int
    var string: String
    var kind: Kind

    func text(_ palette: Palette) -> StyledText {
      switch kind {
      case .prose, .does: StyledText(string)
      case .heading, .unable: StyledText(string, palette.label)
      case .key: StyledText(string, palette.accent)
      }
    }
  }

  let lines: [[Part]]

  /// The number of lines that fit below the title and above the read-out.
  static func room(_ layout: Layout) -> Int { max(1, layout.readout - 2) }

  init(_ state: State) {
    let layout = Layout(state)
    let texts = state.texts
    let columns = layout.columns - 2 * layout.margin
    if !state.filter.isEmpty {
      lines = Self.filtered(state)
      return
    }
    var lines: [[Part]] = []
    func prose(_ texts: [String]) {
      for line in wrapped(texts.joined(separator: " "), to: min(100, columns)) {
        lines.append([Part(column: 0, string: line, kind: .prose)])
      }
      lines.append([])
    }
    prose(texts.helpOnMap)
    let width = 26
    let across = (columns / width).clamped(to: 1...4)
    lines += Self.columns(state, count: across, width: max(width, min(32, columns / across)))
    lines.append([])
    prose(texts.helpRules)
    lines.removeLast()
    self.lines = lines
  }

  private static func filtered(_ state: State) -> [[Part]] {
    let texts = state.texts
    let wanted = state.filter.lowercased()
    let entries = KeyMap.map.entries.filter { entry in
      entry.caption.lowercased().contains(wanted)
        || (texts.keyHelp[entry.caption] ?? "").lowercased().contains(wanted)
    }
    if entries.isEmpty {
      return [[Part(column: 0, string: texts.noKeyMatches(state.filter), kind: .prose)]]
    }
    return entries.map { line($0, state, at: 0) }
  }

  /// The groups, filled into columns of about equal height and kept whole.
  private static func columns(_ state: State, count: Int, width: Int) -> [[Part]] {
    let groups = KeyMap.Group.allCases.map { group -> [[Part]] in
      let entries = KeyMap.map.entries.filter { $0.group == group }
      guard !entries.isEmpty else { return [] }
      let heading = Part(column: 0, string: state.texts.groups[group] ?? "", kind: .heading)
      return [[heading]] + entries.map { line($0, state, at: 0) } + [[]]
    }.filter { !$0.isEmpty }
    let total = groups.reduce(0) { $0 + $1.count }
    let height = max((total + count - 1) / count, groups.map(\.count).max() ?? 0)
    var result: [[Part]] = []
    var column = 0
    var row = 0
    for group in groups {
      if row > 0, row + group.count > height + 2, column + 1 < count {
        column += 1
        row = 0
      }
      for line in group {
        while result.count <= row { result.append([]) }
        result[row] += line.map { part in
          Part(column: part.column + column * width, string: part.string, kind: part.kind)
        }
        row += 1
      }
    }
    while result.last?.isEmpty == true { result.removeLast() }
    return result
  }

  private static func line(_ entry: KeyMap.Entry, _ state: State, at column: Int) -> [Part] {
    let isUnable = entry.bindings.allSatisfy { state.whyNot($0.action) != nil }
    let text = state.texts.keyHelp[entry.caption] ?? ""
    return [
      Part(column: column + 1, string: entry.caption, kind: isUnable ? .unable : .key),
      Part(
        column: column + max(10, Screens.width(of: entry.caption) + 3), string: text,
        kind: isUnable ? .unable : .does),
    ]
  }
}
