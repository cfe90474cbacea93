import JSON
import Snapshots
import Subjects
import TensorFiles
import Testing
import TestSupport

@testable import Runs

/// What is in a run, whether it is whole, and what it says at a step.
struct RunInspectionTests {
  private let run = WrittenRun(title: "reverse")

  private func problems(_ inspection: RunInspection) -> [JSONObject] {
    inspection.json.object?["problems"]?.array?.compactMap(\.object) ?? []
  }

  @Test func aWholeRunIsDescribed() throws {
    run.looking("000000000", steps: [0, 10, 20], at: 0)
    run.metrics("{\"step\": 10, \"loss\": 1}\n{\"step\": 20, \"acc\": 1}\n")
    let found = try RunInspection(run.path)
    #expect(found.isWhole && found.faults.isEmpty && found.checkedSteps == 3)
    let json = try #require(found.json.object)
    #expect(json["kind"] == .string("run") && json["title"] == .string("reverse"))
    #expect(
      json["whole"] == .boolean(true)
        && json["metrics"] == .array([.string("acc"), .string("loss")]))
    #expect(
      json["steps"]
        == .object(["count": JSONValue(3), "first": JSONValue(0), "last": JSONValue(20)]))
    let site = try #require(json["sites"]?.object?["x.self"]?.object)
    #expect(site["dtype"] == .string("F32") && site["kind"] == .string("self"))
    #expect(site["shape"] == .array([3, 1, 3, 3].map { JSONValue($0) }))
  }

  @Test func everyProblemHasFileTensorAndField() throws {
    run.looking("000000000", steps: [0], at: 0)
    run.snapshots(
      "000000010", steps: [10], saying: ["axes.x": "step,batch,key"], ("x", [1, 1, 1], [1]))
    run.looking("000000020", steps: [20], at: 0)
    run.metrics("nonsense\n")
    let found = try RunInspection(run.path)
    #expect(!found.isWhole)
    let problems = problems(found)
    #expect(
      problems.map { $0["file"] } == [
        .string("snapshots/000000010.safetensors"), .string("metrics.jsonl"),
      ])
    #expect(problems[0]["tensor"] == .string("x") && problems[0]["field"] == .string("axes.x"))
    #expect(problems[1]["field"] == .string("line 1"))
  }

  /// Strange numbers are said, and the run is whole all the same.
  @Test func strangeNumbersAreNoMissingFiles() throws {
    run.snapshots(
      "000000000", steps: [0, 1], ("x.self", [2, 1, 1, 2], [0.5, 0.5, .nan, .nan]))
    let found = try RunInspection(run.path)
    #expect(found.isWhole && found.faults.map(\.field) == ["finite"])
    #expect(found.faults[0].what.contains("step 1"))
  }

  @Test func theRunThatIsShippedIsWhole() throws {
    let samples = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined() + "/samples"
    let found = try RunInspection(samples + "/keras-dates")
    #expect(found.isWhole && found.faults.isEmpty && found.steps.count > 100)
    let values = try RunValues(foreign: samples + "/keras-dates", at: nil, measuresHeads: true)
    #expect(
      try Condition("val_exact > .95 and max_head(weight_max) > .9", metrics: nil).holds(
        values.values))
  }

  @Test func valuesAreThoseSaidLastAtOrBeforeTheStep() throws {
    run.looking("000000000", steps: [0, 100], at: 2)
    run.metrics(
      "{\"step\": 0, \"loss\": 3}\n{\"step\": 90, \"acc\": 0.5}\n{\"step\": 150, \"loss\": 1}\n")
    var found = try RunValues(foreign: run.path, at: 120, measuresHeads: true)
    #expect(found.step == 120 && found.pictureStep == 100)
    #expect(found.values.metrics == ["loss": 3, "acc": 0.5, "step": 120])
    found = try RunValues(foreign: run.path, at: nil, measuresHeads: false)
    #expect(found.step == 150 && found.values.metrics["loss"] == 1)
    #expect(throws: FileError.self) {
      try RunValues(foreign: WrittenRun().path, at: 5, measuresHeads: true)
    }
  }
}
