import CNcurses
import Screens

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One row of a screen in the form that curses takes.
///
/// A screen says how many cells each character fills, and so does the C library. Where they
/// disagree (an emoji younger than the library) the screen's grid holds: a character that would
/// be wider than its place is replaced, one that is narrower is followed by a blank. Otherwise
/// the rest of the row would be shifted.
struct CellRow {
  /// The cells; a wide character is one element, as curses wants it.
  private(set) var cells: [cchar_t] = []
  private var scalars: [wchar_t] = []

  /// Forgets the cells.
  mutating func clear() {
    cells.removeAll(keepingCapacity: true)
  }

  /// Appends what `text` shows in `width` cells.
  mutating func append(_ text: String, width: Int, attributes: attr_t, pair: Int32) {
    var utf8 = text.utf8.makeIterator()
    if width == 1, let first = utf8.next(), first >= 0x20, first < 0x7f, utf8.next() == nil {
      append(wchar_t(first), attributes, pair)
      return
    }
    var left = width
    scalars.removeAll(keepingCapacity: true)
    for scalar in text.unicodeScalars {
      let character = wchar_t(truncatingIfNeeded: scalar.value)
      let cells = Int(nc_width(character))
      if cells == 0, !scalars.isEmpty {
        // A base and four marks fill a cell of curses. A joiner at the end would join what stands
        // in the next cell, and a selector makes some terminals draw wider than the grid.
        let joins = scalar.value == 0x200d || (0xfe00...0xfe0f).contains(scalar.value)
        if scalars.count < Int(CCHARW_MAX), !joins { scalars.append(character) }
        continue
      }
      // The parts of a cluster that has several, such as a flag, as far as there is room.
      left -= flush(attributes, pair)
      guard cells > 0, cells <= left else { break }
      scalars.append(character)
    }
    left -= flush(attributes, pair)
    if left == width, left > 0, text != " ", !text.isEmpty {
      append(0xfffd, attributes, pair)
      left -= 1
    }
    for _ in 0..<max(0, left) { append(0x20, attributes, pair) }
  }

  /// Appends the cluster gathered so far and returns the cells it takes.
  private mutating func flush(_ attributes: attr_t, _ pair: Int32) -> Int {
    guard let base = scalars.first else { return 0 }
    defer { scalars.removeAll(keepingCapacity: true) }
    var cell = cchar_t()
    scalars.append(0)
    if nc_cell(&cell, scalars, attributes, pair) == OK { cells.append(cell) }
    return Int(nc_width(base))
  }

  private mutating func append(_ character: wchar_t, _ attributes: attr_t, _ pair: Int32) {
    var cell = cchar_t()
    if nc_plain_cell(&cell, character, attributes, pair) == OK { cells.append(cell) }
  }
}
