import Snapshots
public import Tapes
public import Tensors

/// Self-attention as the models of the last years have it: one layer for all of them.
///
/// q = x W_q + b_q, k = x W_k + b_k, v = x W_v + b_v; q and k of each head perhaps normalized, then
/// turned by their positions; weights = softmax(scale · q · k) over the keys that the rule shows;
/// output = (weights · v, heads side by side) W_o + b_o.
///
/// x `[query, width]`; queries `[query, head, depth]`; keys and values `[key, key head, depth]`; weights
/// `[head, query, key]`. Where there are fewer key heads than heads, heads h·g … h·g + g − 1 read key
/// head h: an axis of length g, and no copy of the keys.
/// Sources: Vaswani and others 2017; Ainslie and others 2023 (grouped queries); Su and others 2021.
public struct Attention: Hashable, Sendable {
  /// Which keys a query may look at.
  public enum Rule: Hashable, Sendable {
    /// All.
    case all
    /// Those up to its own position.
    case causal
    /// The last so many of these, its own among them.
    case window(Int)
  }

  /// Which projections add a bias.
  public struct Biases: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: Int
    /// A set of these bits.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// W_q.
    public static let query = Biases(rawValue: 1)
    /// W_k.
    public static let key = Biases(rawValue: 2)
    /// W_v.
    public static let value = Biases(rawValue: 4)
    /// W_o.
    public static let output = Biases(rawValue: 8)
    /// All four.
    public static let all: Biases = [.query, .key, .value, .output]
  }

  /// The number of heads.
  public var heads: Int
  /// The number of heads that keys and values have; it divides ``heads``.
  public var keyHeads: Int
  /// The width of a head.
  public var depth: Int
  /// Which projections add a bias.
  public var biases: Biases
  /// What products are multiplied by: depth^−½, if nothing else is said.
  public var scale: Float
  /// How positions turn queries and keys; nil: not at all.
  public var rotation: RotaryPositions?
  /// ε of the root-mean-square norms of q and k, head by head; nil: there are none.
  public var normEpsilon: Float?
  /// Which keys a query may look at.
  public var rule: Rule

  /// The axis of a head's features.
  public static let depthAxis: Axis = "depth"
  /// The axis of the heads that share a key head.
  static let group: Axis = "group"
  static let keyHead: Axis = "key head"
  static let combined: Axis = "combined"

  /// Attention of these sizes.
  public init(
    heads: Int, keyHeads: Int? = nil, depth: Int, biases: Biases = [], scale: Float? = nil,
    rotation: RotaryPositions? = nil, normEpsilon: Float? = nil, rule: Rule = .all
  ) {
    let keyHeads = keyHeads ?? heads
    precondition(
      keyHeads > 0 && heads % keyHeads == 0, "\(heads) heads cannot share \(keyHeads) key heads")
    self.heads = heads
    self.keyHeads = keyHeads
    self.depth = depth
    self.biases = biases
    self.scale = scale ?? 1 / Float(depth).squareRoot()
    self.rotation = rotation
    self.normEpsilon = normEpsilon
    self.rule = rule
  }

  /// The layer called `name` applied to x, whose tensors are `name.query.kernel` and so on.
  ///
  /// - `angles`: of the positions of x; needed where there is a rotation.
  /// - `mask`: 1 for the keys that count and 0 for padding; nil: all count.
  public func callAsFunction(
    _ name: String, _ x: Value, angles: RotaryPositions.Angles? = nil, mask: Value? = nil
  ) -> (output: Value, weights: Value) {
    x.recorder.mechanism(listing) { record(name, x, angles, mask) }
  }

  private func record(
    _ name: String, _ x: Value, _ angles: RotaryPositions.Angles?, _ mask: Value?
  ) -> (output: Value, weights: Value) {
    guard let axis = x.shape.axes.last else { fatalError("what asks has no axis") }
    let y = x.renaming(.query, to: .key)
    var queries = project(x, name + ".query", heads, .head, biases.contains(.query), as: .queries)
    var keys = project(y, name + ".key", keyHeads, keyAxis, biases.contains(.key), as: .keys)
    let values = project(
      y, name + ".value", keyHeads, keyAxis, biases.contains(.value), as: .values)
    if let normEpsilon {
      queries = RootMeanSquareNormalization(name + ".query_norm", epsilon: normEpsilon)(queries)
      keys = RootMeanSquareNormalization(name + ".key_norm", epsilon: normEpsilon)(keys)
    }
    if let rotation {
      guard let angles else { fatalError("\(name) turns by angles that nobody gave") }
      queries = rotation.turn(queries, by: angles).named(name + ".query.turned", as: .turnedQueries)
      keys = rotation.turn(keys, by: angles).named(name + ".key.turned", as: .turnedKeys)
    }
    let scaled =
      scale == 1 ? queries : (scale * queries).named(name + ".scaled", as: .scaledQueries)
    let product = contract(
      grouped(scaled), keys, over: Self.depthAxis, order: outer + [.query, .key])
    let scores = flat(product, [.head: heads, .query: x.length(.query), .key: y.length(.key)])
      .named(name + ".scores", as: .score)
    let weights = softmax(
      scores, over: .key, mask: mask, causal: rule == .all ? nil : .query, window: window
    ).named(name + ".weights", as: .weights).markedAsAttention()
    let context = flat(
      contract(
        isGrouped ? weights.reshaped(product.shape) : weights, values, over: .key,
        order: [.query] + outer + [Self.depthAxis]),
      [.query: x.length(.query), .head: heads, Self.depthAxis: depth]
    ).named(name + ".context", as: .context)
    let merged = context.reshaped([.query: x.length(.query), Self.combined: heads * depth])
      .named(name + ".merged", as: .mergedHeads)
    let output = Dense(
      name + ".output", units: x.length(axis), output: axis, usesBias: biases.contains(.output))(
        merged, over: Self.combined
      ).named(name + ".attended", as: .output)
    return (output, weights)
  }

  private var window: Int? { if case .window(let keys) = rule { keys } else { nil } }
  private var isGrouped: Bool { keyHeads < heads }
  private var keyAxis: Axis { isGrouped ? Self.keyHead : .head }
  private var outer: [Axis] { isGrouped ? [Self.keyHead, Self.group] : [.head] }

  /// A value with one axis of heads instead of two, where several share their keys.
  private func flat(_ x: Value, _ shape: Shape) -> Value { isGrouped ? x.reshaped(shape) : x }

  /// The same queries under two axes of heads, where several share their keys.
  private func grouped(_ queries: Value) -> Value {
    guard isGrouped else { return queries }
    return queries.reshaped([
      .query: queries.length(.query), Self.keyHead: keyHeads, Self.group: heads / keyHeads,
      Self.depthAxis: depth,
    ])
  }

  private func project(
    _ x: Value, _ name: String, _ heads: Int, _ axis: Axis, _ usesBias: Bool,
    as meaning: Diagram.Meaning
  ) -> Value {
    guard let width = x.shape.axes.last else { fatalError("what is projected has no axis") }
    let kernel = x.recorder.parameter(
      name + ".kernel", [width.primed: x.length(width), axis: heads, Self.depthAxis: depth],
      documentedLengths: [x.length(width), heads * depth],
      initially: Initializer.glorotUniform.initialValue(
        fanIn: x.length(width), fanOut: heads * depth))
    let bias =
      usesBias
      ? x.recorder.parameter(
        name + ".bias", [axis: heads, Self.depthAxis: depth], documentedLengths: [heads * depth])
      : nil
    return dense(x, over: width, kernel: kernel, bias: bias).named(name, as: meaning)
  }
}
