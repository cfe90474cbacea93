public import Tapes

/// How a layer's tensors begin, by Keras's names.
public enum Initializer: Hashable, Sendable {
  /// Uniform within ±√(6 / (fan in + fan out)); Keras's default for kernels.
  case glorotUniform
  /// Uniform within ±0.05; Keras's default for embeddings.
  case uniform
  /// N(0, 1), as papers on induction heads use for embeddings.
  case standardNormal
  /// N(0, deviation²).
  case normal(deviation: Float)
  /// An orthogonal matrix; Keras's default for recurrent kernels.
  case orthogonal
  /// 0.
  case zeros

  /// The first values of a kernel with these fans.
  public func initialValue(fanIn: Int, fanOut: Int) -> InitialValue {
    switch self {
    case .glorotUniform: .uniform(limit: (6 / Float(fanIn + fanOut)).squareRoot())
    case .uniform: .uniform(limit: 0.05)
    case .standardNormal: .normal(deviation: 1)
    case .normal(let deviation): .normal(deviation: deviation)
    case .orthogonal: .orthogonal
    case .zeros: .zeros
    }
  }
}
