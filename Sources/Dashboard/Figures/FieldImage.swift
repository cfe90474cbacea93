public import Screens
import Snapshots
public import Subjects

/// The cells of maps as pixels, one each, with a cell between two maps.
public struct FieldImage: Hashable, Sendable {
  /// All maps.
  public var image: PixelImage
  /// How many there are.
  public var maps: Int
  /// The rows of one.
  public var rows: Int
  /// Its columns.
  public var columns: Int

  /// Fields of any sizes, in so many columns; each has the room of the largest.
  init(_ fields: [FigureField], columns count: Int) {
    maps = fields.count
    rows = fields.map(\.rows).max() ?? 0
    columns = fields.map(\.columns).max() ?? 0
    let count = max(1, min(count, fields.count))
    let lines = (fields.count + count - 1) / count
    let (height, width) = (lines * (rows + 1) - 1, count * (columns + 1) - 1)
    var pixels = [Ink?](repeating: nil, count: max(0, height * width))
    for (place, field) in fields.enumerated() {
      let (top, left) = (place / count * (rows + 1), place % count * (columns + 1))
      let own = field.image
      for row in 0..<field.rows {
        for column in 0..<field.columns {
          pixels[(top + row) * width + left + column] = own.pixels[row * field.columns + column]
        }
      }
    }
    image = PixelImage(rows: max(0, height), columns: max(0, width), pixels: pixels)
  }
}

extension State {
  /// What is shown as bare cells, without labels, dots and colour bar.
  public func fieldImage(_ options: FigureOptions) throws(ExportProblem) -> FieldImage {
    let drawing = FigureDrawing(self, options)
    let (fields, columns) = try drawing.fields()
    guard !fields.isEmpty else { throw .noAttention }
    return FieldImage(fields, columns: columns)
  }
}

extension FigureDrawing {
  /// The fields of a view, and how many stand beside each other.
  func fields() throws(ExportProblem) -> ([FigureField], columns: Int) {
    switch options.view {
    case .map, .words:
      guard let picture = state.picture else { throw .noAttention }
      return ([mapField(picture)], 1)
    case .heads:
      guard let stack = state.stack else { throw .noAttention }
      let heads = state.shownHeads
      return (heads.map(headField), state.isHeadGrid ? stack.width : min(heads.count, 4))
    case .compare:
      let views = state.paneViews
      guard views.count > 1 else { throw .nothingBeside }
      let fields = paneFields(views).filter { $0.rows > 0 }
      return (fields, fields.count)
    case .anatomy: throw .noOperations
    }
  }
}
