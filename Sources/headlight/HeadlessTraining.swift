import CKernels
import Snapshots
import Synchronization
import TensorFiles
import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Trains a lesson without a screen: its one run, or all that it compares, one after the other.
struct HeadlessTraining {
  let entry: LessonEntry
  let settings: LessonSettings
  let run: RunOptions
  /// The lesson that the user named, which a resumed run must be one of.
  let named: String?
  /// Where a resumed run's data is now, if not where it was.
  let data: String?
  let isJSON: Bool

  /// A run to train.
  private struct Training {
    var lesson: any Lesson
    var trainer: Trainer
    var recorder: RunRecorder?
  }

  func train() throws(Failure) {
    Interruption.listen()
    let runs: [Training]
    if let path = run.resume { runs = try resume(path) } else { runs = try begin() }
    // A value that is called held-out and is not must not pass without a word.
    if let note = runs[0].lesson.data?.pairs.note { Output.complain("headlight: \(note)") }
    // Runs that are compared end on one step, also where a killed process left some behind.
    let origin = runs.map(\.trainer.step).max() ?? 0
    var done: [HeadlessReport.Done] = []
    // The results stand together at the end, also those of runs that an interruption left whole.
    func report() { for result in done { result.report.done(result) } }
    for own in runs {
      let name = runs.count > 1 ? own.lesson.settings.mechanism.rawValue : nil
      var loop = HeadlessLoop(
        lesson: own.lesson, trainer: own.trainer, recorder: own.recorder, run: run,
        origin: origin, report: HeadlessReport(isJSON: isJSON, name: name))
      do { done.append(try loop.train()) } catch {
        report()
        throw error
      }
    }
    report()
  }

  private func trainer(_ lesson: any Lesson) -> Trainer {
    Trainer(
      lesson.objective, optimizer: lesson.settings.optimizer, seed: lesson.settings.seed,
      threads: run.threads, historyBudget: 1 << 25)
  }

  private func begin() throws(Failure) -> [Training] {
    var runs = entry.runs(settings).map { Training(lesson: $0, trainer: trainer($0)) }
    guard let path = run.out else { return runs }
    let recorders = try RunRecorder.begin(
      path, entry, runs.map { ($0.lesson, $0.trainer) }, interval: run.checkpointEvery,
      force: run.force)
    for (place, recorder) in recorders.enumerated() { runs[place].recorder = recorder }
    return runs
  }

  private func resume(_ path: String) throws(Failure) -> [Training] {
    let opened = try RunRecorder.resume(
      path, named: named, interval: run.checkpointEvery, data: data)
    for warning in opened.warnings { Output.complain("headlight: \(warning)") }
    var runs: [Training] = []
    for (lesson, recorder, checkpoint) in opened.runs {
      let trainer = trainer(lesson)
      trainer.state = try RunRecorder.state(checkpoint, for: trainer)
      // Steps after the checkpoint are made again; what was saved of them is another future.
      do { try recorder.directory.removeCheckpoints(after: trainer.step) } catch {
        throw Failure("\(error)")
      }
      runs.append(Training(lesson: lesson, trainer: trainer, recorder: recorder))
    }
    return runs
  }
}

/// Signals that ask to end; a training step is never cut in two.
enum Interruption {
  private static let number = Atomic<Int32>(0)

  /// Remembers INT, TERM and HUP instead of dying by them.
  static func listen() {
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      install(signal) { Interruption.number.store($0, ordering: .relaxed) }
    }
  }

  /// The signal that came, or nil.
  static var received: Int32? {
    let value = number.load(ordering: .relaxed)
    return value == 0 ? nil : value
  }
}

/// `signal`, whose name is that of an argument everywhere else.
private func install(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
  signal(number, handler)
}

/// The loop of a headless run.
private struct HeadlessLoop {
  let lesson: any Lesson
  let trainer: Trainer
  let recorder: RunRecorder?
  let run: RunOptions
  /// The step from which on `--steps` counts; the run may have to get there first.
  let origin: Int
  var report: HeadlessReport
  private let began = (wall: Clock.wall, cpu: Clock.cpu)
  private let first: Int
  private var evaluation: Evaluation?

  init(
    lesson: any Lesson, trainer: Trainer, recorder: RunRecorder?, run: RunOptions, origin: Int,
    report: HeadlessReport
  ) {
    self.origin = origin
    self.lesson = lesson
    self.trainer = trainer
    self.recorder = recorder
    self.run = run
    self.report = report
    first = trainer.step
  }

  private var seconds: Double { Clock.wall - began.wall }

  /// The step at which training ends; nil where only a condition, or a time, ends it.
  private var last: Int? {
    if let steps = run.steps { return origin + steps }
    return run.until == nil && run.seconds == nil ? max(origin, lesson.length) : nil
  }

