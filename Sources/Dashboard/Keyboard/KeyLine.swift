import Screens

/// The last line: the keys that fit, the last of them always.
///
/// Pure geometry that drawing and clicking share.
struct KeyLine {
  /// A key with its place.
  struct Entry {
    var caption: String
    var text: String
    var isDim: Bool
    var column: Int

    /// Where its text begins.
    var textColumn: Int { column + width(of: caption) + 1 }
    /// The column after it.
    var end: Int { textColumn + width(of: text) }
  }

  let entries: [Entry]

  init(_ all: [(caption: String, text: String, isDim: Bool)], _ layout: MapLayout) {
    let end = layout.columns - layout.margin
    let gap = layout.columns >= 72 ? 3 : 2
    func cells(_ entry: (caption: String, text: String, isDim: Bool)) -> Int {
      width(of: entry.caption) + 1 + width(of: entry.text)
    }
    var shown = Array(all.dropLast())
    let last = all.last.map(cells) ?? 0
    while !shown.isEmpty,
      layout.margin + shown.reduce(0, { $0 + cells($1) + gap }) + last > end
    {
      shown.removeLast()
    }
    var column = layout.margin
    entries = (shown + all.suffix(1)).map { entry in
      defer { column += cells(entry) + gap }
      return Entry(
        caption: entry.caption, text: entry.text, isDim: entry.isDim, column: column)
    }
  }

  /// The key that is printed at a column; a click on what it does means the first that is printed.
  func key(at column: Int) -> Key? {
    guard let entry = entries.first(where: { $0.column <= column && column < $0.end }) else {
      return nil
    }
    let words = entry.caption.split(separator: " ").map(String.init)
    var begin = entry.column
    for word in words {
      begin += width(of: word) + 1
      if column < begin { return Self.key(printed: word) }
    }
    return words.first.flatMap(Self.key)
  }

  /// The key that is printed so; nil for what is no key, as the dash of `0 – 9`.
  static func key(printed word: String) -> Key? {
    switch word {
    case "space": .character(" ")
    case "enter": .enter
    case "esc": .escape
    case "tab": .tab
    case "←": .left
    case "→": .right
    case "↑": .up
    case "↓": .down
    case "–": nil
    default: word.count == 1 ? word.first.map(Key.character) : nil
    }
  }
}
