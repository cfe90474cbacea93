public import Snapshots
public import Tapes
import Tensors

/// Attention pooling: e_t = tanh(w · h_t + b), a = softmax_t(e), c = Σ_t a_t h_t.
///
/// One distribution a sequence: the query is learned and constant, so there is a row of weights, not
/// a matrix. The tanh comes *after* the projection to one number: scores lie in [−1, 1], and no weight
/// can exceed e² / (e² + T − 1), nor two weights differ by more than e² = 7.39 times. With a linear
/// score there is no such cap. The bias is a real parameter under tanh; under a linear score it
/// changes nothing.
///
/// Activations `[key, batch, unit]` — of an LSTM that returns sequences, or any others —, weights
/// `[batch, key]`, context `[batch, unit]`. Kernel `[unit, 1]`: Glorot uniform, bias: zeros.
/// Source: Raffel, Ellis 2015; keras-team/keras issues 1472 and 4962.
public struct AttentionPooling: Sendable {
  /// The name of its tensors: `name.kernel`, `name.bias`.
  public let name: String
  /// What is applied to the projection.
  public let score: PoolingScore
  /// Whether the projection has a bias.
  public let usesBias: Bool
  private let mistake: Mistake?

  /// Pooling whose projection is called `name`.
  ///
  /// `mistake`: what is to be wrong on purpose; no-sum means something here.
  public init(
    _ name: String, score: PoolingScore = .tanh, usesBias: Bool = true, mistake: Mistake? = nil
  ) {
    self.mistake = mistake
    self.name = name
    self.score = score
    self.usesBias = usesBias
  }

  /// The context and the weights of each sequence.
  ///
  /// - `mask`: `[batch, key]`, 0 at padding: its weight is exactly 0.
  public func callAsFunction(
    _ activations: Value, mask: Value? = nil
  ) -> (context: Value, weights: Value) {
    guard let axis = activations.shape.axes.last else { fatalError("activations have no axis") }
    return activations.recorder.mechanism(
      Self.listing(score, mistake, over: axis, usesBias: usesBias)
    ) {
      pool(activations, mask: mask)
    }
  }

  private func pool(_ activations: Value, mask: Value?) -> (context: Value, weights: Value) {
    let weights = weigh(activations, mask: mask)
    let weighted = (weights * activations).named("\(name).weighted_activations", as: .weighted)
    let context = (mistake == .noSum ? weighted.row(0) : sum(weighted, over: .key))
      .named("\(name).context", as: .context)
    let recorder = activations.recorder
    if recorder.isExplaining {
      recorder.group("RepeatVector and Permute") {
        let product = multiplied(activations, weights)
        (product + -1 * weighted).named("\(name).difference", as: .difference)
      }
    }
    return (context, weights)
  }

  /// The same by the detour of the original code: the row repeated, permuted and multiplied.
  ///
  /// `RepeatVector(units)` and `Permute((2, 1))` only broadcast by hand, as Keras 1 could multiply
  /// equal shapes only. The context has the same bits.
  public func repeating(
    _ activations: Value, mask: Value? = nil
  ) -> (context: Value, weights: Value) {
    let weights = weigh(activations, mask: mask)
    let product = multiplied(activations, weights)
    return (sum(product, over: .key).named("\(name).context", as: .context), weights)
  }

  /// Activations · weights, by way of a matrix of equal columns.
  private func multiplied(_ activations: Value, _ weights: Value) -> Value {
    guard let unit = activations.shape.axes.last else { fatalError("activations have no axis") }
    let repeated = weights.apply(RepeatVector(along: unit, count: activations.length(unit)))
      .named("\(name).repeat_vector", as: .repeatVector)
    let permuted = repeated.apply(Permute()).named("\(name).permute", as: .permute)
    return (activations * permuted).named("\(name).multiply", as: .multiply)
  }

  private func weigh(_ activations: Value, mask: Value?) -> Value {
    guard let unit = activations.shape.axes.last else { fatalError("activations have no axis") }
    let projected = Dense.toOneNumber(name, usesBias: usesBias)(
      activations, over: unit, order: [.batch, .key]
    ).named("\(name).projected")
    projected.meant(as: .score)
    let scores =
      score == .tanh ? tanh(projected).named("\(name).score", as: .cappedScore) : projected
    scores.markedAsAttention()
    return softmax(scores, over: .key, mask: mask)
      .named("\(name).attention_weights", as: .weights).markedAsAttention()
  }
}
