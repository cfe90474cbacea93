/// A line of text being typed: the characters and where the next one goes.
///
/// Text is kept as it was typed or pasted; it becomes safe when it is drawn.
public struct Line: Hashable, Sendable {
  /// The characters.
  public private(set) var characters: [Character] = []
  /// The number of characters left of the cursor.
  public private(set) var cursor = 0
  /// Which entry of the history is shown, counted from the newest; nil is the line itself.
  private var recalled: Int?
  private var draft: [Character] = []

  /// A line holding `text`, with the cursor behind it.
  public init(_ text: String = "") {
    characters = Array(text)
    cursor = characters.count
  }

  /// The text.
  public var text: String { String(characters) }

  /// Puts `text` at the cursor.
  public mutating func insert(_ text: String) {
    let before = String(characters[..<cursor]) + text
    // A combining mark joins the character before it, so the cursor is counted afresh.
    characters = Array(before + String(characters[cursor...]))
    cursor = min(characters.count, before.count)
  }

  /// Removes the character left of the cursor.
  public mutating func deleteBackward() {
    guard cursor > 0 else { return }
    cursor -= 1
    characters.remove(at: cursor)
  }

  /// Removes the character at the cursor.
  public mutating func deleteForward() {
    guard cursor < characters.count else { return }
    characters.remove(at: cursor)
  }

  /// Removes everything left of the cursor.
  public mutating func deleteToStart() {
    characters.removeFirst(cursor)
    cursor = 0
  }

  /// Removes everything from the cursor on.
  public mutating func deleteToEnd() { characters.removeLast(characters.count - cursor) }

  /// Removes the word left of the cursor and the blanks behind it.
  public mutating func deleteWord() {
    var start = cursor
    while start > 0, characters[start - 1].isWhitespace { start -= 1 }
    while start > 0, !characters[start - 1].isWhitespace { start -= 1 }
    characters.removeSubrange(start..<cursor)
    cursor = start
  }

  /// Moves the cursor by `distance` characters.
  public mutating func move(_ distance: Int) {
    cursor = min(characters.count, max(0, cursor + distance))
  }

  /// Moves the cursor to the beginning.
  public mutating func moveToStart() { cursor = 0 }

  /// Moves the cursor to the end.
  public mutating func moveToEnd() { cursor = characters.count }

  /// Shows an older (1) or newer (−1) entry of `history`, whose last is the newest.
  ///
  /// What was being typed comes back after the newest.
  public mutating func recall(_ direction: Int, in history: [String]) {
    let place = (recalled ?? -1) + direction
    guard place >= -1, place < history.count else { return }
    if recalled == nil { draft = characters }
    recalled = place < 0 ? nil : place
    characters = place < 0 ? draft : Array(history[history.count - 1 - place])
    cursor = characters.count
  }
}
