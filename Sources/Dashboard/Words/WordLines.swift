import Screens
import Snapshots

/// How the tokens of a text stand in lines of so many cells.
///
/// It changes with the text and the width of the terminal, not with the weights.
struct WordLines: Hashable {
  let keys: ShownLabels
  let room: Int
  let tokens: [WordsLayout.Token]

  /// The lines of `keys`; `known` ones of the same are not broken again.
  ///
  /// Words have a blank between them, characters stand close.
  init(_ keys: ShownLabels, within room: Int, known: WordLines?) {
    (self.keys, self.room) = (keys, room)
    if let known, known.room == room, known.keys == keys {
      tokens = known.tokens
      return
    }
    // Characters get a cell more where all of them still stand in one line.
    let least = !keys.isWords && 2 * keys.count <= room ? 2 : 1
    var (line, column) = (0, 0)
    tokens = keys.map { key in
      let cells = max(least, min(WordsLayout.widest, width(of: key), room))
      if column > 0, column + cells > room { (line, column) = (line + 1, 0) }
      defer { column += cells + (keys.isWords ? 1 : 0) }
      return WordsLayout.Token(line: line, column: column, columns: cells)
    }
  }

  /// How many lines there are.
  var lines: Int { (tokens.last?.line ?? 0) + 1 }

  /// The first token of `line`, or how many there are where it is behind the last.
  func first(of line: Int) -> Int {
    var (low, high) = (0, tokens.count)
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].line < line { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
