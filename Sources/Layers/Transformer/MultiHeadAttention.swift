import Snapshots
public import Tapes
import Tensors

/// Multi-head attention of the official TensorFlow transformer.
///
/// q = x W_q, k = y W_k, v = y W_v, each without a bias; head n owns columns n d … (n + 1) d − 1,
/// d = width / heads. weights = softmax(q d^−½ · k + bias), output = (weights · v, heads side by
/// side) W_o. The scale is on q, before the product. Dropout comes after the softmax; the weights
/// shown are those before it.
/// Masks are *added* (−1e9), so a fully masked row becomes uniform; `mask` and `isCausal` are
/// headlight's exact forms, which give masked keys exactly 0.
///
/// x `[batch, query, width]`, y `[batch, key, width]`, outer axes in any order; weights
/// `[batch, head, query, key]`. W_q is stored `[width′, head, depth]`, which is where "split heads"
/// went: the axes have names, so nothing is reshaped or transposed.
/// Kernels `[width, width]`: Glorot uniform. Source: Vaswani et al. 2017; `attention_layer.py`.
public struct MultiHeadAttention: Sendable {
  /// The width of inputs and output.
  public let width: Int
  /// The number of heads.
  public let heads: Int
  /// The share of weights that training drops.
  public let dropoutRate: Float
  private let prefix: String

  private static let depth: Axis = "depth"
  private static let combined: Axis = "combined"

  /// Attention whose tensors are `name.q`, `name.k`, `name.v` and `name.output_transform`.
  public init(_ name: String = "", width: Int, heads: Int, dropout: Float = 0) {
    precondition(width % heads == 0, "a width of \(width) cannot be split into \(heads) heads")
    self.width = width
    self.heads = heads
    dropoutRate = dropout
    prefix = name.isEmpty ? "" : name + "."
  }

  /// Keys and values of a sequence, unscaled: what a decoder keeps from step to step.
  public struct Memory {
    /// `[batch, key, head, depth]`.
    public var keys: Value
    /// `[batch, key, head, depth]`.
    public var values: Value

    /// Keys and values.
    public init(keys: Value, values: Value) {
      self.keys = keys
      self.values = values
    }

    /// The positions of this memory, then those of another.
    public func followed(by other: Memory) -> Memory {
      Memory(
        keys: concatenate(keys, other.keys, along: .key),
        values: concatenate(values, other.values, along: .key))
    }

    /// This one position with those of earlier playings, `count` in all; 0 behind it.
    ///
    /// - `position`: where it stands; a new sequence begins at 0.
    public func remembered(at position: Value, of count: Int) -> Memory {
      Memory(
        keys: remember(keys, along: .key, at: position, of: count, isLast: true),
        values: remember(values, along: .key, at: position, of: count))
    }
  }

  /// Keys and values that the caller sets: the inputs `name.keys` and `name.values`, laid out as
  /// ``memoryForSteps(of:)`` leaves them.
  public func givenMemory(_ recorder: Recorder, batch: Int, keys: Int) -> Memory {
    let depth = width / heads
    return Memory(
      keys: recorder.input(
        prefix + "keys", [.batch: batch, .head: heads, Self.depth: depth, .key: keys]),
      values: recorder.input(
        prefix + "values", [.batch: batch, .key: keys, .head: heads, Self.depth: depth]))
  }

  /// Keys and values of y as ``givenMemory(_:batch:keys:)`` takes them, marked as outputs of the same
  /// names: example by example, and the keys with their positions last, so that one query's products
  /// with all of them read neighbours.
  public func memoryForSteps(of y: Value) {
    let memory = memory(of: y)
    let (keys, values) = (
      memory.keys.apply(Permute(.batch, before: .key)),
      memory.values.apply(Permute(.batch, before: .key))
    )
    let (batch, count) = (keys.length(.batch), keys.length(.key))
    keys.reshaped([.batch: batch, .key: count, Self.combined: width]).apply(Permute())
      .reshaped([.batch: batch, .head: heads, Self.depth: width / heads, .key: count])
      .named(prefix + "keys").markedAsOutput()
    values.named(prefix + "values").markedAsOutput()
  }

