import JSON
import CKernels
import Dashboard
import Layers
import Lessons
import Runs
import Snapshots
import Subjects
import TensorFiles
import Tensors
import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The loop of a headless run.
struct HeadlessLoop {
  let lesson: Lesson
  let trainer: Trainer
  let recorder: RunRecorder?
  let run: RunOptions
  /// The step from which on `--steps` counts; the run may have to get there first.
  let origin: Int
  private var time: TimeBudget?
  private var report: HeadlessReport
  private let began = (wall: Clock.wall, cpu: Clock.cpu)
  private let first: Int
  private let reader: LessonReader
  private var alarms = AlarmMeter()
  private var saved: Int

  init(
    lesson: Lesson, trainer: Trainer, recorder: RunRecorder?, run: RunOptions, origin: Int,
    time: TimeBudget?, report: HeadlessReport
  ) {
    self.origin = origin
    self.lesson = lesson
    self.trainer = trainer
    self.recorder = recorder
    self.run = run
    self.time = time
    self.report = report
    first = trainer.step
    saved = trainer.step
    reader = lesson.reader(trainer.weights)
  }

  private var seconds: Double { Clock.wall - began.wall }

  /// The step at which training ends; nil where only a condition, or a time, ends it.
  private var last: Int? {
    if let steps = run.steps { return origin + steps }
    return run.until == nil && run.seconds == nil ? max(origin, lesson.length) : nil
  }

  mutating func train() throws(Failure) -> HeadlessReport.Done {
    let reader = reader
    time?.measure(reader)
    var final: Evaluation?
    var stepCost = 0.0
    while trainer.step < last ?? .max, time?.isOver(stepCost) != true {
      let stepBegan = Clock.wall
      // An evaluation is of one step only.
      final = nil
      if trainer.step == lesson.length { sayThatScheduleEnds() }
      let loss: Float
      do throws(TrainingHalt) {
        loss = try trainer.advance()
        if isSaving || trainer.step == last { try trainer.check() }
      } catch { try end(by: error) }
      stepCost = Clock.wall - stepBegan
      let measured = evaluateOnTheWay()
      try endIfAsked()
      for alarm in alarms.take(loss: loss, trainer, reader) {
        report.tell(Language.english.line(alarm))
      }
      var values = metrics(loss, measured)
      var isDone = measured != nil && run.until?.holds(values) == true && trainer.step >= origin
      var shown = measured
      if isDone {
        // What is reported at the end is what has to be true.
        let result = evaluate()
        try endIfAsked()
        (final, shown) = (result, result)
        values = metrics(loss, result)
        isDone = run.until?.holds(values) == true
      }
      try keep(loss, shown)
      let isHeard = report.step(
        trainer.step, of: last, since: first, seconds: seconds, loss: loss, shown)
      if !isHeard { try endUnheard() }
      if isDone { break }
      if trainer.step >= origin, run.breakpoint?.holds(values) == true { break }
    }
    do throws(TrainingHalt) { try trainer.check() } catch { try end(by: error) }
    if saved != trainer.step { try save() }
    let evaluation = final ?? evaluate()
    let roles = reader.headRoles(atMost: time?.readings(0.2, TimeBudget.rolesOfFewest...64) ?? .max)
    let result = result(evaluation, roles)
    try endIfAsked()
    report.end()
    return HeadlessReport.Done(
      report: report, result: result, evaluation: evaluation, roles: roles)
  }

  private var isSaving: Bool { recorder.map { trainer.step.isMultiple(of: $0.interval) } ?? false }

  // MARK: Measuring

  private var evaluationCost = 0.0

  /// The held-out values of every 50th step, where there is time for them.
  private mutating func evaluateOnTheWay() -> Evaluation? {
    guard trainer.step.isMultiple(of: 50), time?.allows(evaluationCost) != false else { return nil }
    let began = Clock.wall
    // The first one of a bounded run is short: nobody knows yet what it costs.
    let isFirst = time != nil && evaluationCost == 0
    let most = lesson.evaluationExamples.onTheWay
    let count = isFirst ? min(TimeBudget.fewest, most) : most
    let measured = reader.evaluate(at: trainer.step, examples: count)
    evaluationCost = (Clock.wall - began) * Double(most) / Double(max(1, count))
    return measured
  }

  /// The held-out values that are reported.
  private func evaluate() -> Evaluation {
    let most = lesson.evaluationExamples.final
    return time?.evaluate(reader, at: trainer.step, most: most)
      ?? reader.evaluate(at: trainer.step, examples: most)
  }

  /// What the conditions are held against; heads are measured where one asks for them, now and then.
  private func metrics(_ loss: Float, _ measured: Evaluation?) -> StepValues {
    var values = ["step": Double(trainer.step), "loss": Double(loss), "seconds": seconds]
    if let measured {
      values["accuracy"] = measured.accuracy
      values["exact_match"] = measured.exactMatch
      values["pattern_match"] = measured.patternMatch
    }
    let asksHeads = run.breakpoints.contains { $0.condition.asksHeads }
    let isDue = measured != nil || trainer.step.isMultiple(of: LessonReader.headInterval)
    return StepValues(values, asksHeads && isDue ? reader.headMeasurement(at: trainer.step) : nil)
  }

