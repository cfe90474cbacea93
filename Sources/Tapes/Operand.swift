public import Tensors

/// Where a value lies in memory, at every step of its loop.
public struct Operand {
  /// The named axes, without the loop's.
  public let shape: Shape
  /// The distance between two steps in elements; 0 for what does not change in the loop.
  public let stepStride: Int
  /// Whether the numbers are a matrix in panels, which ``Affine`` alone can read.
  let isPacked: Bool
  private let base: UnsafeMutableRawPointer

  init(
    _ base: UnsafeMutableRawPointer, _ shape: Shape, stepStride: Int, isPacked: Bool = false
  ) {
    self.isPacked = isPacked
    self.base = base
    self.shape = shape
    self.stepStride = stepStride
  }

  /// The numbers at `step`.
  @inline(__always)
  public func numbers(_ step: Int) -> UnsafeMutablePointer<Float> {
    base.assumingMemoryBound(to: Float.self) + step * stepStride
  }

  /// The table positions at `step`.
  @inline(__always)
  public func indices(_ step: Int) -> UnsafeMutablePointer<Int32> {
    base.assumingMemoryBound(to: Int32.self) + step * stepStride
  }
}
