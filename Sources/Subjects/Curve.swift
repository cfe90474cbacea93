/// A curve over steps that never grows beyond a fixed number of points; each point carries its steps.
///
/// When it is full, neighbouring points merge: each then is the mean over twice as many values.
public struct Curve: Hashable, Sendable {
  /// The most points that are kept.
  public static let capacity = 1_024

  private struct Point: Hashable, Sendable {
    var first: Int
    var last: Int
    var sum: Double
    var count: Int
  }

  private var points: [Point] = []
  /// The number of values that a point has room for, a power of two.
  private var valuesPerPoint = 1

  /// An empty curve.
  public init() {}

  /// Whether nothing was recorded.
  public var isEmpty: Bool { points.isEmpty }

  /// The last step that has a value; nil in an empty curve.
  public var last: Int? { points.last?.last }

  /// The value of the first point; nil in an empty curve.
  public var first: Double? { points.first.map { $0.sum / Double($0.count) } }

  /// The value of the last point that begins at or before `step`; nil where none does.
  public func value(upTo step: Int) -> Double? {
    points.last { $0.first <= step }.map { $0.sum / Double($0.count) }
  }

  /// Records the value of a step; one at or before the last recorded is left as it is.
  public mutating func record(_ value: Double, at step: Int) {
    if let last, step <= last { return }
    if let end = points.indices.last, points[end].count < valuesPerPoint {
      points[end].last = step
      points[end].sum += value
      points[end].count += 1
      return
    }
    if points.count == Self.capacity { merge() }
    points.append(Point(first: step, last: step, sum: value, count: 1))
  }

  /// Forgets the values of `step` and of later ones; a point of several keeps the mean that it had.
  public mutating func cut(from step: Int) {
    points.removeAll { $0.first >= step }
    if let end = points.indices.last, points[end].last >= step { points[end].last = step - 1 }
  }

  private mutating func merge() {
    points = stride(from: 0, to: points.count, by: 2).map { place in
      let (left, right) = (points[place], points[place + 1])
      return Point(
        first: left.first, last: right.last, sum: left.sum + right.sum,
        count: left.count + right.count)
    }
    valuesPerPoint *= 2
  }

  /// The mean over the points that have steps in `range`; nil where there are none.
  public func mean(_ range: Range<Int>) -> Double? {
    let found = points[place(of: range.lowerBound)...].prefix { $0.first < range.upperBound }
    let count = found.reduce(0) { $0 + $1.count }
    return count > 0 ? found.reduce(0) { $0 + $1.sum } / Double(count) : nil
  }

  /// The place of the first point that ends at or after `step`.
  private func place(of step: Int) -> Int {
    var (low, high) = (0, points.count)
    while low < high {
      let middle = (low + high) / 2
      if points[middle].last < step { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
