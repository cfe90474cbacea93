import Layers
import Snapshots
import Subjects
import Tapes
import Training

/// One of the runs that a live run keeps on the same step, with what is known about it.
struct LiveModel {
  let run: Run
  private(set) var lesson: Lesson
  let trainer: Trainer
  let reader: LessonReader
  let explainer: Explainer
  /// Heads that the picture leaves out; what is measured never does.
  private(set) var off: HeadsOff = [:]
  var timeline = Timeline()
  /// The run on disk that it is computed again from; nil where it is trained here.
  var kept: KeptRun?
  /// The furthest step, while an earlier one is shown.
  private(set) var furthest: TrainingState?
  /// A few held-out examples as they were read last.
  var examples: [Reading] = []
  /// What the first update of a run that goes on will learn from.
  private var firstLoss: Double?
  /// Why training would have paused the last time; a condition that goes on holding pauses once.
  var lastReasons: Set<Notice.Reason> = []
  /// What goes wrong without stopping it.
  private var alarms = AlarmMeter()

  /// `historyBudget`: the most bytes for what going back starts from.
  init(
    _ run: Run, _ lesson: Lesson, threads: Int, historyBudget: Int, stop: StopSignal
  ) {
    let trainer = lesson.trainer(threads: threads, historyBudget: historyBudget, stop: stop)
    var run = run
    run.parameterCount = trainer.layout.trainedCount
    (self.run, self.lesson, self.trainer) = (run, lesson, trainer)
    reader = lesson.reader(trainer.weights)
    explainer = Explainer(lesson, trainer.weights)
    timeline.length = lesson.length
    timeline.changes = lesson.changes
  }

  /// Takes the state of an earlier run to go on from.
  mutating func go(on start: TrainingState) {
    trainer.state = start
    // A saved state has no loss of its own: the next one's is shown until there is one.
    firstLoss = Double(trainer.lossAhead())
    timeline.loss.record(firstLoss ?? .nan, at: start.step)
    (timeline.known, timeline.step) = (.through(start.step), start.step)
    timeline.beginning = start.step
  }

  /// Trains otherwise from the present step on: what was made of later ones is another future.
  mutating func change(_ leg: LessonLeg) {
    lesson = lesson.branched(leg)
    guard let last = lesson.trainingLegs.last else { return }
    trainer.branch(last)
    let step = trainer.step
    furthest = nil
    timeline.known = .through(step)
    timeline.changes = lesson.changes
    timeline.loss.cut(from: step)
    // What is trained otherwise may do well.
    alarms = AlarmMeter()
    timeline.evaluations.removeAll { $0.step > step }
    timeline.heads.removeAll { $0.step > step }
  }

  /// Goes to a step that was reached before; `mayGoOn` is asked at each step of a replay.
  ///
  /// - Returns: whether it was reached; else the run stands where it stood.
  mutating func go(to target: Int, _ mayGoOn: (Int) -> Bool = { _ in true }) -> Bool {
    if target < trainer.step, trainer.step == timeline.latest { furthest = trainer.state }
    return trainer.go(to: target, mayGoOn: mayGoOn)
  }

  /// Stands at the furthest step again, without a replay: that is what is kept of a run.
  func goToTheEnd() {
    if let furthest, trainer.step < furthest.step { trainer.state = furthest }
  }

  /// The loss to go with the step that the weights are of: that of the batch it learned from.
  var presentLoss: Double? {
    trainer.step == 0 ? nil : trainer.lastLoss.map(Double.init) ?? firstLoss
  }

  /// What a step gave that was made for the first time.
  struct Made {
    var loss: Float
    var evaluation: Evaluation?
    var alarms: [Alarm] = []
  }

  /// Makes one step; nil where it had been made before.
  mutating func advance() throws(TrainingHalt) -> Made? {
    let before = trainer.step
    let loss = try trainer.advance()
    timeline.loss.record(Double(loss), at: before)
    guard trainer.step > timeline.latest else { return nil }
    timeline.known = .through(trainer.step)
    var made = Made(loss: loss)
    if trainer.step.isMultiple(of: 50) {
      let measured = measure()
      // What was being read when the run was stopped is worth nothing.
      if !trainer.weights.stop.isRaised { made.evaluation = measured }
    }
    var meter = alarms
    made.alarms = withAllHeads { meter.take(loss: loss, trainer, reader) }
    alarms = meter
    timeline.alarms = alarms.alarms
    return made
  }

  /// What all heads do at the present step.
  func headMeasurement() -> HeadMeasurement {
    withAllHeads { reader.headMeasurement(at: trainer.step) }
  }

  /// Keeps the held-out values of the present step, and now and then what the heads do.
  @discardableResult
  mutating func measure() -> Evaluation {
    let measured = withAllHeads { evaluate() }
    timeline.evaluations.append(measured)
    // How a role grows is seen from few inputs; all of them would cost as much as an evaluation.
    let isDue = trainer.step.isMultiple(of: 100) || timeline.heads.isEmpty
    if lesson.hasHeads, isDue, let roles = withAllHeads({ reader.headRoles(atMost: 8) }) {
      timeline.heads.append(
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
    if timeline.evaluations.last?.step == trainer.step { timeline.evaluations.removeLast() }
    timeline.evaluations.append(measured)
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

  /// How it stands, while its subject does what `pulse` says.
  func scene(_ input: Input, _ snapshot: Snapshot, whole: Snapshot?, _ pulse: Pulse) -> Scene {
    var timeline = timeline
    (timeline.step, timeline.lastLoss, timeline.pulse) = (trainer.step, presentLoss, pulse)
    timeline.thinned = trainer.thinning.map {
      Thinning(states: $0.states, megabytes: $0.megabytes)
    }
    return Scene(
      run: run, timeline: timeline, input: input, snapshot: snapshot, whole: whole,
      examples: examples)
  }

  /// A few held-out examples with what the model now writes.
  func heldOut() -> [Reading] {
    (0..<4).map { reader.snapshot(of: .example($0), at: trainer.step).reading }
  }
}
