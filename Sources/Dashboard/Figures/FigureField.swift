import Screens
import Snapshots

/// The colours of a map, a cell each.
struct FigureField: Hashable {
  /// How one cell looks.
  enum Look: Hashable {
    /// Nothing is there, or next to nothing.
    case blank
    case ink(Ink)
    /// It is not a number.
    case broken
    /// It is there, and left out on the present scale.
    case hidden
  }

  let rows: Int
  let columns: Int
  let looks: [Look]
  var marks: Set<Heatmap.Index> = []

  /// Above so many cells a map is one image: a page of rectangles would be slow everywhere.
  static let mostBoxes = 10_000

  init(rows: Int, columns: Int, looks: [Look]) {
    (self.rows, self.columns, self.looks) = (rows, columns, looks)
  }

  /// The colours that `heatmap` has with this palette.
  init(_ heatmap: Heatmap, _ palette: Palette) {
    (rows, columns, marks) = (heatmap.rows, heatmap.columns, heatmap.marks)
    let (broken, hidden) = (palette.notANumber, palette.hidden)
    looks = (0..<(heatmap.rows * max(1, heatmap.columns))).map { place in
      guard heatmap.columns > 0 else { return .blank }
      let cell = heatmap.look(
        row: place / heatmap.columns, column: place % heatmap.columns, palette)
      return cell == broken
        ? .broken : cell == hidden ? .hidden : Ink(cell.style.background).map(Look.ink) ?? .blank
    }
  }

  /// The colours of `rows` × `columns` shares of the brightest look; nil is not a number.
  init(shares: [Double?], rows: Int, columns: Int, _ palette: Palette) {
    self.init(
      rows: rows, columns: columns,
      looks: shares.map { share in
        guard let share else { return .broken }
        return Ink(palette.shade(Palette.level(share)).style.background).map(Look.ink) ?? .blank
      })
  }

  subscript(row: Int, column: Int) -> Look { looks[row * columns + column] }

  /// How many cells are not numbers.
  var notNumbers: Int { looks.count { $0 == .broken } }

  /// A pixel a cell; what is not a number is black and white in turns.
  var image: PixelImage {
    PixelImage(
      rows: rows, columns: columns,
      pixels: looks.enumerated().map { place, look in
        switch look {
        case .ink(let ink): ink
        case .blank, .hidden: nil
        case .broken: (place / max(1, columns) + place) % 2 == 0 ? Ink(0) : Ink(0xFFFFFF)
        }
      })
  }
}
