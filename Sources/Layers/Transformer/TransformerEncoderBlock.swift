import Snapshots
public import Tapes
import Tensors

/// One block of an encoder, or of a decoder that reads nothing but itself, in the pre-norm form.
///
/// x += dropout(attention(LN₁ x)); x += dropout(FFN(LN₂ x)). The stack ends with one more
/// normalization. Tensors: `name.ln1`, `name.q` …, `name.ln2`, `name.filter`, `name.output`.
/// Source: the official transformer's `EncoderStack`.
public struct TransformerEncoderBlock: Sendable {
  private let prefix: String
  private let name: String
  private let size: TransformerSize

  /// A block with tensors of this name.
  public init(_ name: String = "", _ size: TransformerSize) {
    self.name = name
    prefix = name.isEmpty ? "" : name + "."
    self.size = size
  }

  /// The block applied to x `[batch, query, width]`, and its weights `[batch, head, query, key]`.
  ///
  /// - `bias`: added to the scores, as the official code masks.
  /// - `mask`: 1 and 0 over some of batch, head and query, and over key: headlight's exact mask.
  /// - `isCausal`: whether a query sees keys only up to its own position.
  /// - `present`: 1 at tokens and 0 at padding, which the feed-forward half leaves out.
  public func callAsFunction(
    _ x: Value, bias: AttentionBias? = nil, mask: Value? = nil, isCausal: Bool = false,
    present: Value? = nil
  ) -> (output: Value, weights: Value) {
    record(x, present: present) { attention, normal in
      attention(normal, bias: bias, mask: mask, isCausal: isCausal)
    }
  }

  /// The block applied to one position x `[batch, query, width]` of a sequence that is made one
  /// position a playing: what it computes with `isCausal` for the whole, to the bit.
  public func step(_ x: Value, at place: SequencePlace) -> Value {
    record(x) { attention, normal in
      let memory = attention.memory(of: normal.renaming(.query, to: .key))
      return attention.attend(
        normal, to: memory.remembered(at: place.position, of: place.count), mask: place.seen)
    }.output
  }

  private func record(
    _ x: Value, present: Value? = nil,
    _ attend: (_ attention: MultiHeadAttention, _ normal: Value) -> (output: Value, weights: Value)
  ) -> (output: Value, weights: Value) {
    let attention = MultiHeadAttention(
      name, width: size.width, heads: size.heads, dropout: size.dropout)
    let recorder = x.recorder
    let (middle, weights) = recorder.group("self-attention") {
      let (attended, weights) = attend(attention, LayerNormalization(prefix + "ln1")(x))
      let kept = dropout(attended, rate: size.dropout, named: prefix + "attended")
      return ((x + kept).meant(as: .residual), weights)
    }
    let output = recorder.group("feed-forward") {
      let next = FeedForward(name, filter: size.filter, dropout: size.dropout)(
        LayerNormalization(prefix + "ln2")(middle), present: present)
      let kept = dropout(next, rate: size.dropout, named: prefix + "fed")
      return (middle + kept).meant(as: .residual)
    }
    return (output, weights)
  }
}
