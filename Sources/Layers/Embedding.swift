import Snapshots
public import Tapes
import Tensors

/// y = the row of a table for each position: Keras's `Embedding`.
///
/// Table `[token, embedding]`: uniform within ±0.05 by default.
public struct Embedding: Sendable {
  /// The name of the table.
  public let name: String
  /// The number of rows.
  public let tokens: Int
  /// The width.
  public let width: Int
  /// How the table begins.
  public let initializer: Initializer

  /// A table of `tokens` rows.
  public init(_ name: String, tokens: Int, width: Int, initializer: Initializer = .uniform) {
    self.name = name
    self.tokens = tokens
    self.width = width
    self.initializer = initializer
  }

  /// The rows at `positions`, with the axis `embedding` at the end.
  public func callAsFunction(_ positions: Value) -> Value {
    lookUp(positions, in: table(positions.recorder)).meant(as: .embedding)
  }

  /// The table itself.
  func table(_ recorder: Recorder) -> Value {
    recorder.parameter(
      name, [.token: tokens, .embedding: width],
      initially: initializer.initialValue(fanIn: tokens, fanOut: width))
  }
}
