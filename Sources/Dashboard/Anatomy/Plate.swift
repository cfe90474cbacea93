import Tensors

/// A value as one picture: what is left of it at the cursor, with at most two axes.
struct Plate: Hashable {
  /// What a plate is beside the others of its operation.
  enum Role: Hashable {
    /// It is read.
    case input
    /// It is trained, and multiplies the plate that stands beside it.
    case kernel
    /// It is written.
    case output
  }

  var value: Int
  var role: Role
  /// The axis that goes down; nil for one row.
  var down: Axis?
  /// The axis that goes across; nil for one column or a single number.
  var across: Axis?
  /// Whether across are the positions of a text.
  var isPositioned: Bool
  var rows: Int
  var columns: Int
  /// The first element, and the distances to the next row and column.
  var first: Int
  var rowStride: Int
  var columnStride: Int
  /// Which row stands where.
  var order: [Int]

  /// The element of the value in `row` of the picture and `column`.
  func cell(row: Int, column: Int) -> Int {
    first + order[row] * rowStride + column * columnStride
  }

  /// The plate as one whose positions do not stand under tokens.
  var unpositioned: Plate {
    var plate = self
    plate.isPositioned = false
    return plate
  }

  /// The plate turned over: what went across goes down.
  func turned() -> Plate {
    var plate = self
    (plate.down, plate.across) = (across, down)
    (plate.rows, plate.columns) = (columns, rows)
    (plate.rowStride, plate.columnStride) = (columnStride, rowStride)
    plate.order = Array(0..<columns)
    return plate
  }
}
