import CKernels
import Tensors

/// How a trained tensor begins, as a function of a random stream.
public enum InitialValue: Hashable, Sendable {
  /// All 0.
  case zeros
  /// All 1.
  case ones
  /// 1 at these places of the flat tensor, 0 elsewhere.
  case onesAt(Range<Int>)
  /// Uniform in [−limit, limit).
  case uniform(limit: Float)
  /// Normal with mean 0.
  case normal(deviation: Float)
  /// Orthonormal rows (or columns, where there are more rows than columns).
  case orthogonal

  /// The first values of a tensor of `shape`.
  func elements(_ shape: Shape, _ stream: RandomStream) -> [Float] {
    switch self {
    case .zeros: [Float](repeating: 0, count: shape.count)
    case .ones: [Float](repeating: 1, count: shape.count)
    case .onesAt(let places): (0..<shape.count).map { places.contains($0) ? 1 : 0 }
    case .uniform(let limit):
      (0..<shape.count).map { (2 * stream.unit($0) - 1) * limit }
    case .normal(let deviation):
      (0..<shape.count).map { deviation * stream.normal($0) }
    case .orthogonal: Self.orthogonal(shape, stream)
    }
  }

  /// Gram–Schmidt on normal rows: the rows of a matrix that is uniform among the orthogonal ones.
  private static func orthogonal(_ shape: Shape, _ stream: RandomStream) -> [Float] {
    let outer = shape.lengths.dropLast().reduce(1, *)
    let inner = shape.lengths.last ?? 1
    let (count, width) = (min(outer, inner), max(outer, inner))
    let rows = [Double](unsafeUninitializedCapacity: count * width) { buffer, filled in
      for place in 0..<(count * width) {
        buffer.initializeElement(at: place, to: Double(stream.normal(place)))
      }
      filled = count * width
      if let base = buffer.baseAddress { hk_orthogonalize(count, width, base) }
    }
    guard outer > inner else { return rows.map { Float($0) } }
    var columns = [Float](repeating: 0, count: count * width)
    for (element, value) in rows.enumerated() {
      columns[element % width * count + element / width] = Float(value)
    }
    return columns
  }
}
