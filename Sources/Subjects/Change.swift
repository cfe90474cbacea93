/// What is chosen otherwise from the present step of a run on.
public enum Change: Hashable, Sendable {
  /// Another first learning rate; it falls over the same length.
  case learningRate(Float)
  /// Another number of examples in a batch.
  case batchSize(Int)
  /// Another optimizer, whose moments begin at 0.
  case optimizer(OptimizerName)
}

/// The optimizers by name.
public enum OptimizerName: String, Hashable, Sendable, CaseIterable {
  /// Keras's Adam, ε 1e-7.
  case adam
  /// Stochastic gradient descent.
  case sgd
}
