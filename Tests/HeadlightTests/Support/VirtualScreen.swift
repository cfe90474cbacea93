import Screens

/// A small terminal for tests: takes the bytes a program writes and keeps the screen they draw.
///
/// It understands what curses may send for the entries in use (xterm, tmux, screen, linux, vt100,
/// direct colour) and nothing else: whatever it does not know is recorded in `unknown`, which a
/// test expects to be empty. That is the point of it. A full emulator would forgive a stray byte.
struct VirtualScreen {
  /// The cells of the screen that shows, as a `Screen` to compare with what was meant.
  private(set) var screen: Screen
  /// The DEC modes that are on: 25 is the cursor, 1049 the alternate screen.
  private(set) var modes: Set<Int> = [25]
  /// Where the cursor stands; the column may be one past the last, when a wrap is pending.
  private(set) var cursor = Screen.Position(row: 0, column: 0)
  /// What was not understood, readable.
  private(set) var unknown: [String] = []
  /// The texts that were copied out by OSC 52, still encoded.
  private(set) var clipboard: [String] = []
  /// The title of the window.
  private(set) var title = ""
  /// How often the bell rang.
  private(set) var bells = 0
  /// What the program asked and the terminal has not answered yet.
  private(set) var questions: [Question] = []

  /// A question that a program puts to its terminal.
  enum Question: Equatable { case identity, background, cursorPosition }

  private var pen = Style.plain
  private var mainScreen: Screen?
  private var savedCursor = (position: Screen.Position(row: 0, column: 0), pen: Style.plain)
  /// The rows that scroll, first and last.
  private var region: ClosedRange<Int>
  private var isInserting = false
  /// Whether G0 and G1 hold line drawing, and which of the two is in use.
  private var drawsLines = [false, false]
  private var shift = 0
  private var lastText = " "
  private var pending: [UInt8] = []

  /// A blank screen of this size.
  init(columns: Int, rows: Int) {
    screen = Screen(columns: columns, rows: rows)
    region = 0...max(0, rows - 1)
  }

  /// Whether the program is on the alternate screen.
  var isAlternate: Bool { modes.contains(1049) }

  /// The modes that a program must not leave behind; empty for a terminal as it was.
  var modesLeft: [Int] {
    let left = [47, 1000, 1002, 1003, 1004, 1006, 1047, 1049, 2004, 2026].filter(modes.contains)
    return modes.contains(25) ? left : left + [25]
  }

  /// Takes the open questions, to answer them.
  mutating func takeQuestions() -> [Question] {
    defer { questions = [] }
    return questions
  }

  /// The same terminal at another size, blank: a program redraws after a resize.
  mutating func resize(columns: Int, rows: Int) {
    screen = Screen(columns: columns, rows: rows)
    mainScreen = mainScreen.map { _ in screen }
    region = 0...max(0, rows - 1)
    cursor = Screen.Position(row: 0, column: 0)
  }

  // MARK: Bytes

  /// Takes what the program wrote; a sequence may be cut anywhere.
  mutating func feed(_ bytes: some Sequence<UInt8>) {
    pending += bytes
    var rest = pending[...]
    while !rest.isEmpty, let used = step(rest) { rest = rest.dropFirst(used) }
    pending = Array(rest)
  }

  /// Takes the control or character at the start; nil when its end has not come yet.
  private mutating func step(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard let first = bytes.first else { return nil }
    switch first {
    case 0x1b: return escape(bytes)
    case 0x00..<0x20, 0x7f:
      control(first)
      return 1
    default:
      let length = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
      // A program that dies in the middle of a character goes on with a control.
      let rest = bytes.dropFirst().prefix(length - 1)
      if let cut = rest.firstIndex(where: { $0 < 0x80 }) {
        unknown.append("a character cut short")
        return cut - bytes.startIndex
      }
      guard bytes.count >= length else { return nil }
      let text = String(decoding: bytes.prefix(length), as: UTF8.self)
      if first >= 0x80, text.contains("\u{fffd}") { unknown.append("invalid UTF-8 \(first)") }
      put(drawsLines[shift] ? Self.lines[first] ?? text : text)
      return length
    }
  }

