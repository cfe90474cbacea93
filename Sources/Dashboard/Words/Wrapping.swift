import Screens

extension Canvas {
  /// Writes `lines` into `area`, one below the other.
  mutating func write(_ lines: [String], in area: Rectangle, _ style: Style) {
    for (place, line) in lines.prefix(area.rows).enumerated() {
      write(line, row: area.row + place, column: area.column, style, in: area)
    }
  }
}

/// `text` broken at blanks into lines of at most `cells`.
func wrapped(_ text: String, to cells: Int) -> [String] {
  var lines: [String] = []
  for word in text.split(separator: " ").map(String.init) {
    for (place, part) in breakable(word, cells).enumerated() {
      let gap = place == 0 ? " " : ""
      if let last = lines.last, width(of: last + gap + part) <= cells {
        lines[lines.count - 1] += gap + part
      } else {
        lines.append(part)
      }
    }
  }
  return lines
}

/// `text` shortened to `cells`, with a mark where something is missing; no word is cut, unless there is
/// room for nothing else.
func clipped(_ text: String, to cells: Int) -> String {
  if width(of: text) <= cells { return safe(text) }
  guard cells > 1 else { return cells == 1 ? "…" : "" }
  let words = wrapped(text, to: cells - 2)
  if let first = words.first, width(of: first) >= cells / 3 { return safe(first) + " …" }
  return safe(text, cells: cells - 1) + "…"
}

/// A label, which may be one long word, in at most `cells`, with a mark where something is missing.
///
/// In one cell its first character says more than the mark.
func shortened(_ label: String, to cells: Int) -> String {
  if width(of: label) <= cells { return safe(label) }
  return cells > 1 ? safe(label, cells: cells - 1) + "…" : safe(label, cells: cells)
}

/// A word in the parts between which a line may break.
///
/// A language without blanks breaks at every character, but no line begins with what closes nor
/// ends with what opens. What is too long for a line breaks anywhere.
private func breakable(_ word: String, _ cells: Int) -> [String] {
  let closing: Set<Character> = ["，", "。", "：", "；", "？", "、", "）", "”", "！", ",", ".", ")"]
  let opening: Set<Character> = ["（", "“", "("]
  func isWide(_ character: Character) -> Bool { width(of: String(character)) > 1 }
  var parts: [String] = []
  for character in word {
    guard let before = parts.last?.last, let part = parts.last else {
      parts.append(String(character))
      continue
    }
    let mayBreak =
      (isWide(before) || isWide(character)) && !closing.contains(character)
      && !opening.contains(before)
    if mayBreak || width(of: part) + width(of: String(character)) > cells {
      parts.append(String(character))
    } else {
      parts[parts.count - 1].append(character)
    }
  }
  return parts
}
