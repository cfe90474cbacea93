public import Tapes
import Tensors

/// The embedding of the official transformer: one table for what goes in and what comes out.
///
/// In: y = √width · E[x], zeros at padding. Out: scores = x · Eᵀ.
/// Padding is a position outside of the table (−1), so that row 0 can still be scored.
/// Table `[token, embedding]`: N(0, 1/width). Source: `embedding_layer.py`; Press, Wolf 2017.
public struct SharedEmbedding: Sendable {
  /// The name of the table.
  public let name: String
  /// The number of rows.
  public let tokens: Int
  /// The width.
  public let width: Int

  /// A table of `tokens` rows.
  public init(_ name: String, tokens: Int, width: Int) {
    self.name = name
    self.tokens = tokens
    self.width = width
  }

  private var layer: Embedding {
    Embedding(
      name, tokens: tokens, width: width,
      initializer: .normal(deviation: 1 / Float(width).squareRoot()))
  }

  /// The scaled rows at `positions`, with the axis `embedding` at the end.
  public func callAsFunction(_ positions: Value) -> Value {
    Float(width).squareRoot() * layer(positions)
  }

  /// A score for each token from x, whose last axis is `embedding`.
  public func scores(_ x: Value) -> Value {
    contract(x, layer.table(x.recorder), over: .embedding)
  }
}
