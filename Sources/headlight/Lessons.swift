import ArgumentParser
import TensorFiles
import Training

/// `headlight lessons`: what can be trained here.
struct Lessons: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "List what can be trained here.")

  @Flag(help: "One JSON object a line.")
  var json = false

  func run() {
    if json {
      Output.write(
        JSONText.line(
          .object([
            "lesson": .string(DatesLesson.name), "summary": .string(DatesLesson.summary),
            "mechanisms": .array(Mechanism.allCases.map { .string($0.rawValue) }),
            "steps": JSONValue(DatesLesson.length),
          ])) + "\n")
    } else {
      Output.write(
        """
        dates   \(DatesLesson.summary)
                --mechanism additive (default) or none, the baseline; \(DatesLesson.length) steps

        """)
    }
  }
}