  private mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x00: break  // Padding: slow terminals needed the time.
    case 0x07: bells += 1
    case 0x08: cursor.column = max(0, min(cursor.column, screen.columns - 1) - 1)
    case 0x09: cursor.column = min(screen.columns - 1, (cursor.column / 8 + 1) * 8)
    case 0x0a: lineFeed()
    case 0x0d: cursor.column = 0
    case 0x0e, 0x0f: shift = byte == 0x0e ? 1 : 0
    default: unknown.append("control \(byte)")
    }
  }

  private mutating func escape(_ bytes: ArraySlice<UInt8>) -> Int? {
    let body = bytes.dropFirst()
    guard let kind = body.first else { return nil }
    if kind == 0x1b { return 1 }
    switch kind {
    case UInt8(ascii: "["):
      let isEnd = { (byte: UInt8) in (0x40...0x7e).contains(byte) || byte == 0x1b }
      guard let end = body.dropFirst().firstIndex(where: isEnd) else { return nil }
      // A new escape takes the place of the one that never ended, as in every terminal.
      if bytes[end] == 0x1b {
        unknown.append("a sequence cut short")
        return end - bytes.startIndex
      }
      let parameters = String(decoding: body.dropFirst().prefix(upTo: end), as: UTF8.self)
      sequence(parameters, Character(Unicode.Scalar(bytes[end])))
      return end - bytes.startIndex + 1
    case UInt8(ascii: "]"), UInt8(ascii: "P"):
      guard let end = body.firstIndex(where: { $0 == 0x07 || $0 == 0x1b }) else { return nil }
      let isLong = bytes[end] == 0x1b
      if isLong, end + 1 >= bytes.endIndex { return nil }
      if isLong, bytes[end + 1] != UInt8(ascii: "\\") {
        unknown.append("a string cut short")
        return end - bytes.startIndex
      }
      string(String(decoding: body.dropFirst().prefix(upTo: end), as: UTF8.self), kind)
      return end - bytes.startIndex + (isLong ? 2 : 1)
    case UInt8(ascii: "("), UInt8(ascii: ")"):
      guard let set = body.dropFirst().first else { return nil }
      drawsLines[kind == UInt8(ascii: "(") ? 0 : 1] = set == UInt8(ascii: "0")
      return 3
    case UInt8(ascii: "M"):
      if cursor.row == region.lowerBound { scroll(by: -1) } else { move(row: cursor.row - 1) }
    case UInt8(ascii: "D"): lineFeed()
    case UInt8(ascii: "E"):
      cursor.column = 0
      lineFeed()
    case UInt8(ascii: "7"): savedCursor = (cursor, pen)
    case UInt8(ascii: "8"): (cursor, pen) = savedCursor
    case UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "H"): break  // Keypad, tab stop.
    case UInt8(ascii: "c"): self = VirtualScreen(columns: screen.columns, rows: screen.rows)
    default: unknown.append("ESC \(Character(Unicode.Scalar(kind)))")
    }
    return 2
  }

  // MARK: Strings

  private mutating func string(_ text: String, _ kind: UInt8) {
    let parts = text.split(separator: ";", maxSplits: 2, omittingEmptySubsequences: false)
    switch (kind, parts.first) {
    case (UInt8(ascii: "]"), "0"), (UInt8(ascii: "]"), "2"):
      title = parts.dropFirst().joined(separator: ";")
    case (UInt8(ascii: "]"), "11") where parts.last == "?": questions.append(.background)
    case (UInt8(ascii: "]"), "52") where parts.count == 3: clipboard.append(String(parts[2]))
    case (UInt8(ascii: "]"), "104"), (UInt8(ascii: "]"), "112"): break  // Palette as it was.
    default: unknown.append("string \(Character(Unicode.Scalar(kind)))\(text)")
    }
  }

  // MARK: Sequences

  private mutating func sequence(_ text: String, _ final: Character) {
    let prefix = text.first.flatMap { "?>=!".contains($0) ? $0 : nil }
    let numbers = text.drop { "?>=! ".contains($0) }
      .split(whereSeparator: { $0 == ";" || $0 == ":" }).map { Int($0) ?? 0 }
    func number(_ index: Int = 0, or standard: Int = 1) -> Int {
      index < numbers.count && numbers[index] > 0 ? numbers[index] : standard
    }
    switch (prefix, final) {
    case (nil, "H"), (nil, "f"): move(row: number() - 1, column: number(1) - 1)
    case (nil, "G"), (nil, "`"): move(column: number() - 1)
    case (nil, "d"): move(row: number() - 1)
    case (nil, "A"): move(row: cursor.row - number())
    case (nil, "B"): move(row: cursor.row + number())
    case (nil, "C"): move(column: cursor.column + number())
    case (nil, "D"): move(column: min(cursor.column, screen.columns - 1) - number())
    case (nil, "Z"): move(column: max(0, (cursor.column - 1) / 8 * 8))
    case (nil, "J"): eraseDisplay(number(or: 0))
    case (nil, "K"): eraseLine(number(or: 0))
    case (nil, "X"): erase(row: cursor.row, cursor.column..<cursor.column + number())
    case (nil, "P"): shiftCells(by: -number())
    case (nil, "@"): shiftCells(by: number())
    case (nil, "L"), (nil, "M"):
      let whole = region
      if whole.contains(cursor.row) {
        region = cursor.row...whole.upperBound
        scroll(by: final == "L" ? -number() : number())
        region = whole
      }
    case (nil, "S"): scroll(by: number())
    case (nil, "T"): scroll(by: -number())
    case (nil, "b"): for _ in 0..<number() { put(lastText) }
    case (nil, "r"):
      let last = min(screen.rows, number(1, or: screen.rows)) - 1
      region = min(number() - 1, last)...last
      move(row: 0, column: 0)
    case (nil, "m"): render(numbers)
    case (nil, "h"), (nil, "l"):
      // 34 is the shape of the cursor in tmux and screen.
      if numbers == [4] {
        isInserting = final == "h"
      } else if numbers != [34] {
        unknown.append("CSI \(text)\(final)")
      }
    case ("?", "h"), ("?", "l"): for mode in numbers { setMode(mode, final == "h") }
    case (nil, "c"): questions.append(.identity)
    case (nil, "n") where numbers == [6]: questions.append(.cursorPosition)
    case ("?", "c"): break  // The cursor of the Linux console.
    case (nil, "t") where [22, 23].contains(number()): break  // The title is put by, and back.
    case ("!", "p"), (nil, "q"): break  // Soft reset, shape of the cursor.
    default: unknown.append("CSI \(text)\(final)")
    }
  }

  private mutating func setMode(_ mode: Int, _ isOn: Bool) {
    // 1 keypad, 7 wrap, 12 blinking, 69 margins and 1034 meta change nothing that is kept here.
    let known = [1, 7, 12, 25, 47, 69, 1000, 1002, 1003, 1004, 1006, 1034, 1047, 1049, 2004, 2026]
    if !known.contains(mode) { unknown.append("mode \(mode)") }
    let was = modes.contains(mode)
    if isOn { modes.insert(mode) } else { modes.remove(mode) }
    guard mode == 1049, was != isOn else { return }
    if isOn {
      savedCursor = (cursor, pen)
      mainScreen = screen
      screen = Screen(columns: screen.columns, rows: screen.rows)
    } else {
      screen = mainScreen ?? screen
      (cursor, pen) = savedCursor
    }
  }

  /// Colours and attributes.
  private mutating func render(_ numbers: [Int]) {
    var rest = (numbers.isEmpty ? [0] : numbers)[...]
    while let code = rest.popFirst() {
      switch code {
      case 0: pen = .plain
      case 1: pen.isBold = true
      case 2: pen.isDim = true
      case 7: pen.isReversed = true
      case 22: (pen.isBold, pen.isDim) = (false, false)
      case 27: pen.isReversed = false
      case 4: pen.isUnderlined = true
      case 24: pen.isUnderlined = false
      case 3, 5, 8, 10, 11, 23, 25, 28: break  // Italics, blinking: never asked for here.
      case 30...37: pen.foreground = .indexed(UInt8(code - 30))
      case 40...47: pen.background = .indexed(UInt8(code - 40))
      case 90...97: pen.foreground = .indexed(UInt8(code - 82))
      case 100...107: pen.background = .indexed(UInt8(code - 92))
      case 39: pen.foreground = .standard
      case 49: pen.background = .standard
      case 38, 48:
        guard let color = Self.color(&rest) else {
          unknown.append("color \(numbers)")
          return
        }
        if code == 38 { pen.foreground = color } else { pen.background = color }
      default: unknown.append("attribute \(code)")
      }
    }
  }

  /// The colour after 38 or 48.
  private static func color(_ rest: inout ArraySlice<Int>) -> Color? {
    switch rest.popFirst() {
    case 5:
      return rest.popFirst().map { .indexed(UInt8(clamping: $0)) }
    case 2:
      guard rest.count >= 3 else { return nil }
      let parts = rest.prefix(3).map { UInt8(clamping: $0) }
      rest = rest.dropFirst(3)
      return .rgb(parts[0], parts[1], parts[2])
    default:
      return nil
    }
  }

  // MARK: Cells

  private mutating func move(row: Int? = nil, column: Int? = nil) {
    if let row { cursor.row = max(0, min(screen.rows - 1, row)) }
    if let column { cursor.column = max(0, min(screen.columns - 1, column)) }
  }

  private mutating func put(_ text: String) {
    let width = Self.width(text)
    if width == 0 {
      var column = cursor.column - 1
      if screen[cursor.row, column].text.isEmpty { column -= 1 }
      screen[cursor.row, column].text += text
      return
    }
    if cursor.column + width > screen.columns {
      cursor.column = 0
      lineFeed()
    }
    if isInserting { shiftCells(by: width) }
    screen[cursor.row, cursor.column] = Cell(text, pen)
    if width == 2 { screen[cursor.row, cursor.column + 1] = .continuation(pen) }
    cursor.column += width
    lastText = text
  }

  private mutating func lineFeed() {
    if cursor.row == region.upperBound { scroll(by: 1) } else { move(row: cursor.row + 1) }
  }

  /// Moves the rows of the region up, or down for a negative count.
  private mutating func scroll(by count: Int) {
    let before = screen
    for row in region {
      for column in 0..<screen.columns {
        screen[row, column] = region.contains(row + count) ? before[row + count, column] : blank
      }
    }
  }

  /// Moves the rest of the row right, or left for a negative count.
  private mutating func shiftCells(by count: Int) {
    let before = screen
    for column in cursor.column..<max(cursor.column, screen.columns) {
      let source = column - count
      let isInside = source >= cursor.column && source < screen.columns
      screen[cursor.row, column] = isInside ? before[cursor.row, source] : blank
    }
  }

  private mutating func eraseDisplay(_ part: Int) {
    if part == 0 { eraseLine(0) } else if part == 1 { eraseLine(1) }
    let rows =
      part == 0 ? cursor.row + 1..<screen.rows : part == 1 ? 0..<cursor.row : 0..<screen.rows
    for row in rows { erase(row: row, 0..<screen.columns) }
  }

  private mutating func eraseLine(_ part: Int) {
    let column = cursor.column
    let columns =
      part == 0 ? column..<screen.columns : part == 1 ? 0..<column + 1 : 0..<screen.columns
    erase(row: cursor.row, columns)
  }

  private mutating func erase(row: Int, _ columns: Range<Int>) {
    for column in columns { screen[row, column] = blank }
  }

  /// What erasing leaves: terminals keep the background colour.
  private var blank: Cell { Cell(" ", Style(background: pen.background)) }

  /// The cells of a character: a table as small as the tests' texts.
  private static func width(_ text: String) -> Int {
    guard let value = text.unicodeScalars.first?.value else { return 0 }
    switch value {
    case 0x300...0x36f, 0x200d, 0xfe00...0xfe0f: return 0
    case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xff00...0xff60,
      0x1f300...0x1faff, 0x20000...0x3fffd:
      return 2
    default: return 1
    }
  }

  /// The line drawing set of the VT100, as far as curses uses it.
  private static let lines: [UInt8: String] = Dictionary(
    uniqueKeysWithValues: zip("jklmnqtuvwxa`~f".utf8, "┘┐┌└┼─├┤┴┬│▒◆·°".map(String.init)))
}
