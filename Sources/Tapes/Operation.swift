public import Snapshots
public import Tensors

/// One kind of box that a person would draw: a formula with its forward and its backward.
///
/// An operation is a value without numbers. A ``Player`` binds it to memory once; the closures that
/// it gets back are then played again and again and, in optimised code, allocate nothing.
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