  /// Attention of x to y, or to itself.
  ///
  /// - `bias`: added to the scores.
  /// - `mask`: 1 and 0 over some of batch, head and query, and over key.
  /// - `isCausal`: whether a query sees keys only up to its own position.
  /// - `kept`: 1 and 0 over all weights, where dropout's choice is given and not drawn.
  public func callAsFunction(
    _ x: Value, to y: Value? = nil, bias: AttentionBias? = nil, mask: Value? = nil,
    isCausal: Bool = false, kept: Value? = nil
  ) -> (output: Value, weights: Value) {
    let memory = memory(of: y ?? x.renaming(.query, to: .key))
    return attend(x, to: memory, bias: bias, mask: mask, isCausal: isCausal, kept: kept)
  }

  /// Keys and values of y, whose sequence axis is `key`.
  public func memory(of y: Value) -> Memory {
    y.recorder.mechanism(Self.listing()) {
      Memory(
        keys: project(y, "k").named(prefix + "k_proj", as: .keys),
        values: project(y, "v").named(prefix + "v_proj", as: .values))
    }
  }

  /// Attention of x to keys and values.
  ///
  /// The parameters are those of ``callAsFunction(_:to:bias:mask:isCausal:kept:)``.
  public func attend(
    _ x: Value, to memory: Memory, bias: AttentionBias? = nil, mask: Value? = nil,
    isCausal: Bool = false, kept: Value? = nil
  ) -> (output: Value, weights: Value) {
    x.recorder.mechanism(Self.listing()) {
      ask(x, memory, bias: bias, mask: mask, isCausal: isCausal, kept: kept)
    }
  }

  private func ask(
    _ x: Value, _ memory: Memory, bias: AttentionBias?, mask: Value?, isCausal: Bool, kept: Value?
  ) -> (output: Value, weights: Value) {
    guard let axis = x.shape.axes.last else { fatalError("what asks has no axis") }
    let queries = project(x, "q").named(prefix + "q_proj", as: .queries)
    let scale = 1 / Float(width / heads).squareRoot()
    let scaled = (scale * queries).named(prefix + "q_scaled", as: .scaledQueries)
    var logits = contract(
      scaled, memory.keys, over: Self.depth, order: [.batch, .head, .query, .key]
    ).named(prefix + "logits_raw", as: .score)
    switch bias {
    case .values(let values): logits = (logits + values).named(prefix + "logits", as: .maskedScore)
    case .causal: logits = logits.apply(CausalBias()).named(prefix + "logits", as: .maskedScore)
    case nil: break
    }
    let weights = softmax(logits, over: .key, mask: mask, causal: isCausal ? .query : nil)
      .named(prefix + "weights", as: .weights).markedAsAttention()
    var used = weights
    if dropoutRate > 0 {
      used = dropout(weights, rate: dropoutRate, named: prefix + "weights", kept: kept)
        .named(prefix + "weights_dropped")
    }
    let order = queries.shape.axes
    let attended = contract(used, memory.values, over: .key, order: order)
      .named(prefix + "attended", as: .context)
    let outer = x.shape.removing(axis)
    let kernel = x.recorder.parameter(
      prefix + "output_transform", [Self.combined.primed: width, axis: width],
      initially: Initializer.glorotUniform.initialValue(fanIn: width, fanOut: width))
    let merged = attended.reshaped(outer.appending(Self.combined, width))
      .named(prefix + "combined", as: .mergedHeads)
    let output = dense(merged, over: Self.combined, kernel: kernel)
    return (output.named(prefix + "output", as: .output), weights)
  }

  private func project(_ x: Value, _ name: String) -> Value {
    guard let axis = x.shape.axes.last, x.length(axis) == width else {
      fatalError("attention of width \(width) cannot use \(x.shape)")
    }
    let kernel = x.recorder.parameter(
      prefix + name, [axis.primed: width, .head: heads, Self.depth: width / heads],
      documentedLengths: [width, width],
      initially: Initializer.glorotUniform.initialValue(fanIn: width, fanOut: width))
    explainHeads(x, over: axis, kernel: kernel, named: prefix + name, part: name)
    return dense(x, over: axis, kernel: kernel)
  }
}
