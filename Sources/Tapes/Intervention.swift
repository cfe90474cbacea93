public import Tensors

/// A change to one value of a tape, made by the player right after the value is written.
///
/// Everything that reads the value reads what it was changed to; the trained weights stay as they
/// are. Backward takes the derivative of the change along: a factor multiplies the gradient, what
/// was zeroed or replaced passes none.
/// A head is switched off by zeroing its part of the *context*, not its weights, so that what it
/// looks at can still be read.
public struct Intervention: Hashable, Sendable {
  /// What becomes of a value.
  public enum Change: Hashable, Sendable {
    /// y = factor · x.
    case scale(Float)
    /// y = x + constant, everywhere.
    case add(Float)
    /// y = these numbers, in the shape in which a player reads the value: of a loop's body those of
    /// all steps.
    case replace([Float])
    /// y = 0 at these positions of an axis, x elsewhere; the axis may be that of the loop around it.
    case zero(Axis, Set<Int>)
  }

  /// The name of the value on the tape.
  public var value: String
  /// What becomes of it.
  public var change: Change

  /// A change of the value called `value`.
  public init(_ value: String, _ change: Change) {
    self.value = value
    self.change = change
  }
}
