import JSON
import Dashboard
import Lessons
import Snapshots
import Subjects
import TensorFiles
import Training

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
  /// - Returns: false when it could not be written.
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
      return Output.write(
        "\r\u{1b}[K" + bar(step, last, first, rate, loss, width: Output.columns - 1))
    }
    guard let evaluation else { return true }
    return Output.write(
      label + "step \(step)  loss \(short(Double(loss)))  exact \(short(evaluation.exactMatch)) of "
        + "\(evaluation.examples)" + pattern(evaluation) + "  \(whole(rate)) step/s\n")
  }

  /// The bar in at most `width` columns: what says least goes first.
  private func bar(
    _ step: Int, _ last: Int?, _ first: Int, _ rate: Double, _ loss: Float, width: Int
  ) -> String {
    let place = "step \(step)" + (last.map { $0 > first ? " of \($0)" : "" } ?? "")
    let loss = "loss \(short(Double(loss)))"
    let speed = "\(whole(rate)) step/s"
    var time: String?
    var blocks: (_ width: Int) -> String? = { _ in nil }
    if let last, last > first {
      let left = Int((Double(last - step) / max(rate, 1e-9)).rounded(.up))
      let seconds = left % 60 < 10 ? "0\(left % 60)" : "\(left % 60)"
      time = "ETA \(left / 60):\(seconds)"
      blocks = { width in
        let done = width * (step - first) / (last - first)
        return String(repeating: "█", count: done) + String(repeating: "░", count: width - done)
      }
    }
    let name = label.isEmpty ? nil : label
    let lines: [[String?]] = [
      [name, place, blocks(24), time, speed, loss], [name, place, blocks(12), time, speed, loss],
      [name, place, blocks(12), time, loss], [name, place, time, loss], [place, time, loss],
      [place, loss], [place], ["\(step)"],
    ]
    let texts = lines.map { $0.compactMap(\.self).joined(separator: "  ") }
    return texts.first { $0.count <= width } ?? String("\(step)".prefix(max(0, width)))
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
    Output.write("heads     " + Language.english.line(roles: heads, roles.measuredOn) + "\n")
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
          label: site.layer.map { HeadLabel(layer: $0, head: number).description } ?? "\(number)",
          site: site.name,
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

  /// Says something beside the results, on standard error.
  func tell(_ text: String) {
    clear()
    Output.complain("headlight: " + text)
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