  mutating func train() throws(Failure) -> HeadlessReport.Done {
    let reader = lesson.reader(trainer.weights)
    var wasSaved = true
    while trainer.step < last ?? .max {
      let loss: Float
      do {
        loss = try trainer.advance()
      } catch {
        try halt(error)
      }
      var measured: Evaluation?
      if trainer.step.isMultiple(of: 50) {
        measured = reader.evaluate(
          at: trainer.step, examples: lesson.evaluationExamples.onTheWay)
        evaluation = measured
      }
      try keep(loss, measured)
      wasSaved = recorder.map { trainer.step.isMultiple(of: $0.interval) } ?? true
      let isHeard = report.step(
        trainer.step, of: last, since: first, seconds: seconds, loss: loss, measured)
      if !isHeard { try end(by: SIGPIPE) }
      if let signal = Interruption.received { try end(by: signal) }
      if trainer.step < origin { continue }
      if let limit = run.seconds, seconds >= limit { break }
      let values = metrics(loss, measured)
      if let until = run.until, measured != nil, until.holds(values) { break }
      if let breakpoint = run.breakpoint, breakpoint.holds(values) { break }
    }
    if !wasSaved { try save() }
    let final = reader.evaluate(
      at: trainer.step, examples: lesson.evaluationExamples.final)
    let roles = reader.headRoles()
    report.end()
    return HeadlessReport.Done(
      report: report, result: result(final, roles, reader), evaluation: final, roles: roles)
  }

  private func metrics(_ loss: Float, _ measured: Evaluation?) -> [String: Double] {
    var values = ["step": Double(trainer.step), "loss": Double(loss), "seconds": seconds]
    guard let measured else { return values }
    values["accuracy"] = measured.accuracy
    values["exact_match"] = measured.exactMatch
    values["pattern_match"] = measured.patternMatch
    return values
  }

  private func result(
    _ final: Evaluation, _ roles: HeadRoles?, _ reader: any LessonReader
  ) -> JSONObject {
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
      result["data_unit"] = .string(data.pairs.unit.rawValue)
      result["data_sha256"] = .string(data.sha256)
    }
    result["weights_sha256"] = .string(Digest.weights(trainer))
    if let roles {
      result["heads"] = .array(HeadlessReport.heads(roles).map { .object($0.json) })
      result["heads_measured_on"] = .string(roles.measuredOn)
    }
    let mass = final.patternMatch == nil ? nil : reader.massOnPattern(examples: 100)
    result["pattern_mass"] = mass.map { .number($0) } ?? .null
    result["attention_sha256"] = Digest.attention(lesson, trainer).map { .string($0) } ?? .null
    return result
  }

  // MARK: Keeping

  private func keep(_ loss: Float, _ measured: Evaluation?) throws(Failure) {
    do { try recorder?.record(trainer, loss: loss, measured) } catch {
      report.clear()
      throw Failure("\(error)")
    }
  }

  private func save() throws(Failure) {
    do { try recorder?.save(trainer) } catch {
      report.clear()
      throw Failure("\(error)")
    }
  }

  private func end(by signal: Int32) throws(Failure) -> Never {
    report.clear()
    try save()
    guard signal == SIGINT else {
      // Whoever waits for the process learns the true cause.
      restoreDefault(signal)
      raise(signal)
      throw Failure("", status: .interrupted)
    }
    let kept = recorder.map { "; step \(trainer.step) is kept in \($0.path)" } ?? ""
    throw Failure("interrupted at step \(trainer.step)\(kept)", status: .interrupted)
  }

  private mutating func halt(_ halt: TrainingHalt) throws(Failure) -> Never {
    try save()
    report.halted(halt, at: trainer.step)
    let kept = recorder.map { ", which is kept in \($0.path)" } ?? ""
    throw Failure(
      "training halted: \(halt). The last good step is \(trainer.step)\(kept). "
        + "Try a smaller --learning-rate.", status: .halted)
  }
}

private func restoreDefault(_ number: Int32) { signal(number, SIG_DFL) }

/// What a headless run prints.
struct HeadlessReport {
  let isJSON: Bool
  /// What the run is called, where there are several.
  let name: String?
  private let isBar: Bool
  private var lastDrawn = 0.0
  private var pending = ""

  /// How a run ended.
  struct Done {
    let report: HeadlessReport
    let result: JSONObject
    let evaluation: Evaluation
    let roles: HeadRoles?
  }

  init(isJSON: Bool, name: String?) {
    self.isJSON = isJSON
    self.name = name
    isBar = !isJSON && Output.isTerminal
  }

