public import Tensors

/// A change to one value of a diagram, made to see what the rest makes of it; the run stays as it is.
public enum ScratchEdit: Hashable, Sendable {
  /// The value times a factor.
  case scale(String, by: Float)
  /// The value plus a constant, everywhere.
  case add(String, Float)
  /// A softmax over another axis than its own.
  case axis(String, Axis)

  /// The name of the changed value.
  public var value: String {
    switch self {
    case .scale(let name, _), .add(let name, _), .axis(let name, _): name
    }
  }
}
