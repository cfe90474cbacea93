import JSON
import ArgumentParser
import Lessons
import Snapshots
import TensorFiles
import Training

/// `headlight lessons`: what can be trained here.
struct Lessons: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List what can be trained here, with the command that opens it.")

  @Flag(help: "One JSON object a line.")
  var json = false

  func run() {
    for entry in LessonCatalog.all { Output.write(json ? jsonLine(entry) : text(entry)) }
  }

  private func jsonLine(_ entry: LessonEntry) -> String {
    JSONText.line(
      .object([
        "lesson": .string(entry.name), "summary": .string(entry.summary),
        "mechanisms": .array(entry.mechanisms.map { .string($0.rawValue) }),
        "encoders": .array(entry.encoders.map { .string($0.rawValue) }),
        "steps": JSONValue(entry.lesson.length),
      ])) + "\n"
  }

  private func text(_ entry: LessonEntry) -> String {
    let name = entry.name + String(repeating: " ", count: max(1, 12 - entry.name.count))
    let mechanisms = entry.mechanisms.map(\.rawValue).joined(separator: ", ")
    let choice =
      entry.compared.isEmpty
      ? "[--mechanism \(entry.mechanisms.map(\.rawValue).joined(separator: "|"))]"
      : "(\(mechanisms) side by side)"
    return "\(name)\(entry.summary)\n"
      + "            headlight train \(entry.name) \(choice)   \(entry.lesson.length) steps\n"
  }
}
