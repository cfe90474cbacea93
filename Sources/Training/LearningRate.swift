/// The learning rate as a function of the number of updates made before.
public enum LearningRate: Hashable, Sendable {
  /// Always the same.
  case constant(Float)
  /// The official transformer's: base · width^−½ · min(1, s / warmup) · max(s, warmup)^−½.
  ///
  /// It rises linearly for `warmup` updates and then falls with the root of their number. The first
  /// update has s = 0 and therefore the rate 0.
  /// Source: `get_learning_rate` of the official transformer, where base is 2 and warmup 16,000.
  case official(base: Double = 2, width: Int, warmup: Int = 16_000)

  /// The rate of the update after `step` others.
  public func callAsFunction(_ step: Int) -> Float {
    switch self {
    case .constant(let rate): return rate
    case .official(let base, let width, let warmup):
      let (step, warmup) = (Double(step), Double(warmup))
      let rise = min(1, step / warmup)
      return Float(base / Double(width).squareRoot() * rise / max(step, warmup).squareRoot())
    }
  }
}
