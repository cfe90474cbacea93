import Snapshots
public import Tapes
import Tensors

/// One block of a decoder that also reads an encoder's output, in the pre-norm form.
///
/// x += dropout(self(LN₁ x)), where a query sees only what came before; x += dropout(cross(LN₂ x,
/// memory)); x += dropout(FFN(LN₃ x)). Tensors: `name.ln1`, `name.self.q` …, `name.ln2`,
/// `name.cross.q` …, `name.ln3`, `name.filter`, `name.output`.
/// Source: the official transformer's `DecoderStack`.
public struct TransformerDecoderBlock: Sendable {
  private let prefix: String
  private let name: String
  private let size: TransformerSize
  private let own: MultiHeadAttention
  private let cross: MultiHeadAttention

  /// A block with tensors of this name.
  public init(_ name: String = "", _ size: TransformerSize) {
    self.name = name
    prefix = name.isEmpty ? "" : name + "."
    self.size = size
    own = MultiHeadAttention(
      prefix + "self", width: size.width, heads: size.heads, dropout: size.dropout)
    cross = MultiHeadAttention(
      prefix + "cross", width: size.width, heads: size.heads, dropout: size.dropout)
  }

  /// What a block gives.
  public struct Result {
    /// `[batch, query, width]`.
    public var output: Value
    /// Attention to what came before, `[batch, head, query, key]`.
    public var own: Value
    /// Attention to the encoder's output, `[batch, head, query, key]`.
    public var cross: Value
    /// The block's own keys and values, those of the past included.
    public var memory: MultiHeadAttention.Memory
  }

  /// Keys and values of the encoder's output `[batch, key, width]`: the same at every step.
  public func memory(of encoded: Value) -> MultiHeadAttention.Memory { cross.memory(of: encoded) }

  /// The same as outputs, for ``givenMemory(_:batch:keys:)``.
  public func memoryForSteps(of encoded: Value) { cross.memoryForSteps(of: encoded) }

  /// The same as inputs, `name.cross.keys` and `name.cross.values`.
  public func givenMemory(
    _ recorder: Recorder, batch: Int, keys: Int
  ) -> MultiHeadAttention.Memory { cross.givenMemory(recorder, batch: batch, keys: keys) }

  /// The block applied to x `[batch, query, width]`.
  ///
  /// - `encoded`: ``memory(of:)`` the encoder's output.
  /// - `past`: keys and values of the positions before x: then x are the positions that follow.
  /// - `bias`: added to the scores of the attention to the encoder.
  /// - `mask`: 1 and 0 over the encoder's positions: headlight's exact mask.
  public func callAsFunction(
    _ x: Value, to encoded: MultiHeadAttention.Memory,
    past: MultiHeadAttention.Memory? = nil, bias: AttentionBias? = nil, mask: Value? = nil
  ) -> Result {
    record(x, to: encoded, bias: bias, mask: mask) { normal, new in
      let memory = past.map { $0.followed(by: new) } ?? new
      return (own.attend(normal, to: memory, isCausal: true), memory)
    }
  }

  /// The block applied to one position x `[batch, query, width]` of a sequence that is made one
  /// position a playing: what it computes for the whole, to the bit.
  ///
  /// Masked keys get exactly 0 and stand behind the others, so that a sum over all has the bits of
  /// the sum over those that count.
  public func step(
    _ x: Value, at place: SequencePlace, to encoded: MultiHeadAttention.Memory, mask: Value?
  ) -> Value {
    record(x, to: encoded, bias: nil, mask: mask) { normal, new in
      let memory = new.remembered(at: place.position, of: place.count)
      return (own.attend(normal, to: memory, mask: place.seen), memory)
    }.output
  }

  private typealias OwnAttention = (
    found: (output: Value, weights: Value), memory: MultiHeadAttention.Memory
  )

  private func record(
    _ x: Value, to encoded: MultiHeadAttention.Memory, bias: AttentionBias?, mask: Value?,
    _ attend: (_ normal: Value, _ new: MultiHeadAttention.Memory) -> OwnAttention
  ) -> Result {
    let recorder = x.recorder
    let (first, ownWeights, memory) = recorder.group("self-attention") {
      let normal = LayerNormalization(prefix + "ln1")(x)
      let ((before, weights), memory) = attend(
        normal, own.memory(of: normal.renaming(.query, to: .key)))
      let kept = dropout(before, rate: size.dropout, named: prefix + "attended")
      return ((x + kept).meant(as: .residual), weights, memory)
    }
    let (second, crossWeights) = recorder.group("cross attention") {
      let (read, weights) = cross.attend(
        LayerNormalization(prefix + "ln2")(first), to: encoded, bias: bias, mask: mask)
      let kept = dropout(read, rate: size.dropout, named: prefix + "read")
      return ((first + kept).meant(as: .residual), weights)
    }
    let output = recorder.group("feed-forward") {
      let fed = FeedForward(name, filter: size.filter, dropout: size.dropout)(
        LayerNormalization(prefix + "ln3")(second))
      let kept = dropout(fed, rate: size.dropout, named: prefix + "fed")
      return (second + kept).meant(as: .residual)
    }
    return Result(output: output, own: ownWeights, cross: crossWeights, memory: memory)
  }
}
