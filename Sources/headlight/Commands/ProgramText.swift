import JSON
public import ArgumentParser
import Lessons
import Snapshots
import TensorFiles

extension Diagram.Framework: ExpressibleByArgument {}

/// The lines of a model's attention in Keras or PyTorch, as text to paste or as JSON to check.
struct ProgramText {
  private let snapshot: Snapshot
  private let programs: [Diagram.Program]
  private let framework: Diagram.Framework

  init(_ snapshot: Snapshot, _ diagram: Diagram, _ framework: Diagram.Framework) {
    (self.snapshot, self.framework) = (snapshot, framework)
    programs = diagram.programs(framework)
  }

  /// The lines, each with the names of the values that it computes.
  func text(_ lesson: Lesson) -> String {
    let head = [
      "# \(lesson.name), \(lesson.settings.mechanism.rawValue), step \(snapshot.step ?? 0): each block runs"
        + " as it is pasted.",
      "# Ones stand for what is given. The names behind the lines are those of headlight anatomy.",
    ]
    let blocks = programs.map { program -> String in
      let title = "# " + (program.scope.isEmpty ? "single layers" : program.scope)
      let widest = program.lines.map(\.code.count).filter { $0 <= 44 }.max() ?? 0
      let lines = program.lines.map { line -> String in
        let names = line.given.map { [$0] } ?? line.computed.map(\.value)
        guard !names.isEmpty else { return line.code }
        let gap = String(repeating: " ", count: max(0, widest - line.code.count))
        let rest = names.count > 3 ? ", and \(names.count - 2) more" : ""
        let shown = names.count > 3 ? names.prefix(2) : names[...]
        return "\(line.code)\(gap)  # \(shown.joined(separator: ", "))\(rest)"
      }
      return ([title] + lines).joined(separator: "\n")
    }
    return (["\(head.joined(separator: "\n"))"] + blocks).joined(separator: "\n\n") + "\n"
  }

  /// The lines with all that a check needs: what each value is computed from.
  func json(_ lesson: Lesson) -> String {
    let page: [(String, JSONValue)] = [
      ("lesson", .string(lesson.name)),
      ("mechanism", .string(lesson.settings.mechanism.rawValue)),
      ("step", JSONValue(snapshot.step ?? 0)), ("framework", .string(framework.rawValue)),
      ("programs", .array(programs.map(program))),
    ]
    return JSONText.line(object(page)) + "\n"
  }

  private func program(_ program: Diagram.Program) -> JSONValue {
    let mechanism: JSONValue = program.mechanism.map { .string($0.rawValue) } ?? .null
    let lines = program.lines.map(line)
    return object([
      ("scope", .string(program.scope)), ("mechanism", mechanism),
      ("of_steps", .boolean(program.isOfSteps)), ("backwards", .boolean(program.isBackwards)),
      ("lines", .array(lines)),
    ])
  }

  private func line(_ line: Diagram.Program.Line) -> JSONValue {
    let given: JSONValue = line.given.map { .string($0) } ?? .null
    let values = line.computed.map(computed)
    return object([
      ("code", .string(line.code)), ("given", given), ("computes", .array(values)),
    ])
  }

  private func computed(_ computed: Diagram.Program.Computed) -> JSONValue {
    let layer: JSONValue = computed.layer.map { .string($0) } ?? .null
    let parameters: [JSONValue] = computed.parameters.map { .string($0) }
    return object([
      ("value", .string(computed.value)),
      ("reads", object(pairs(computed.reads) { .string($0) })), ("layer", layer),
      ("parameters", .array(parameters)),
      ("sizes", object(pairs(computed.sizes) { JSONValue($0) })),
    ])
  }

  private func pairs<Value>(
    _ dictionary: [String: Value], _ json: (Value) -> JSONValue
  ) -> [(String, JSONValue)] {
    dictionary.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) }
  }

  private func object(_ members: [(String, JSONValue)]) -> JSONValue {
    var object = JSONObject()
    for (key, value) in members { object[key] = value }
    return .object(object)
  }
}
