import JSON
import ArgumentParser
import Lessons
import Runs
import Screens
import Snapshots
import Subjects
import TensorFiles

/// `headlight assert RUN EXPR`: whether a condition holds in a run, as a status for scripts.
struct Assert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a condition over a run: status 0 where it holds, 1 where it does not.",
    discussion: """
      EXPR is what --break takes: metrics of any name, "train/loss" in double quotes where the name is \
      not a word, head(SITE L.H).MEASURE, max_head(MEASURE), min_head and mean_head, finite(NAME), \
      compared with numbers and joined by and, or, not. MEASURE is one of previous, next, first, self, \
      induction, duplicate, entropy, weight_max. Metrics are those said last at or before the step, heads \
      those of the last picture. Status 2: the condition or the run cannot be read.

        headlight assert runs/mine 'loss < .1 and max_head(induction) > .5'
      """)

  @Argument(help: .init("The directory of the run.", valueName: "run"))
  var directory: String
  @Argument(help: .init("The condition.", valueName: "expr"), transform: Watch.condition)
  var condition: Condition
  @Option(parsing: .unconditional, help: "The step to look at; otherwise the last.")
  var step: Int?
  @Flag(help: "One JSON object.")
  var json = false

  func validate() throws {
    if let step, step < 0 { throw ValidationError("--step needs 0 or more, not \(step).") }
  }

  func run() throws {
    let found = try values()
    for fault in found.faults where !json { Output.complain("headlight: " + fault.sentence) }
    let terms = condition.terms(found.values)
    let holds = condition.holds(found.values)
    Output.write(json ? jsonLine(found, terms, holds) : text(found, terms, holds))
    if !holds { throw Failure("", status: .isFalse) }
  }

  private func values() throws(Failure) -> RunValues {
    do {
      let description = try? RunDirectory.readDescription(directory)
      guard let description, !description.isForeign else {
        return try RunValues(
          foreign: directory, at: step, measuresHeads: condition.asksHeads || condition.asksFinite)
      }
      guard description.runs.isEmpty else {
        throw Failure(
          "\(directory) holds \(description.runs.count) runs: name one of them: "
            + description.runs.map { directory + "/" + $0 }.joined(separator: ", "))
      }
      guard !condition.asksHeads else {
        return try OwnHeads.values(directory, at: step)
      }
      return try RunValues(own: directory, at: step)
    } catch { throw Failure(error) }
  }

  /// A line for each comparison, with the value beside the bound, then what follows.
  private func text(_ found: RunValues, _ terms: [Condition.Term], _ holds: Bool) -> String {
    var lines = terms.map { term in
      let name = safe(term.name)
      guard let value = term.value else {
        let why =
          switch term.missing {
          case .ambiguous: ": several sites have that head, name one of them"
          case .undefined: ": that is not defined for this kind of attention"
          case .unknown, nil: ""
          }
        return "  –   \(name) has no value\(why)"
      }
      let mark = term.holds ? " ok " : " no "
      guard let sign = term.sign else { return "\(mark)  \(name)" }
      return "\(mark)  \(name) = \(number(value)), asked for \(sign.rawValue) \(number(term.bound))"
    }
    if !condition.asksHeads, terms.contains(where: { $0.value == nil }) {
      lines.append(
        "      metrics here: "
          + found.values.metrics.keys.sorted().prefix(20).map { safe($0) }.joined(separator: ", "))
    }
    if condition.asksHeads, terms.contains(where: { $0.value == nil }) {
      lines.append("      heads here: " + safe(found.values.headRanges.joined(separator: ", ")))
    }
    var place = "step \(found.step)"
    if let picture = found.pictureStep, picture != found.step {
      place += ", heads of step \(picture)"
    }
    lines.append((holds ? "holds" : "does not hold") + " at " + place)
    return lines.joined(separator: "\n") + "\n"
  }

  private func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15
      ? "\(Int(value))" : abs(value) < 1e30 ? "\(Float(value))" : "\(value)"
  }

  private func jsonLine(
    _ found: RunValues, _ terms: [Condition.Term], _ holds: Bool
  ) -> String {
    func value(_ value: Double?) -> JSONValue {
      guard let value else { return .null }
      return value.isFinite ? .number(value) : .string("\(value)")
    }
    return JSONText.line(
      .object([
        "holds": .boolean(holds), "step": JSONValue(found.step),
        "heads_step": found.pictureStep.map { JSONValue($0) } ?? .null,
        "terms": .array(
          terms.map { term in
            .object([
              "name": .string(term.name), "sign": term.sign.map { .string($0.rawValue) } ?? .null,
              "bound": term.sign == nil ? .null : value(term.bound), "value": value(term.value),
              "holds": .boolean(term.holds),
            ])
          }),
        "problems": .array(found.faults.map { .string($0.sentence) }),
      ])) + "\n"
  }
}
