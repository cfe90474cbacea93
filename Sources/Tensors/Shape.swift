/// Named axes with their lengths, outermost first.
///
/// A shape of no axes is a scalar; its `count` is 1.
public struct Shape: Hashable, Sendable, ExpressibleByDictionaryLiteral, CustomStringConvertible {
  /// The axes, outermost first; no name occurs twice.
  public private(set) var axes: [Axis]
  /// The length of each axis, in the order of `axes`.
  public private(set) var lengths: [Int]

  /// A shape of `axes` with `lengths`.
  public init(axes: [Axis], lengths: [Int]) {
    precondition(axes.count == lengths.count, "a length for every axis")
    precondition(Set(axes).count == axes.count, "an axis occurs twice in \(axes)")
    precondition(lengths.allSatisfy { $0 >= 0 }, "a negative length in \(lengths)")
    self.axes = axes
    self.lengths = lengths
  }

  /// A shape written as `[.batch: 2, .unit: 64]`; the order is kept.
  public init(dictionaryLiteral elements: (Axis, Int)...) {
    self.init(axes: elements.map(\.0), lengths: elements.map(\.1))
  }

  /// The shape of one number.
  public static let scalar = Shape(axes: [], lengths: [])

  /// The number of elements.
  public var count: Int { lengths.reduce(1, *) }

  /// The number of axes.
  public var rank: Int { axes.count }

  /// Whether `axis` occurs.
  public func contains(_ axis: Axis) -> Bool { axes.contains(axis) }

  /// The length of `axis`, or nil when it does not occur.
  public subscript(axis: Axis) -> Int? {
    axes.firstIndex(of: axis).map { lengths[$0] }
  }

  /// The distance in elements between neighbours along `axis`; 0 when it does not occur.
  ///
  /// Stride 0 is broadcasting: the same element answers for every index.
  public func stride(of axis: Axis) -> Int {
    guard let place = axes.firstIndex(of: axis) else { return 0 }
    return lengths[(place + 1)...].reduce(1, *)
  }

  /// This shape without `axis`.
  public func removing(_ axis: Axis) -> Shape {
    guard let place = axes.firstIndex(of: axis) else { fatalError("no axis \(axis) in \(self)") }
    var copy = self
    copy.axes.remove(at: place)
    copy.lengths.remove(at: place)
    return copy
  }

  /// This shape with `axis` in front.
  public func prepending(_ axis: Axis, _ length: Int) -> Shape {
    Shape(axes: [axis] + axes, lengths: [length] + lengths)
  }

  /// This shape with `axis` at the end.
  public func appending(_ axis: Axis, _ length: Int) -> Shape {
    Shape(axes: axes + [axis], lengths: lengths + [length])
  }

  /// This shape with another length of `axis`.
  public func replacing(_ axis: Axis, with length: Int) -> Shape {
    guard let place = axes.firstIndex(of: axis) else { fatalError("no axis \(axis) in \(self)") }
    var copy = self
    copy.lengths[place] = length
    return copy
  }

  /// This shape with `axis` called `name`.
  public func renaming(_ axis: Axis, to name: Axis) -> Shape {
    Shape(axes: axes.map { $0 == axis ? name : $0 }, lengths: lengths)
  }

  /// This shape with its axes in another order.
  public func ordered(_ order: [Axis]) -> Shape {
    guard order.count == rank, Set(order) == Set(axes) else {
      fatalError("\(order.map(\.name).joined(separator: ", ")) are not the axes of \(self)")
    }
    return Shape(axes: order, lengths: order.compactMap { self[$0] })
  }

  /// All axes of both, this shape's first; common axes must agree in length.
  public func union(_ other: Shape) -> Shape {
    var all = self
    for (axis, length) in zip(other.axes, other.lengths) {
      if let own = all[axis] {
        guard own == length else {
          fatalError("axis \(axis) is \(own) in \(self) and \(length) in \(other)")
        }
      } else {
        all = all.appending(axis, length)
      }
    }
    return all
  }

  /// `batch 2 × unit 64`, or `scalar`.
  public var description: String {
    axes.isEmpty
      ? "scalar" : zip(axes, lengths).map { "\($0.name) \($1)" }.joined(separator: " × ")
  }
}
