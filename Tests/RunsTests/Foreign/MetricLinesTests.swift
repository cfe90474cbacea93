import TensorFiles
import Testing
import TestSupport

@testable import Runs

/// Lines of numbers are merged by step and by name, whatever order they come in.
struct MetricLinesTests {
  private let run = WrittenRun()

  private func read() throws -> MetricLines {
    var lines = MetricLines(run.path)
    _ = try lines.look { false }
    return lines
  }

  @Test func laterValuesOfANameWin() throws {
    run.metrics(
      """
      {"step": 10, "loss": 2, "train/acc": 0.5}
      {"step": 0, "loss": 3}
      {"step": 10, "loss": 1.5}
      {"step": 10, "note": "hello", "deep": {"a": 1}}

      """)
    let series = try read().series
    #expect(series.keys.sorted() == ["loss", "train/acc"])
    #expect(series["loss"]?.steps == [0, 10] && series["loss"]?.values == [3, 1.5])
    #expect(series["loss"]?.value(at: 9) == 3 && series["train/acc"]?.value(at: 9) == nil)
  }

  @Test func aHigherSessionDiscardsWhatWasLater() throws {
    run.metrics("{\"step\": 1, \"a\": 1}\n{\"step\": 5, \"a\": 5, \"b\": 5}\n")
    run.metrics("{\"step\": 3, \"a\": 30, \"session\": 1}\n")
    let series = try read().series
    #expect(series["a"]?.steps == [1, 3] && series["b"]?.steps == [])
  }

  @Test func badLinesAreCountedAndTheFirstIsNamed() throws {
    run.metrics(
      "{\"step\": 1, \"loss\": NaN}\nnonsense\n{\"loss\": 1}\n{\"step\": \"2\"}\n{\"step\": 3, \"loss\": Infinity}\n{\"st"
    )
    let lines = try read()
    #expect(lines.bad?.count == 3 && lines.bad?.first == 2)
    #expect(lines.series["loss"]?.steps == [1, 3])
    #expect(lines.faults.count == 1 && lines.faults[0].field == "line 2")
  }

  @Test func aHalfLineWaitsAndAWriterThatStartsOverIsFollowed() throws {
    run.metrics("{\"step\": 1, \"a\": 1}\n{\"step\": 2, ")
    var lines = try read()
    #expect(lines.series["a"]?.steps == [1])
    run.metrics("\"a\": 2}\n")
    #expect(try lines.look { false })
    #expect(lines.series["a"]?.steps == [1, 2])
    #expect(try !lines.look { false })
    put(Array("{\"step\": 0, \"a\": 7}\n".utf8), run.path + "/metrics.jsonl")
    #expect(try lines.look { false })
    #expect(lines.series["a"]?.steps == [0])
  }

  @Test func namesAreBounded() throws {
    let names = (0..<1_500).map { "\"m\($0)\": 1" }.joined(separator: ", ")
    run.metrics("{\"step\": 1, \(names)}\n")
    let lines = try read()
    #expect(lines.series.count == MetricLines.mostNames && lines.faults.count == 1)
  }
}
