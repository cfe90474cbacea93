public import Snapshots
public import Tensors

/// What backward needs to see of forward's values; what it does not see may be overwritten.
public struct BackwardReads: OptionSet, Sendable {
  /// The bits.
  public let rawValue: Int
  /// A set of `rawValue`.
  public init(rawValue: Int) { self.rawValue = rawValue }
  /// The inputs.
  public static let inputs = BackwardReads(rawValue: 1)
  /// The outputs.
  public static let outputs = BackwardReads(rawValue: 2)
}

/// One kind of box that a person would draw: a formula with its forward and its backward.
///
/// An operation is a value without numbers. A ``Player`` binds it to memory once; the closures that
/// it gets back are then played again and again and allocate nothing.
public protocol Operation: Sendable {
  /// What the box is called: `tanh`, `softmax over key`.
  var name: String { get }
  /// The formula, with x, y, … for the inputs.
  var formula: String { get }
  /// The formula with so many inputs, where some may be left out.
  func formula(inputs: Int) -> String
  /// How each number of the first output follows from the inputs.
  var arithmetic: Diagram.Arithmetic { get }
  /// What its result is called after the layer whose tensor it reads: `rows`; nil: as the box is.
  var resultWord: String? { get }
  /// What it changes by hand; nil for a part of a model.
  var change: Diagram.Change? { get }
  /// The shapes of the outputs; stops the program if the inputs do not fit.
  func outputShapes(_ inputs: [Shape]) -> [Shape]
  /// What backward needs of forward's values.
  var backwardReads: BackwardReads { get }
  /// For an input that does not change in a loop: which other input has to change with the steps so
  /// that its gradient can be computed once after all of them, as one contraction over step and
  /// batch. Nil: it cannot, and is added up step by step.
  func deferral(of input: Int) -> Int?
  /// Forward, bound to memory.
  func forward(_ site: Binding) -> StepFunction
  /// Backward, bound to memory.
  func backward(_ site: Binding) -> Backward
}

extension Operation {
  /// All inputs are always there.
  public func formula(inputs: Int) -> String { formula }
  /// Not told.
  public var arithmetic: Diagram.Arithmetic { .unknown }
  /// As the box is called.
  public var resultWord: String? { nil }
  /// A part of a model.
  public var change: Diagram.Change? { nil }

  /// No input's gradient is deferred.
  public func deferral(of input: Int) -> Int? { nil }
}

/// Plays one step of a loop; outside loops the step is 0.
public typealias StepFunction = (_ step: Int) -> Void

/// The bound backward half of an operation.
public struct Backward {
  /// Once, before the first step is played.
  public var before: (() -> Void)?
  /// For every step, the last one first.
  public var step: StepFunction
  /// Once, after the last step was played.
  public var after: (() -> Void)?

  /// A backward half; most need only `step`.
  public init(
    before: (() -> Void)? = nil, step: @escaping StepFunction, after: (() -> Void)? = nil
  ) {
    self.before = before
    self.step = step
    self.after = after
  }
}

/// Where a value lies in memory, at every step of its loop.
public struct Operand {
  /// The named axes, without the loop's.
  public let shape: Shape
  /// The distance between two steps in elements; 0 for what does not change in the loop.
  public let stepStride: Int
  private let base: UnsafeMutableRawPointer

  init(_ base: UnsafeMutableRawPointer, _ shape: Shape, stepStride: Int) {
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
  /// Whether gradients are kept to be looked at: that of a recurrent output is then the whole one, with
  /// what reaches it through the steps after it.
  public let showsGradients: Bool
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