  private func result(_ final: Evaluation, _ roles: HeadRoles?) -> JSONObject {
    var result: JSONObject = [
      "done": .boolean(true), "steps": JSONValue(trainer.step), "seconds": .number(seconds),
      "cpu_seconds": .number(Clock.cpu - began.cpu),
      "loss": trainer.lastLoss.map { JSONValue($0) } ?? .null,
      "accuracy": .number(final.accuracy), "exact_match": .number(final.exactMatch),
      "pattern_match": final.patternMatch.map { .number($0) } ?? .null,
      "examples": JSONValue(final.examples),
      "mechanism": .string(lesson.settings.mechanism.rawValue),
      "decoder_state": .string(lesson.settings.decoderState.rawValue),
      "seed": .integer(Int64(lesson.settings.seed)), "threads": JSONValue(run.threads),
      "kernels": .string(String(cString: hk_level_name(hk_level()))),
    ]
    if let data = lesson.data {
      for option in [LessonOption.sourceUnit, .targetUnit] {
        result[option.key] = option.get(lesson.settings)
      }
      result["data_sha256"] = .string(data.sha256)
    }
    result["weights_sha256"] = .string(Digest.weights(trainer))
    if let roles {
      result["heads"] = .array(HeadlessReport.heads(roles).map { .object($0.json) })
      result["heads_measured_on"] = .string(Language.english.line(roles.measuredOn))
    }
    let mass =
      final.patternMatch == nil
      ? nil
      : reader.massOnPattern(examples: time?.readings(0.3, TimeBudget.massOfFewest...100) ?? 100)
    result["pattern_mass"] = mass.map { .number($0) } ?? .null
    result["attention_sha256"] = Digest.attention(lesson, trainer).map { .string($0) } ?? .null
    return result
  }

  // MARK: Keeping

  private mutating func keep(_ loss: Float, _ measured: Evaluation?) throws(Failure) {
    guard let recorder else { return }
    let step = RunRecorder.Measured(loss: loss, evaluation: measured, seconds: seconds)
    do {
      try recorder.record(trainer, step)
    } catch {
      // A disk that is full for a moment costs no row; one that stays full costs no step.
      var problem: Failure? = error
      for _ in 0..<5 where problem != nil {
        usleep(100_000)
        do {
          try recorder.directory.appendWaiting()
          if isSaving { try recorder.save(trainer) }
          problem = nil
        } catch { problem = Failure(error) }
      }
      if let problem {
        report.clear()
        let isLost = (try? recorder.save(trainer)) == nil
        throw Failure(
          .unwritten(problem.problem, step: trainer.step, lostSince: isLost ? saved : nil))
      }
    }
    if isSaving { saved = trainer.step }
  }

  private mutating func save() throws(Failure) {
    guard let recorder else { return }
    do { try recorder.save(trainer) } catch {
      report.clear()
      throw error
    }
    saved = trainer.step
  }

  // MARK: Ending

  /// Training goes on behind its schedule at a rate that is hardly one: that is said.
  private func sayThatScheduleEnds() {
    guard trainer.step > 0 else { return }
    report.clear()
    Output.complain(
      "headlight: "
        + Language.english.line(
          .pastSchedule(step: trainer.step, rate: trainer.learningRate(trainer.step))))
  }

  private mutating func endIfAsked() throws(Failure) {
    if let signal = Interruption.received { try end(by: signal) }
  }

  private mutating func end(by signal: Int32) throws(Failure) -> Never {
    report.clear()
    Interruption.allowSaving()
    if saved != trainer.step { try save() }
    Interruption.isEnding()
    guard signal == SIGINT else {
      die(by: signal)
      throw Failure("", status: .interrupted)
    }
    throw Failure(
      .interrupted(step: trainer.step, keptIn: recorder?.path), status: .interrupted)
  }

  /// Nobody reads standard output any more, or it is full.
  private mutating func endUnheard() throws(Failure) -> Never {
    guard let problem = Output.problem, problem != EPIPE else { try end(by: SIGPIPE) }
    if saved != trainer.step { try save() }
    throw Output.failure(problem)
  }

  private mutating func end(by halt: TrainingHalt) throws(Failure) -> Never {
    if halt.isGivenUp { try end(by: Interruption.received ?? SIGTERM) }
    // A checkpoint of a later step may have been written before its loss was known to be none.
    if let recorder, saved != trainer.step { try recorder.goBack(trainer) }
    report.halted(halt, at: trainer.step)
    let told = Halt(
      run: nil, step: halt.step, loss: Double(halt.loss), culprit: halt.culprit,
      lastGood: trainer.step)
    throw Failure(.halted(told, keptIn: recorder?.path), status: .halted)
  }
}
