import Screens

/// A line of text being typed: the characters and where the next one goes.
///
/// Text is kept as it was typed or pasted; it becomes safe when it is drawn.
public struct Line: Hashable, Sendable {
  /// What stands left of the cursor, and the rest: so a letter typed at the end of a long line
  /// costs what it costs at the end of a short one.
  private(set) var before = ""
  private(set) var after = ""
  /// Which entry of the history is shown, counted from the newest; nil is the line itself.
  private var recalled: Int?
  private var draft = ""

  /// A line holding `text`, with the cursor behind it.
  public init(_ text: String = "") { before = text }

  /// The text.
  public var text: String { after.isEmpty ? before : before + after }

  /// The characters.
  public var characters: [Character] { Array(text) }

  /// The number of characters left of the cursor.
  public var cursor: Int { before.count }

  /// Whether nothing is typed.
  public var isEmpty: Bool { before.isEmpty && after.isEmpty }

  /// The bytes of the text in UTF-8.
  public var byteCount: Int { before.utf8.count + after.utf8.count }

  /// Puts `text` at the cursor.
  public mutating func insert(_ text: String) {
    before += text
    keepWhole()
  }

  /// A mark right of the cursor joins the character left of it: the cursor stands behind both.
  private mutating func keepWhole() {
    while let last = before.last, let first = after.first, !last.isASCII || !first.isASCII,
      (String(last) + String(first)).count == 1
    {
      before.append(after.removeFirst())
    }
  }

  /// Removes the character left of the cursor.
  public mutating func deleteBackward() {
    guard !before.isEmpty else { return }
    before.removeLast()
    keepWhole()
  }

  /// Removes the character at the cursor.
  public mutating func deleteForward() {
    guard !after.isEmpty else { return }
    after.removeFirst()
    keepWhole()
  }

  /// Removes everything left of the cursor.
  public mutating func deleteToStart() { before = "" }

  /// Removes everything from the cursor on.
  public mutating func deleteToEnd() { after = "" }

  /// Removes the word left of the cursor and the blanks behind it.
  public mutating func deleteWord() {
    while before.last?.isWhitespace == true { before.removeLast() }
    while before.last?.isWhitespace == false { before.removeLast() }
    keepWhole()
  }

  /// Moves the cursor by `distance` characters.
  public mutating func move(_ distance: Int) {
    if distance < 0 {
      let place = before.index(before.endIndex, offsetBy: distance, limitedBy: before.startIndex)
      let cut = place ?? before.startIndex
      after = before[cut...] + after
      before.removeSubrange(cut...)
    } else {
      let place = after.index(after.startIndex, offsetBy: distance, limitedBy: after.endIndex)
      let cut = place ?? after.endIndex
      before += after[..<cut]
      after.removeSubrange(..<cut)
    }
  }

  /// Moves the cursor to the beginning.
  public mutating func moveToStart() { (before, after) = ("", text) }

  /// Moves the cursor to the end.
  public mutating func moveToEnd() { (before, after) = (text, "") }

  /// Shows an older (1) or newer (−1) entry of `history`, whose last is the newest.
  ///
  /// What was being typed comes back after the newest.
  public mutating func recall(_ direction: Int, in history: [String]) {
    let place = (recalled ?? -1) + direction
    guard place >= -1, place < history.count else { return }
    if recalled == nil { draft = text }
    recalled = place < 0 ? nil : place
    before = place < 0 ? draft : history[history.count - 1 - place]
    after = ""
  }
}

extension String {
  /// Whether it has more than so many characters; looks at no more of them.
  func hasMore(than count: Int) -> Bool {
    guard utf8.count > count else { return false }
    return index(startIndex, offsetBy: count + 1, limitedBy: endIndex) != nil
  }

  /// The text without blanks at its ends.
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
