public import Snapshots
public import Tapes
import Tensors

/// Additive (Bahdanau) attention: e_t = v · tanh(W1 f_t + b1 + W2 h + b2) + b_v,
/// a = softmax_t(e), c = Σ_t a_t f_t.
///
/// The values are the raw features: there is no value projection, so the context is as wide as the
/// features. There is no 1/√d and no dropout. `V` has a single unit because it is the vector v_a of
/// the paper: it turns the units of one position into one score.
/// What the tutorials' code calls "score" is the tanh block; V(score) is the score.
///
/// Features `[key, batch, feature]`, hidden `[batch, unit]`, weights `[batch, key]`, context
/// `[batch, feature]`. Kernels: Glorot uniform, biases: zeros.
/// Source: Bahdanau, Cho, Bengio 2015; TensorFlow's tutorial class `BahdanauAttention`.
public struct AdditiveAttention: Sendable {
  private let w1: Dense
  private let w2: Dense
  private let v: Dense
  private let name: String
  private let mistake: Mistake?

  /// Attention with a hidden layer of `units`; its tensors are `name.W1.kernel` and so on.
  ///
  /// `mistake`: what is to be wrong on purpose; softmax-axis and no-mask mean something here.
  public init(_ name: String = "", units: Int, mistake: Mistake? = nil) {
    self.mistake = mistake
    let prefix = name.isEmpty ? "" : name + "."
    self.name = prefix
    w1 = Dense(prefix + "W1", units: units, output: "attention unit")
    w2 = Dense(prefix + "W2", units: units, output: "attention unit")
    v = Dense.toOneNumber(prefix + "V")
  }

  /// W1 · features: it does not depend on the query, so it is computed once for all of them.
  public func project(_ features: Value) -> Value {
    features.recorder.mechanism(Self.listing(mistake)) {
      w1(features, over: .feature).named(name + "w1_features", as: .featureProjection)
    }
  }

  /// The context and the weights for one query.
  ///
  /// - `projected`: ``project(_:)`` of the same features.
  /// - `hidden`: the state that asks; any axis but batch is projected.
  /// - `mask`: `[batch, key]`, 0 at padding: its weight is exactly 0.
  /// - `scoreBias`: `[batch, key]`, added to the scores; −1e9 at padding is how TensorFlow masks.
  public func callAsFunction(
    features: Value, projected: Value, hidden: Value, mask: Value? = nil, scoreBias: Value? = nil
  ) -> (context: Value, weights: Value) {
    hidden.recorder.mechanism(Self.listing(mistake)) {
      attend(features, projected, hidden, mask: mask, scoreBias: scoreBias)
    }
  }

  private func attend(
    _ features: Value, _ projected: Value, _ hidden: Value, mask: Value?, scoreBias: Value?
  ) -> (context: Value, weights: Value) {
    guard let axis = hidden.shape.axes.last else { fatalError("hidden has no axis") }
    let w2Hidden = w2(hidden, over: axis).named(name + "w2_hidden", as: .hiddenProjection)
    let preTanh = (projected + w2Hidden).named(name + "pre_tanh", as: .projectionSum)
    let hiddenLayer = tanh(preTanh).named(name + "score_hidden", as: .hiddenLayer)
    var energy = v(hiddenLayer, over: "attention unit", order: [.batch, .key])
      .named(name + "energy", as: .score)
    if let scoreBias {
      energy = (energy + scoreBias).named(name + "energy_masked", as: .maskedScore)
    }
    let weights = weigh(energy, mask)
      .named(name + "attention_weights", as: .weights).markedAsAttention()
    let weighted = (weights * features).named(name + "weighted_features", as: .weighted)
    let context = sum(weighted, over: .key).named(name + "context", as: .context)
    return (context, weights)
  }

  private func weigh(_ energy: Value, _ mask: Value?) -> Value {
    switch mistake {
    case .softmaxAxis:
      // Keras's energy is [batch, key, 1], so its axis −1 has one element.
      let single: Axis = "single"
      let ones = softmax(energy.reshaped(energy.shape.appending(single, 1)), over: single)
        .reshaped(energy.shape)
      return mask.map { ones * $0 } ?? ones
    case .noMask: return softmax(energy, over: .key)
    case .noSum, .noScale, .reshape, nil: return softmax(energy, over: .key, mask: mask)
    }
  }
}
