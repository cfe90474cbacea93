/// The name of one axis of a tensor.
///
/// An operation finds its operands' axes by name, never by position.
/// That makes expand, repeat, permute and transpose unnecessary as operations of their own.
public struct Axis: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The name as it is printed.
  public let name: String

  /// An axis called `name`.
  public init(_ name: String) { self.name = name }

  /// An axis called by the literal.
  public init(stringLiteral name: String) { self.name = name }

  /// The name.
  public var description: String { name }

  /// The axis of a kernel's input: `unit′` for `unit`.
  ///
  /// A square kernel has two axes of the same meaning; the prime keeps their names apart.
  public var primed: Axis { Axis(name + "′") }
}

extension Axis {
  /// Examples that are computed together.
  public static let batch: Axis = "batch"
  /// The sequence that asks.
  public static let query: Axis = "query"
  /// The sequence that is attended to.
  public static let key: Axis = "key"
  /// The width of what is attended to.
  public static let feature: Axis = "feature"
  /// The width of a hidden layer or of a recurrent state.
  public static let unit: Axis = "unit"
  /// The width of an embedding.
  public static let embedding: Axis = "embedding"
  /// Heads of multi-head attention.
  public static let head: Axis = "head"
  /// Entries of a vocabulary.
  public static let token: Axis = "token"
  /// The gates of a recurrent cell, side by side.
  public static let gate: Axis = "gate"
  /// Training steps.
  public static let step: Axis = "step"
}
