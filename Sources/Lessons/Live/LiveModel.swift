public import Layers
public import Snapshots
import Tapes
import Training

/// One of several runs that stand side by side, as it is at one step.
public struct ComparedRun: Hashable, Sendable {
  /// How it finds what it needs.
  public var mechanism: Mechanism
  /// What is wrong with it on purpose.
  public var mistake: Mistake?
  /// What belongs on the screen about it.
  public var facts: [String]
  /// The number of trained numbers.
  public var parameterCount: Int
  /// How its training stands.
  public var progress: Progress
  /// The input and what this run makes of it.
  public var snapshot: Snapshot
  /// The same with all heads; nil while none is left out.
  public var allHeadsOn: Snapshot?
}

/// One of the runs that a live run keeps on the same step, with what is known about it.
struct LiveModel {
  let lesson: any Lesson
  let trainer: Trainer
  let reader: any LessonReader
  let explainer: Explainer
  /// Heads that the picture leaves out; what is measured never does.
  private(set) var off: HeadsOff = [:]
  var progress = Progress()
  /// What the first update of a run that goes on will learn from.
  private var firstLoss: Double?
  /// Why training paused the last time; a condition that goes on holding pauses once.
  var lastReason: String?

  /// `historyBudget`: the most bytes for what going back starts from.
  init(_ lesson: any Lesson, threads: Int, historyBudget: Int, stop: StopSignal) {
    self.lesson = lesson
    trainer = Trainer(
      lesson.objective, optimizer: lesson.settings.optimizer, seed: lesson.settings.seed,
      threads: threads, historyBudget: historyBudget, stop: stop)
    reader = lesson.reader(trainer.weights)
    explainer = Explainer(lesson, trainer.weights)
    progress.length = lesson.length
  }

  /// Takes the state of an earlier run to go on from.
  mutating func go(on start: TrainingState) {
    trainer.state = start
    progress.loss.skip(to: start.step)
    // A saved state has no loss of its own: the next one's is shown until there is one.
    firstLoss = Double(trainer.lossAhead())
    progress.loss.record(firstLoss ?? .nan, at: start.step)
    (progress.latest, progress.step) = (start.step, start.step)
  }

  /// The loss to go with the step that the weights are of: that of the batch it learned from.
  var presentLoss: Double? {
    trainer.step == 0 ? nil : trainer.lastLoss.map(Double.init) ?? firstLoss
  }

  /// What a step gave that was made for the first time.
  struct Made {
    var loss: Float
    var evaluation: Evaluation?
  }

  /// Makes one step; nil where it had been made before.
  mutating func advance() throws(TrainingHalt) -> Made? {
    let before = trainer.step
    let loss = try trainer.advance()
    progress.loss.record(Double(loss), at: before)
    guard trainer.step > progress.latest else { return nil }
    progress.latest = trainer.step
    var made = Made(loss: loss)
    if trainer.step.isMultiple(of: 50) {
      let measured = measure()
      // What was being read when the run was stopped is worth nothing.
      if !trainer.weights.stop.isRaised { made.evaluation = measured }
    }
    return made
  }

  /// Keeps the held-out values of the present step, and now and then what the heads do.
  @discardableResult
  mutating func measure() -> Evaluation {
    let measured = withAllHeads { evaluate() }
    progress.evaluations.append(measured)
    // How a role grows is seen from few inputs; all of them would cost as much as an evaluation.
    let isDue = trainer.step.isMultiple(of: 100) || progress.heads.isEmpty
    if lesson.hasHeads, isDue, let roles = withAllHeads({ reader.headRoles(atMost: 8) }) {
      progress.heads.append(
        HeadMeasurement(step: trainer.step, statistics: roles.statistics))
    }
    return measured
  }

  /// Held-out values with the heads that take part.
  func evaluate() -> Evaluation {
    reader.evaluate(at: trainer.step, examples: lesson.evaluationExamples.onTheWay)
  }

  /// Measures as many examples as a result reports, in place of the sample of this step.
  mutating func measureWhole() -> Evaluation {
    let measured = withAllHeads {
      reader.evaluate(at: trainer.step, examples: lesson.evaluationExamples.final)
    }
    if progress.evaluations.last?.step == trainer.step { progress.evaluations.removeLast() }
    progress.evaluations.append(measured)
    return measured
  }

  /// Reads without these heads, and no others, from now on.
  mutating func leaveOut(_ heads: HeadsOff) {
    off = heads
    reader.leaveOut(heads)
  }

  /// What the run itself measures is about the whole model, whatever the picture leaves out.
  func withAllHeads<Result>(_ read: () -> Result) -> Result {
    reader.leaveOut([:])
    defer { reader.leaveOut(off) }
    return read()
  }

  /// What it is called beside others.
  var name: String {
    lesson.settings.mistake?.rawValue ?? lesson.settings.mechanism.rawValue
  }

  /// How it stands beside others; what is the same for all comes from the first's progress.
  func compared(
    _ snapshot: Snapshot, allHeadsOn: Snapshot?, _ shared: Progress
  ) -> ComparedRun {
    var own = progress
    own.step = trainer.step
    own.lastLoss = presentLoss
    own.latest = shared.latest
    own.activity = shared.activity
    own.goal = shared.goal
    own.stepsPerSecond = shared.stepsPerSecond
    own.measuredRate = shared.measuredRate
    own.seconds = shared.seconds
    own.recording = shared.recording
    own.memory = trainer.memoryNote
    return ComparedRun(
      mechanism: lesson.settings.mechanism, mistake: lesson.settings.mistake, facts: lesson.facts,
      parameterCount: trainer.layout.trainedCount, progress: own, snapshot: snapshot,
      allHeadsOn: allHeadsOn)
  }

  /// A few held-out examples with what the model now writes.
  func heldOut() -> [Reading] {
    (0..<4).map { reader.snapshot(of: .heldOut($0), at: trainer.step).reading }
  }
}