  /// Reports a step.
  ///
  /// - Returns: false when nobody reads standard output any more.
  mutating func step(
    _ step: Int, of last: Int?, since first: Int, seconds: Double, loss: Float,
    _ evaluation: Evaluation?
  ) -> Bool {
    if isJSON {
      var line = RunRecorder.metrics(step: step, loss: loss, evaluation)
      if let name { line["mechanism"] = .string(name) }
      pending += JSONText.line(.object(line)) + "\n"
      guard seconds - lastDrawn > 0.1 || evaluation != nil else { return true }
      lastDrawn = seconds
      return flush()
    }
    let rate = Double(step - first) / max(seconds, 1e-9)
    if isBar {
      guard seconds - lastDrawn > 0.1 || step == last else { return true }
      lastDrawn = seconds
      return Output.write("\r\u{1b}[K" + label + bar(step, last, first, rate, loss))
    }
    guard let evaluation else { return true }
    return Output.write(
      label + "step \(step)  loss \(short(Double(loss)))  exact \(short(evaluation.exactMatch))"
        + pattern(evaluation) + "  \(whole(rate)) step/s\n")
  }

  private func bar(_ step: Int, _ last: Int?, _ first: Int, _ rate: Double, _ loss: Float) -> String
  {
    var text = "step \(step)"
    if let last, last > first {
      let width = 24
      let done = width * (step - first) / (last - first)
      let left = Int((Double(last - step) / max(rate, 1e-9)).rounded(.up))
      let seconds = left % 60 < 10 ? "0\(left % 60)" : "\(left % 60)"
      text += " of \(last)  " + String(repeating: "█", count: done)
      text += String(repeating: "░", count: width - done) + "  ETA \(left / 60):\(seconds)"
    }
    return text + "  \(whole(rate)) step/s  loss \(short(Double(loss)))"
  }

  /// The run's name in front of a line, in a column of its own.
  private var label: String {
    name.map { $0 + String(repeating: " ", count: max(1, 11 - $0.count)) } ?? ""
  }

  /// Reports the end.
  func done(_ done: Done) {
    let (result, final, roles) = (done.result, done.evaluation, done.roles)
    if isJSON {
      Output.write(JSONText.line(.object(result)) + "\n")
      return
    }
    func value(_ name: String) -> String { result[name]?.string ?? "none" }
    Output.write(
      """
      \(label)step \(final.step): exact match \(short(final.exactMatch)) of \(final.examples) held-out \
      examples, accuracy \(short(final.accuracy))\(pattern(final))
      \(short(result["seconds"]?.double ?? 0)) s, processor \
      \(short(result["cpu_seconds"]?.double ?? 0)) s, kernels \(value("kernels"))
      weights   sha256 \(value("weights_sha256"))
      attention sha256 \(value("attention_sha256"))

      """)
    guard let roles else { return }
    let heads = Self.heads(roles).compactMap { head in
      head.role.map { "\(head.label) \($0) \(short(Double(head.score)))" }
    }
    Output.write(
      "heads     \(heads.isEmpty ? "no head has a role" : heads.joined(separator: ", ")), "
        + "measured on \(roles.measuredOn)\n")
  }

  /// A head with the role that it has been measured to have.
  struct Head {
    var label: String
    var site: String
    var role: String?
    var score: Float

    var json: JSONObject {
      [
        "head": .string(label), "site": .string(site),
        "role": role.map { .string($0) } ?? .null,
        "score": role == nil ? .null : JSONValue(score),
      ]
    }
  }

  /// The heads, site by site; `1.3` is head 3 of layer 1.
  static func heads(_ roles: HeadRoles) -> [Head] {
    roles.statistics.sorted { $0.key.name < $1.key.name }.flatMap { site, heads in
      heads.enumerated().map { number, own in
        Head(
          label: site.layer.map { "\($0).\(number)" } ?? "\(number)", site: site.name,
          role: own.role?.rawValue, score: own.roleScore ?? 0)
      }
    }
  }

  /// Reports that training halted.
  mutating func halted(_ halt: TrainingHalt, at step: Int) {
    guard isJSON else { return clear() }
    var line: JSONObject = [
      "done": .boolean(false), "halted_at": JSONValue(halt.step), "loss": JSONValue(halt.loss),
      "value": halt.value.map { .string($0) } ?? .null, "last_good_step": JSONValue(step),
    ]
    if let name { line["mechanism"] = .string(name) }
    pending += JSONText.line(.object(line)) + "\n"
    _ = flush()
  }

  /// Takes the bar off the terminal.
  func clear() { if isBar { Output.write("\r\u{1b}[K") } }

  /// Writes the lines that wait.
  mutating func end() {
    clear()
    if isJSON { _ = flush() }
  }

  private mutating func flush() -> Bool {
    defer { pending = "" }
    return Output.write(pending)
  }

  private func pattern(_ evaluation: Evaluation) -> String {
    evaluation.patternMatch.map { "  pattern \(short($0))" } ?? ""
  }

  private func whole(_ number: Double) -> String { "\(Int(number.rounded()))" }

  /// Three or four places that say something: 0.0012, 0.950, 12.3.
  private func short(_ number: Double) -> String {
    guard number.isFinite else { return "\(number)" }
    let places = number >= 10 ? 10.0 : number >= 0.1 ? 1_000.0 : 100_000.0
    return "\((number * places).rounded() / places)"
  }
}
