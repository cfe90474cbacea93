import Tensors

/// A tensor's axes with their distances in memory, where these need not follow from the lengths.
struct Strides {
  var axes: [Axis]
  var lengths: [Int]
  var strides: [Int]

  init(_ shape: Shape) {
    axes = shape.axes
    lengths = shape.lengths
    strides = shape.axes.map { shape.stride(of: $0) }
  }

  /// All steps of a loop's value: the loop's axis in front, `stride` apart.
  init(_ operand: Operand, over loop: Binding.Loop?) {
    self.init(operand.shape)
    guard let loop, loop.steps > 1, operand.stepStride > 0 else { return }
    axes.insert(loop.axis, at: 0)
    lengths.insert(loop.steps, at: 0)
    strides.insert(operand.stepStride, at: 0)
  }

  func renaming(_ axis: Axis, to name: Axis) -> Strides {
    var copy = self
    copy.axes = axes.map { $0 == axis ? name : $0 }
    return copy
  }

  func stride(_ axis: Axis) -> Int { axes.firstIndex(of: axis).map { strides[$0] } ?? 0 }
  func contains(_ axis: Axis) -> Bool { axes.contains(axis) }
}
