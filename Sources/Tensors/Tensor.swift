/// Numbers with named axes: float32, row-major in the order of the shape's axes.
///
/// A tensor is a value that has left the machine room: what was read from a file or copied out of
/// a player. It does no arithmetic; that is what tapes are for.
public struct Tensor: Hashable, Sendable {
  /// The named axes.
  public let shape: Shape
  /// The elements, the last axis fastest.
  public var elements: [Float]

  /// A tensor of `shape` holding `elements`.
  public init(_ shape: Shape, _ elements: [Float]) {
    precondition(
      shape.count == elements.count, "\(shape) holds \(shape.count), not \(elements.count)")
    self.shape = shape
    self.elements = elements
  }

  /// A tensor of `shape` holding `value` everywhere.
  public init(_ shape: Shape, repeating value: Float = 0) {
    self.init(shape, [Float](repeating: value, count: shape.count))
  }

  /// The element at `index`, given as one position for each axis of the shape in its order.
  public subscript(index: Int...) -> Float {
    get { elements[offset(index)] }
    set { elements[offset(index)] = newValue }
  }

  private func offset(_ index: [Int]) -> Int {
    precondition(index.count == shape.rank, "\(index.count) positions for \(shape)")
    var offset = 0
    for (position, length) in zip(index, shape.lengths) {
      precondition(position >= 0 && position < length, "\(index) is outside \(shape)")
      offset = offset * length + position
    }
    return offset
  }

  /// The same numbers with the axes in another order.
  public func permuted(to axes: [Axis]) -> Tensor {
    precondition(Set(axes) == Set(shape.axes), "\(axes) are not the axes of \(shape)")
    guard axes != shape.axes else { return self }
    let target = Shape(axes: axes, lengths: axes.map { shape[$0] ?? 0 })
    let strides = axes.map { shape.stride(of: $0) }
    var copy = [Float]()
    copy.reserveCapacity(elements.count)
    var index = [Int](repeating: 0, count: axes.count)
    var offset = 0
    for _ in 0..<target.count {
      copy.append(elements[offset])
      var place = axes.count - 1
      while place >= 0 {
        index[place] += 1
        offset += strides[place]
        if index[place] < target.lengths[place] { break }
        offset -= strides[place] * target.lengths[place]
        index[place] = 0
        place -= 1
      }
    }
    return Tensor(target, copy)
  }

  /// The part at one `position` of `axis`, without that axis.
  public func at(_ position: Int, of axis: Axis) -> Tensor {
    guard let length = shape[axis] else { fatalError("no axis \(axis) in \(shape)") }
    precondition(position >= 0 && position < length, "\(position) is outside \(axis) \(length)")
    let inner = shape.stride(of: axis)
    let outer = shape.count / max(1, inner * length)
    var part = [Float]()
    part.reserveCapacity(inner * outer)
    for block in 0..<outer {
      let start = (block * length + position) * inner
      part += elements[start..<(start + inner)]
    }
    return Tensor(shape.removing(axis), part)
  }

  /// Whether every |own − other| ≤ `tolerance`; NaN is close to NaN, infinities to themselves.
  public func isClose(to other: Tensor, tolerance: Float) -> Bool {
    guard shape.lengths == other.shape.lengths else { return false }
    return zip(elements, other.elements).allSatisfy { own, theirs in
      own == theirs || (own.isNaN && theirs.isNaN) || abs(own - theirs) <= tolerance
    }
  }
}
