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
  /// Patches of an image stand as they do in the image, a tile each.
  init(_ keys: ShownLabels, _ grid: PatchGrid?, within room: Int, known: WordLines?) {
    (self.keys, self.room) = (keys, room)
    if let known, known.room == room, known.keys == keys {
      tokens = known.tokens
      return
    }
    if let grid {
      tokens = Self.tiles(keys, grid, room)
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

  /// What stands before the patches in a line of its own, then the patches row by row.
  private static func tiles(
    _ keys: ShownLabels, _ grid: PatchGrid, _ room: Int
  ) -> [WordsLayout.Token] {
    let cells = (room / grid.columns).clamped(to: 1...4)
    var (line, column) = (0, 0)
    return keys.enumerated().map { place, key in
      let patch = place - grid.prefix
      if (0..<(grid.rows * grid.columns)).contains(patch) {
        line = patch / grid.columns + (grid.prefix > 0 ? 1 : 0)
        return WordsLayout.Token(
          line: line, column: patch % grid.columns * cells, columns: cells)
      }
      // What comes behind the patches has lines of its own, too.
      if patch == grid.rows * grid.columns { (line, column) = (line + 1, 0) }
      let own = max(1, min(WordsLayout.widest, width(of: key), room))
      if column > 0, column + own > room { (line, column) = (line + 1, 0) }
      defer { column += own + 1 }
      return WordsLayout.Token(line: line, column: column, columns: own)
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
