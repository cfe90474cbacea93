import Screens
import Snapshots

/// What the map draws: the part of a picture that is in sight, or its difference to another.
struct MapWindow {
  /// The field, from the first row and column in sight on.
  var heatmap: Heatmap
  /// How many values of the whole map are not numbers.
  var notNumbers: Int
  /// Whether anything that is drawn is only the largest of its block.
  var isOverview: Bool

  /// The part of `picture` in `rows` and `columns`.
  init(_ state: State, _ picture: Picture, rows: Range<Int>, columns: Range<Int>) {
    notNumbers = picture.notNumbers
    isOverview = !picture.isExact(rows, columns)
    if let earlier = state.otherPicture {
      heatmap = Heatmap(rows: 0, columns: 0, values: [])
      draw(picture, since: earlier, rows, columns)
    } else {
      heatmap = Heatmap(
        rows: rows.count, columns: columns.count,
        values: rows.flatMap { picture.row($0, columns) }, meaning: state.meaning)
      heatmap.possible = rows.map(picture.allowed)
      for key in state.hiddenKeys where columns.contains(key) {
        heatmap.hiddenColumns.insert(key - columns.lowerBound)
      }
    }
    for row in picture.hasMarks ? rows : 0..<0 {
      for key in picture.expected(row) ?? [] where columns.contains(key) {
        heatmap.marks.insert(
          Heatmap.Index(row: row - rows.lowerBound, column: key - columns.lowerBound))
      }
    }
  }

  private mutating func draw(
    _ picture: Picture, since earlier: Picture, _ rows: Range<Int>, _ columns: Range<Int>
  ) {
    // A row that only one of the two wrote has no difference.
    let values = rows.flatMap { row -> [Float] in
      let now = picture.row(row, columns)
      guard row < earlier.queries.count else { return now.map { _ in 0 } }
      return zip(now, earlier.row(row, columns)).map { $0 - $1 }
    }
    let common = rows.clamped(to: 0..<earlier.queries.count)
    isOverview = isOverview || !earlier.isExact(common, columns)
    let change = picture.change(since: earlier)
    // Of what is not there nobody knows by how much it differs: the scale is that of what is drawn.
    let most =
      change.map { abs($0.most?.weight ?? 0) }
      ?? values.reduce(0) { $1.isNaN ? $0 : max($0, abs($1)) }
    notNumbers = change?.notNumbers ?? values.count { $0.isNaN }
    heatmap = Heatmap(
      rows: rows.count, columns: columns.count, values: values,
      meaning: .differences(most: most))
  }
}
