import Snapshots
public import Tapes
import Tensors

/// y = W₂ relu(x W₁ + b₁) + b₂ at each position: the feed-forward half of a transformer block.
///
/// The official code leaves padding out of the product and writes zeros there; multiplying by 0
/// afterwards gives the same numbers and gradients.
/// Kernels `[width, filter]` and `[filter, width]`: Glorot uniform, biases: zeros.
/// Source: Vaswani et al. 2017; `ffn_layer.py`.
public struct FeedForward: Sendable {
  private let prefix: String
  private let filter: Int
  private let dropoutRate: Float

  private static let axis: Axis = "filter"

  /// A network whose tensors are `name.filter.kernel`, `name.output.kernel` and their biases.
  public init(_ name: String = "", filter: Int, dropout: Float = 0) {
    prefix = name.isEmpty ? "" : name + "."
    self.filter = filter
    dropoutRate = dropout
  }

  /// The network applied along the last axis of x.
  ///
  /// - `present`: 1 at tokens and 0 at padding, over all axes of x but the last.
  public func callAsFunction(_ x: Value, present: Value? = nil) -> Value {
    guard let axis = x.shape.axes.last else { fatalError("a scalar has no position") }
    let hidden = relu(
      Dense(prefix + "filter", units: filter, output: Self.axis)(x, over: axis)
    ).meant(as: .feedForward)
    let kept = dropout(hidden, rate: dropoutRate, named: prefix + "filter")
    let output = Dense(prefix + "output", units: x.length(axis), output: axis)(
      kept, over: Self.axis)
    return present.map { output * $0 } ?? output
  }
}

/// The sizes that the blocks of one transformer share.
public struct TransformerSize: Hashable, Sendable {
  /// The width of every position.
  public var width: Int
  /// The number of heads.
  public var heads: Int
  /// The width of the feed-forward network's hidden layer.
  public var filter: Int
  /// The share of attention weights, hidden units and block outputs that training drops.
  public var dropout: Float

  /// Sizes; nothing is dropped by default.
  public init(width: Int, heads: Int, filter: Int, dropout: Float = 0) {
    self.width = width
    self.heads = heads
    self.filter = filter
    self.dropout = dropout
  }
}

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

/// Where the one position stands that a playing makes of a sequence.
public struct SequencePlace {
  /// Its number, from 0: a scalar of table positions.
  public var position: Value
  /// 1 for the positions up to it and 0 for those behind it, `[key]`.
  public var seen: Value
  /// The number of positions of the whole.
  public var count: Int

  /// The place that the inputs `position` and `seen` tell, of so many.
  public init(_ recorder: Recorder, of count: Int) {
    position = recorder.indices("position", .scalar)
    seen = recorder.input("seen", [.key: count])
    self.count = count
  }
}

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
