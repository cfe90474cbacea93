public import Tensors

/// What an operation is bound to: its operands, their gradients and scratch memory.
///
/// Pointers reach operations only through here, and operations hand them only to CKernels.
public struct Binding {
  /// The loop around the operation.
  public struct Loop {
    /// The axis it runs over.
    public let axis: Axis
    /// The number of steps.
    public let steps: Int
  }

  /// The inputs.
  public let inputs: [Operand]
  /// The outputs.
  public let outputs: [Operand]
  /// The gradient of each input; nil where nobody needs it or it is deferred.
  public let inputGradients: [Operand?]
  /// The gradient of each output; nil where none arrives.
  public let outputGradients: [Operand?]
  /// For each input whether its gradient is added to what is there (true) or written.
  public let accumulates: [Bool]
  /// For each input the gradient to compute once after all steps; always added.
  public let deferredGradients: [Operand?]
  /// The loop around the operation; nil outside.
  public let loop: Loop?
  /// Asks an operation over many time steps to stop between two of them.
  public let stop: StopSignal
  let allocate: (Int) -> UnsafeMutablePointer<Float>
  /// Whether a recurrent layer leaves the whole gradient of its states where that of its output stands.
  let showsWholeStates: Bool
  /// Whether the memory is only counted, so that nothing may be written to it.
  let isMeasured: Bool

  /// Memory of the operation's own, kept between forward and backward, zero at first.
  public func scratch(_ count: Int) -> UnsafeMutablePointer<Float> { allocate(count) }

  /// Memory of the operation's own that holds these numbers for ever.
  public func constant(_ count: Int, _ numbers: () -> [Float]) -> UnsafeMutablePointer<Float> {
    let memory = allocate(count)
    guard !isMeasured else { return memory }
    for (place, number) in numbers().enumerated() { memory[place] = number }
    return memory
  }

  /// Scratch with a slot for each step of the loop.
  public func scratchForEveryStep(_ shape: Shape) -> Operand {
    let steps = loop?.steps ?? 1
    return Operand(allocate(shape.count * steps), shape, stepStride: loop == nil ? 0 : shape.count)
  }

  /// The gradient of the only output.
  ///
  /// Backward is bound only where a gradient arrives, so that it always exists.
  public var outputGradient: Operand {
    guard let gradient = outputGradients[0] else {
      fatalError("backward was bound although no gradient arrives")
    }
    return gradient
  }
}
