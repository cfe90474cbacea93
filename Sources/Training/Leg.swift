public import Tapes

/// From a step on, what is trained otherwise than before; what is nil stays as it was.
///
/// A run is a list of legs, and a replay obeys the leg of each step: what was changed while it ran is
/// as much a part of it as its seed.
public struct Leg {
  /// The first step that is made so: the number of updates made before.
  public var start: Int
  /// Other programs and batches, of the same trained tensors.
  public var objective: Objective?
  /// Another learning rate of each step.
  public var learningRate: ((_ step: Int) -> Float)?
  /// Another optimizer, whose moments begin at 0 and whose count of updates at 1.
  public var optimizer: Optimizer?
  /// What is changed in every program: heads that take no part in training, for one.
  public var interventions: [Intervention]?

  /// A leg from `start` on; what is not named stays as it was.
  public init(
    from start: Int, objective: Objective? = nil,
    learningRate: ((_ step: Int) -> Float)? = nil, optimizer: Optimizer? = nil,
    interventions: [Intervention]? = nil
  ) {
    self.start = start
    self.objective = objective
    self.learningRate = learningRate
    self.optimizer = optimizer
    self.interventions = interventions
  }
}
