import CKernels
import Tensors

/// c = Σ a · b over every axis that a and b share and c lacks: one or more matrix products.
///
/// An axis of a and c alone is a row, of b and c alone a column, of all three a batch, of a and b
/// alone the depth. Axes of one kind merge into one where they are neighbours in both memories, so
/// that a Dense layer over batch and position is a single product. What cannot merge is looped
/// over; the offsets of that loop are computed here, once.
struct Contraction {
  private struct Group {
    var length = 1
    var first = 0
    var second = 0
  }

  private var rows = Group()
  private var columns = Group()
  private var depth = Group()
  private var swapped = false
  private var offsets: [(a: Int, b: Int, c: Int, bias: Int, isFirst: Bool)] = []

  /// The plan of the product.
  ///
  /// - `hasBias`: whether numbers are added that have the axes of b alone: then the roles of
  ///   a and b stay.
  init(_ a: Strides, _ b: Strides, into c: Strides, hasBias: Bool = false) {
    // The columns' neighbours must be neighbours in c; if they are a's, the roles are exchanged.
    let inner = zip(c.axes, c.lengths).filter { $1 > 1 && a.contains($0) != b.contains($0) }
      .map(\.0).min { c.stride($0) < c.stride($1) }
    if let inner, a.contains(inner), c.stride(inner) == 1, !hasBias {
      let fromB = c.axes.filter { b.contains($0) && !a.contains($0) }
      // A product with nothing but rows stays as it is: it is a row of dot products.
      if !fromB.isEmpty || a.stride(inner) == 1 { swapped = true }
    }
    let (first, second) = swapped ? (b, a) : (a, b)

    var rowAxes: [Axis] = []
    var columnAxes: [Axis] = []
    var batchAxes: [Axis] = []
    var depthAxes: [Axis] = []
    for axis in c.axes {
      switch (first.contains(axis), second.contains(axis)) {
      case (true, true): batchAxes.append(axis)
      case (true, false): rowAxes.append(axis)
      case (false, true): columnAxes.append(axis)
      case (false, false): fatalError("axis \(axis) of the product occurs in neither factor")
      }
    }
    for axis in first.axes where !c.contains(axis) {
      guard second.contains(axis) else { fatalError("axis \(axis) is in one factor only") }
      depthAxes.append(axis)
    }
    for axis in second.axes where !c.contains(axis) && !first.contains(axis) {
      fatalError("axis \(axis) is in one factor only")
    }

    func length(_ axis: Axis) -> Int {
      let own = first.axes.firstIndex(of: axis).map { first.lengths[$0] }
      let other = second.axes.firstIndex(of: axis).map { second.lengths[$0] }
      if let own, let other, own != other {
        fatalError("axis \(axis) is \(own) in one factor and \(other) in the other")
      }
      return own ?? other ?? 1
    }
    var loops: [(length: Int, a: Int, b: Int, c: Int, bias: Int, isDepth: Bool)] = []
    for axis in batchAxes {
      loops.append(
        (length(axis), first.stride(axis), second.stride(axis), c.stride(axis), 0, false))
    }

    // Merges neighbours of one kind; the rest is looped over.
    func merged(
      _ axes: [Axis], _ x: Strides, _ y: Strides, startsAnywhere: Bool = false,
      _ rest: (Axis) -> Void
    ) -> Group {
      let sorted = axes.filter { length($0) > 1 }.sorted { x.stride($0) < x.stride($1) }
      func chain(from start: Int) -> (group: Group, axes: [Axis]) {
        var group = Group(
          length: length(sorted[start]), first: x.stride(sorted[start]),
          second: y.stride(sorted[start]))
        var axes = [sorted[start]]
        for axis in sorted[(start + 1)...] {
          guard x.stride(axis) == group.first * group.length,
            y.stride(axis) == group.second * group.length
          else { break }
          group.length *= length(axis)
          axes.append(axis)
        }
        return (group, axes)
      }
      guard !sorted.isEmpty else { return Group(length: 1, first: 1, second: 1) }
      // The queries of grouped heads are many and the heads of a group few: the longest run is the
      // product, wherever it starts.
      var best = chain(from: 0)
      if startsAnywhere {
        for start in sorted.indices.dropFirst() {
          let other = chain(from: start)
          if other.group.length > best.group.length { best = other }
        }
      }
      for axis in sorted where !best.axes.contains(axis) { rest(axis) }
      return best.group
    }
    rows = merged(rowAxes, first, c, startsAnywhere: true) { axis in
      loops.append((length(axis), first.stride(axis), 0, c.stride(axis), 0, false))
    }
    columns = merged(columnAxes, c, second) { axis in
      let stride = second.stride(axis)
      loops.append((length(axis), 0, stride, c.stride(axis), hasBias ? stride : 0, false))
    }
    depth = merged(depthAxes, first, second) { axis in
      loops.append((length(axis), first.stride(axis), second.stride(axis), 0, 0, true))
    }
    if columns.length > 1, columns.first != 1 {
      // Columns that are no neighbours in c are computed one by one.
      loops.append(
        (
          columns.length, 0, columns.second, columns.first, hasBias ? columns.second : 0, false
        ))
      columns = Group(length: 1, first: 1, second: 1)
    }

    offsets = [(0, 0, 0, 0, true)]
    for loop in loops.sorted(by: { !$0.isDepth && $1.isDepth }) {
      offsets = offsets.flatMap { start in
        (0..<loop.length).map { i in
          (
            start.a + i * loop.a, start.b + i * loop.b, start.c + i * loop.c,
            start.bias + i * loop.bias, start.isFirst && (!loop.isDepth || i == 0)
          )
        }
      }
    }
    if swapped { offsets = offsets.map { ($0.b, $0.a, $0.c, $0.bias, $0.isFirst) } }
  }

  /// Computes the product; `bias` is added along the axes that only b has.
  func compute(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
    accumulate: Bool, bias: UnsafePointer<Float>? = nil
  ) {
    for offset in offsets {
      let first = swapped ? b + offset.b : a + offset.a
      let second = swapped ? a + offset.a : b + offset.b
      let beta: Float = accumulate || !offset.isFirst ? 1 : 0
      let bias = bias.map { $0 + offset.bias }
      if columns.length == 1, beta == 0, depth.first == 1, depth.second == 1 {
        // Rows of dot products: no column to spread over.
        hk_dot_rows(
          rows.length, depth.length, first, rows.first, second, bias, c + offset.c, rows.second)
      } else {
        hk_matmul(
          rows.length, columns.length, depth.length, first, rows.first, depth.first, second,
          depth.second, columns.second, beta, offset.isFirst ? bias : nil, c + offset.c,
          rows.second)
      }
    }
  }
}
