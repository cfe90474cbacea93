import Snapshots
import Tapes
import Tensors

/// Multi-head attention of a recurrent decoder's state to an encoder's features.
///
/// q = h W_q d^−½, k = f W_k, v = f W_v, without biases; weights = softmax(q · k), context = heads
/// side by side · W_o: the official transformer's attention with a query of one position.
struct DecoderAttention {
  private let name: String
  private let width: Int
  private let heads: Int
  private let mistake: Mistake?

  private static let depth: Axis = "depth"
  private static let combined: Axis = "combined"

  /// `mistake`: what is to be wrong on purpose; no-scale and reshape mean something here.
  init(_ name: String, width: Int, heads: Int, mistake: Mistake? = nil) {
    self.mistake = mistake
    precondition(width % heads == 0, "a width of \(width) cannot be split into \(heads) heads")
    self.name = name
    self.width = width
    self.heads = heads
  }

  /// The shape of keys and of values.
  func shape(keys: Int, batch: Int) -> Shape {
    mistake == .reshape
      ? [.batch: batch, .head: heads, .key: keys, Self.depth: width / heads]
      : [.key: keys, .batch: batch, .head: heads, Self.depth: width / heads]
  }

  /// Keys and values of the features: no query changes them.
  func memory(of features: Value) -> [Value] {
    features.recorder.mechanism(MultiHeadAttention.listing(mistake)) {
      [
        split(features, "k").named("\(name).keys", as: .keys),
        split(features, "v").named("\(name).values", as: .values),
      ]
    }
  }

  /// A projection of the features, cut into heads.
  private func split(_ features: Value, _ part: String) -> Value {
    guard mistake == .reshape else { return project(features, .feature, part) }
    // [batch, key, width] read as [batch, head, key, depth], without the transposition.
    let order: [Axis] = [.batch, .key, .head, Self.depth]
    return project(features, .feature, part, order: order)
      .reshaped(shape(keys: features.length(.key), batch: features.length(.batch)))
  }

  /// The context `[batch, feature]` of a state `[batch, unit]`.
  func callAsFunction(_ hidden: Value, to memory: [Value], mask: Value?) -> Value {
    hidden.recorder.mechanism(MultiHeadAttention.listing(mistake)) {
      attend(hidden, to: memory, mask: mask)
    }
  }

  private func attend(_ hidden: Value, to memory: [Value], mask: Value?) -> Value {
    let queries = project(hidden, .unit, "q").named("\(name).queries", as: .queries)
    let scale = 1 / Float(width / heads).squareRoot()
    let scaled =
      mistake == .noScale
      ? queries : (scale * queries).named("\(name).queries_scaled", as: .scaledQueries)
    let scores = contract(scaled, memory[0], over: Self.depth, order: [.batch, .head, .key])
      .named("\(name).energy", as: .score)
    let weights = softmax(scores, over: .key, mask: mask)
      .named("\(name).attention_weights", as: .weights).markedAsAttention()
    let attended = contract(
      weights, memory[1], over: .key, order: [.batch, .head, Self.depth]
    ).named("\(name).attended", as: .context)
    let joined = attended.reshaped([.batch: hidden.length(.batch), Self.combined: width])
      .named("\(name).combined", as: .mergedHeads)
    let kernel = hidden.recorder.parameter(
      "\(name).output_transform", [Self.combined.primed: width, .feature: width],
      initially: Initializer.glorotUniform.initialValue(fanIn: width, fanOut: width))
    return dense(joined, over: Self.combined, kernel: kernel).named("\(name).context", as: .output)
  }

  private func project(
    _ x: Value, _ axis: Axis, _ part: String, order: [Axis]? = nil
  ) -> Value {
    let length = x.length(axis)
    let kernel = x.recorder.parameter(
      "\(name).\(part)", [axis.primed: length, .head: heads, Self.depth: width / heads],
      documentedLengths: [length, width],
      initially: Initializer.glorotUniform.initialValue(fanIn: length, fanOut: width))
    explainHeads(x, over: axis, kernel: kernel, named: "\(name).\(part)", part: part)
    return dense(x, over: axis, kernel: kernel, order: order)
  }
}
