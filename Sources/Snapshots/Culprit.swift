/// The first value that was not finite, where training had to stop.
public enum Culprit: Hashable, Sendable {
  /// A value of the forward pass, with the operation that made it where its name says something else.
  case value(String, operation: String?)
  /// The gradient of a parameter.
  case gradient(of: String)
  /// A tensor of the state: a parameter or, behind `adam.m/` or `adam.v/`, one of its moments.
  case state(String)
}
