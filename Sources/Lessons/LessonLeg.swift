import Layers
public import Snapshots
import Tapes
public import Training

/// What is chosen otherwise from a step of a run on; what is nil stays as it was.
public struct LessonLeg: Hashable, Sendable {
  /// The first step that is made so: the number of updates made before.
  public var start: Int
  /// Another first learning rate; it falls over the same length.
  public var learningRate: Float?
  /// Another number of examples in a batch.
  public var batchSize: Int?
  /// Another optimizer, whose moments begin at 0.
  public var optimizer: Optimizer?
  /// The heads that take no part in training; none: all take part again.
  public var headsOff: HeadsOff?

  /// A leg from `start` on; what is not named stays as it was.
  public init(
    from start: Int, learningRate: Float? = nil, batchSize: Int? = nil,
    optimizer: Optimizer? = nil, headsOff: HeadsOff? = nil
  ) {
    self.start = start
    self.learningRate = learningRate
    self.batchSize = batchSize
    self.optimizer = optimizer
    self.headsOff = headsOff
  }
}

extension Lesson {
  /// The settings of a step in a run that has `legs`.
  public func settings(at step: Int, _ legs: [LessonLeg]) -> LessonSettings {
    var settings = settings
    for leg in legs where leg.start <= step {
      settings.learningRate = leg.learningRate ?? settings.learningRate
      settings.batchSize = leg.batchSize ?? settings.batchSize
      settings.optimizer = leg.optimizer ?? settings.optimizer
    }
    return settings
  }

  /// The same lesson with other settings, on the same data.
  private func with(_ settings: LessonSettings) -> Lesson {
    Lesson(name, corpus, settings, length: length)
  }

  /// What a trainer needs of `legs`, which are sorted by their steps.
  public func trainingLegs(_ legs: [LessonLeg]) -> [Leg] {
    legs.map { leg in
      let other = with(settings(at: leg.start, legs.filter { $0.start <= leg.start }))
      let objective = leg.batchSize == nil && leg.learningRate == nil ? nil : other.objective
      return Leg(
        from: leg.start, objective: leg.batchSize == nil ? nil : objective,
        learningRate: objective?.learningRate, optimizer: leg.optimizer,
        interventions: leg.headsOff.map(leavingOut))
    }
  }
}
