public import Subjects
public import Training

extension OptimizerName {
  /// What it names.
  public var optimizer: Optimizer { self == .adam ? .kerasAdam : .sgd }

  /// The name of `optimizer`.
  public init(_ optimizer: Optimizer) { self = optimizer == .sgd ? .sgd : .adam }
}
