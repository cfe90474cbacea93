import Training

/// The optimizers by name.
enum OptimizerName: String, CaseIterable {
  case adam, sgd

  var optimizer: Optimizer { self == .adam ? .kerasAdam : .sgd }

  init(_ optimizer: Optimizer) { self = optimizer == .sgd ? .sgd : .adam }
}
