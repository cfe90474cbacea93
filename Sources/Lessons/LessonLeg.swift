import Layers
public import Snapshots
public import Subjects
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

extension LessonLeg {
  /// The leg that `change` begins.
  public init(_ change: StepChange) {
    self.init(from: change.step)
    switch change.change {
    case .learningRate(let rate): learningRate = rate
    case .batchSize(let size): batchSize = size
    case .optimizer(let name): optimizer = name.optimizer
    }
  }
}

extension Lesson {
  /// The settings of a step of its run.
  public func settings(at step: Int) -> LessonSettings {
    var settings = settings
    for leg in settings.legs where leg.start <= step {
      settings.learningRate = leg.learningRate ?? settings.learningRate
      settings.batchSize = leg.batchSize ?? settings.batchSize
      settings.optimizer = leg.optimizer ?? settings.optimizer
    }
    return settings
  }

  /// The most examples that a batch of its run has.
  public var greatestBatch: Int {
    settings.legs.compactMap(\.batchSize).reduce(settings.batchSize, max)
  }

  /// What a screen says of the legs.
  var changes: [StepChange] {
    settings.legs.flatMap { leg in
      [
        leg.learningRate.map(Change.learningRate), leg.batchSize.map(Change.batchSize),
        leg.optimizer.map { .optimizer(OptimizerName($0)) },
      ].compactMap(\.self).map { StepChange($0, from: leg.start) }
    }
  }

  /// What a trainer needs of the legs.
  var trainingLegs: [Leg] {
    settings.legs.map { leg in
      let other = Lesson(name, corpus, settings(at: leg.start), length: length)
      let isOther = leg.batchSize != nil || leg.learningRate != nil
      let objective = isOther ? other.objective : nil
      return Leg(
        from: leg.start, objective: leg.batchSize == nil ? nil : objective,
        learningRate: objective?.learningRate, optimizer: leg.optimizer,
        interventions: leg.headsOff.map(leavingOut))
    }
  }

  /// The same run, otherwise from `leg` on: what was chosen for later steps is another future.
  public func branched(_ leg: LessonLeg) -> Lesson {
    var settings = settings
    settings.legs = settings.legs.filter { $0.start < leg.start } + [leg]
    return Lesson(name, corpus, settings, length: length)
  }
}
