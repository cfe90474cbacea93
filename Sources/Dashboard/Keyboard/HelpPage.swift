import Screens
import Subjects

/// The lines of help for the present width and filter.
struct HelpPage {
  /// One part of a line.
  struct Part: Hashable {
    /// How a part looks.
    enum Kind: Hashable { case prose, heading, key, does, unable }

    var column: Int
    var string: String
    var kind: Kind

    /// The column after it.
    var end: Int { column + width(of: string) }

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
  static func room(_ layout: MapLayout) -> Int { max(1, layout.readout - 2) }

  init(_ state: State) {
    let layout = MapLayout(state)
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
    let hasAnswers = state.run.abilities.contains(.trains) || state.picture?.hasMarks == true
    prose(state.screen == .map && !hasAnswers ? texts.helpOnOtherMaps : texts.helpOn(state.screen))
    lines += Self.columns(state, within: columns)
    lines.append([])
    prose(texts.helpRules)
    for section in Self.sections(state) {
      lines.append([Part(column: 0, string: section.heading, kind: .heading)])
      lines += Self.lines(section.entries, within: columns)
      lines.append([])
    }
    lines.removeLast()
    self.lines = lines
  }

  private static func filtered(_ state: State) -> [[Part]] {
    let texts = state.texts
    let wanted = state.filter.lowercased()
    let entries = KeyMap.map.entries.filter { entry in
      entry.caption.lowercased().contains(wanted)
        || (does(entry.caption, state)).lowercased().contains(wanted)
    }
    let room = MapLayout(state).columns - 2 * MapLayout(state).margin
    let more = sections(state).flatMap(\.entries).filter {
      $0.word.lowercased().contains(wanted) || $0.says.lowercased().contains(wanted)
    }
    let sentences = (ScreenName.allCases.flatMap { texts.helpOn($0) } + texts.helpRules)
      .filter { $0.lowercased().contains(wanted) }
    if entries.isEmpty, more.isEmpty, sentences.isEmpty {
      return [[Part(column: 0, string: texts.noKeyMatches(state.filter), kind: .prose)]]
    }
    let prose = sentences.flatMap { wrapped($0, to: min(100, room)) }
      .map { [Part(column: 1, string: $0, kind: .prose)] }
    let blocks = [
      entries.isEmpty ? [] : lines(entries, state), lines(more, within: room), prose,
    ]
    return Array(blocks.filter { !$0.isEmpty }.joined(separator: [[]]))
  }

  /// What is listed below the keys: commands, then what words mean.
  private static func sections(_ state: State)
    -> [(heading: String, entries: [(word: String, says: String)])]
  {
    let texts = state.texts
    return [
      (
        texts.commandsHeading,
        CommandName.allCases.map { (":" + $0.rawValue, texts.commandHelp($0)) }
      ), (texts.glossaryHeading, texts.glossary),
    ]
  }

  /// One line for each entry, wrapped behind its word where it is long.
  private static func lines(_ entries: [(word: String, says: String)], within room: Int)
    -> [[Part]]
  {
    let longest = entries.map { width(of: $0.word) }.max() ?? 0
    let column = 1 + longest + 2
    return entries.flatMap { entry in
      wrapped(entry.says, to: max(8, min(100, room) - column)).enumerated().map { place, line in
        let says = Part(column: column, string: line, kind: .does)
        return place == 0
          ? [Part(column: 1, string: entry.word, kind: .key), says] : [says]
      }
    }
  }

  /// The groups side by side, as many as fit and each kept whole.
  private static func columns(_ state: State, within room: Int) -> [[Part]] {
    let groups = KeyMap.Group.allCases.compactMap { group -> [[Part]]? in
      let entries = KeyMap.map.entries.filter { $0.group == group }
      guard !entries.isEmpty else { return nil }
      let heading = Part(column: 0, string: state.texts.keyGroup(group), kind: .heading)
      return [[heading]] + lines(entries, state) + [[]]
    }
    for count in stride(from: 4, to: 1, by: -1) {
      let columns = stacked(groups, count: count)
      let widths = columns.map { $0.flatMap { $0 }.map(\.end).max() ?? 0 }
      let gap = min(9, (room - widths.reduce(0, +)) / max(1, columns.count - 1))
      guard gap >= 3 else { continue }
      return sideBySide(columns, widths.map { $0 + gap })
    }
    return Array(groups.joined().dropLast())
  }

  /// `groups` one below the other, in at most `count` columns of about equal height.
  private static func stacked(_ groups: [[[Part]]], count: Int) -> [[[Part]]] {
    let total = groups.reduce(0) { $0 + $1.count }
    let height = max((total + count - 1) / count, groups.map(\.count).max() ?? 0) + 2
    var columns: [[[Part]]] = [[]]
    for group in groups {
      let isFull = !columns[columns.count - 1].isEmpty
      if isFull, columns[columns.count - 1].count + group.count > height, columns.count < count {
        columns.append([])
      }
      columns[columns.count - 1] += group
    }
    return columns
  }

  private static func sideBySide(_ columns: [[[Part]]], _ widths: [Int]) -> [[Part]] {
    var lines = [[Part]](repeating: [], count: columns.map(\.count).max() ?? 0)
    var left = 0
    for (column, width) in zip(columns, widths) {
      for (row, line) in column.enumerated() {
        lines[row] += line.map {
          Part(column: $0.column + left, string: $0.string, kind: $0.kind)
        }
      }
      left += width
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// A line an entry, what the keys do aligned behind the longest of them.
  private static func lines(_ entries: [KeyMap.Entry], _ state: State) -> [[Part]] {
    let longest = entries.map { width(of: $0.caption) }.max() ?? 0
    return entries.map { entry in
      let isUnable = entry.bindings.allSatisfy { state.whyNot($0.action) != nil }
      return [
        Part(column: 1, string: entry.caption, kind: isUnable ? .unable : .key),
        Part(
          column: 1 + longest + 2, string: does(entry.caption, state),
          kind: isUnable ? .unable : .does),
      ]
    }
  }

  /// What the keys printed as `caption` do on the present screen.
  static func does(_ caption: String, _ state: State) -> String {
    state.texts.keyHelp(caption, on: state.screen) ?? state.texts.keyHelp(caption) ?? ""
  }
}
