import Snapshots
import Subjects
import TensorFiles
import Testing
import TestSupport

@testable import Runs

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Another program's run as a screen sees it.
struct ForeignRunTests {
  private let run = WrittenRun(title: "reverse a word")

  /// Waits for a frame that is as it should be; nil where none comes within ten seconds.
  private func frame(
    _ subject: ForeignRun, where isRight: (Frame) -> Bool
  ) async throws -> Frame? {
    for _ in 0..<2_000 {
      if let frame = subject.frames.take(), isRight(frame) { return frame }
      try await Task.sleep(for: .milliseconds(5))
    }
    return nil
  }

  private func open(_ paths: [String]? = nil, step: Int? = nil) throws -> ForeignRun {
    try ForeignRun(paths ?? [run.path], step: step) {}
  }

  private func step(_ frame: Frame) -> Int? { frame.scenes[0].snapshot.step }

  @Test(arguments: ["1", "0"]) func aNewStepIsShownWhileItIsWritten(_ inotify: String) async throws
  {
    run.looking("000000000", steps: [0, 100], at: 0)
    run.metrics("{\"step\": 100, \"train_loss\": 0.5}\n")
    let subject = try open()
    let first = try #require(
      try await frame(subject) { step($0) == 100 && $0.scenes[0].timeline?.values.isEmpty == false }
    )
    let shown = first.scenes[0].run
    #expect(shown.title == "reverse a word" && shown.abilities == [.seeks, .breaks])
    let timeline = try #require(first.scenes[0].timeline)
    #expect(timeline.known == .listed([0, 100]) && timeline.presentLoss == 0.5)
    run.looking("000000250", steps: [250], at: 1)
    #expect(try await frame(subject) { step($0) == 250 } != nil)
    // Whoever looks back is not carried along.
    subject.send(.move(-1), first.scenes[0].run.id)
    #expect(try await frame(subject) { step($0) == 100 } != nil)
    run.looking("000000300", steps: [300], at: 1)
    let later = try #require(try await frame(subject) { $0.scenes[0].timeline?.latest == 300 })
    #expect(step(later) == 100)
    subject.stop()
    #expect(subject.end(within: .seconds(2)) == nil)
  }

  @Test func twoRunsStandOnOneStep() async throws {
    let other = WrittenRun(title: nil)
    run.looking("000000000", steps: [0, 100], at: 0)
    other.looking("000000000", steps: [0, 60, 150], at: 1)
    let subject = try open([run.path, other.path], step: 110)
    let frame = try #require(try await frame(subject) { $0.scenes.count == 2 && step($0) == 100 })
    #expect(frame.scenes.map(\.snapshot.step) == [100, 60])
    #expect(frame.scenes[1].run.title == "run")
    #expect(frame.scenes[0].timeline?.known == .listed([0, 60, 100, 150]))
    subject.stop()
  }

  /// What was seen last stays when the next file is wrong or the directory is gone, and is said once.
  @Test func theLastGoodPictureStays() async throws {
    run.looking("000000000", steps: [0], at: 0)
    let subject = try open()
    #expect(try await frame(subject) { step($0) == 0 } != nil)
    run.snapshots(
      "000000010", saying: ["steps": "[10]", "axes.x": "batch,key"], ("x", [1, 1], [1]))
    let told = try #require(try await frame(subject) { !$0.notices.isEmpty })
    #expect(step(told) == 0)
    guard case .problem(.inRun(let file, others: 0)) = told.notices[0] else {
      Issue.record("\(told.notices)")
      return
    }
    #expect(file.words.contains("000000010.safetensors") && file.words.contains("axes.x"))
    subject.stop()
  }

  /// Of a picture that is gone no other is shown: the step stays that of what is seen.
  @Test func aStepWithoutItsPictureIsNotShown() async throws {
    run.looking("000000000", steps: [0], at: 0)
    run.looking("000000010", steps: [10], at: 1)
    let subject = try open()
    let first = try #require(try await frame(subject) { step($0) == 10 })
    run.write([1, 2, 3], "000000000")
    subject.send(.seek(0), first.scenes[0].run.id)
    let told = try #require(try await frame(subject) { !$0.notices.isEmpty })
    #expect(step(told) == 10 && told.scenes[0].timeline?.step == 10)
    subject.stop()
  }

  @Test func aRunJSONOnItsWayIsWaitedFor() async throws {
    run.describe("{\"format\": \"headlight-run/1\", \"tit")
    run.looking("000000000", steps: [0], at: 0)
    #expect(throws: FileError.self) { try ForeignRun([run.path], waits: false) {} }
    let subject = try open()
    #expect(try await frame(subject) { step($0) == 0 } != nil)
    run.describe("{\"format\": \"headlight-run/1\", \"title\": \"whole\"}")
    #expect(try await frame(subject) { $0.scenes[0].run.title == "whole" } != nil)
    subject.stop()
    run.describe("{\"format\": \"headlight-run/9\"}")
    #expect(throws: FileError.self) { try open() }
  }

  @Test func severalProbesAreGoneThrough() async throws {
    run.snapshots(
      "000000000", steps: [0],
      saying: ["text.probe0": "first", "text.probe10": "third", "text.probe2": "second"],
      ("probe10/x", [1, 1, 1], [1]), ("probe0/x", [1, 1, 1], [1]), ("probe2/x", [1, 1, 1], [1]))
    let subject = try open()
    let first = try #require(try await frame(subject) { step($0) == 0 })
    #expect(first.scenes[0].run.inputs == 3 && first.scenes[0].snapshot.reading.source == "first")
    subject.send(.read(.own(2)), first.scenes[0].run.id)
    #expect(try await frame(subject) { $0.scenes[0].snapshot.reading.source == "third" } != nil)
    subject.stop()
  }

  @Test(arguments: ["nothing", "file", "other"]) func whatIsNoRunIsRefused(_ kind: String) throws {
    let folder = TemporaryFolder()
    let path = folder / "there"
    if kind == "file" { put([], path) }
    if kind == "other" { put([], folder.makeFolder("there") + "/notes.txt") }
    let error = try #require(throws: FileError.self) { try open([path]) }
    #expect("\(error)".contains("there"))
  }

  // MARK: Conditions

  @Test func aConditionIsToldWithTheStepAtWhichItHeldFirst() async throws {
    run.looking("000000000", steps: [0, 10, 20], at: 0)
    run.metrics(
      (0...20).map { "{\"step\": \($0), \"loss\": \(2.0 - 0.1 * Double($0))}\n" }.joined())
    let condition = try Condition("loss < 1.55 and head(0.0).first > .9", metrics: nil)
    let subject = try ForeignRun([run.path], breakpoints: [Breakpoint(condition)]) {}
    let told = try #require(
      try await frame(subject) {
        $0.notices.contains { if case .holds = $0 { true } else { false } }
      })
    #expect(
      told.notices.contains(
        .holds("\(condition)", step: 5, latest: 20, run: nil, isWriting: false)), "\(told.notices)")
    // The picture of that step is shown: the last before it.
    #expect(step(told) == 0)
    subject.stop()
  }

  @Test func aWriterIsAskedToStopByOneFile() async throws {
    run.looking("000000000", steps: [0], at: 0)
    let condition = try Condition("loss > 5", metrics: nil)
    let subject = try ForeignRun([run.path], breakpoints: [Breakpoint(condition)], stops: true) {}
    #expect(try await frame(subject) { step($0) == 0 } != nil)
    #expect(contents(run.path + "/stop") == nil)
    run.metrics("{\"step\": 40, \"loss\": 7}\n")
    #expect(
      try await frame(subject) { $0.notices.contains(.askedToStop("loss > 5 at step 40")) } != nil)
    #expect(contents(run.path + "/stop") == Array("loss > 5 at step 40\n".utf8))
    run.metrics("{\"step\": 41, \"stopped\": \"loss > 5 at step 40\"}\n")
    #expect(
      try await frame(subject) {
        $0.notices.contains(.writerStopped("loss > 5 at step 40", run: nil))
      } != nil
    )
    subject.stop()
  }

  @Test func whatHasNoValueIsSaidOnce() async throws {
    run.looking("000000000", steps: [0], at: 0)
    let condition = try Condition("accuracy > 1 or head(3.1).entropy > 0", metrics: nil)
    let subject = try ForeignRun([run.path], breakpoints: [Breakpoint(condition)]) {}
    let told = try #require(
      try await frame(subject) {
        $0.notices.contains { if case .withoutValue = $0 { true } else { false } }
      })
    #expect(
      told.notices.contains(
        .withoutValue(
          ["accuracy", "head(3.1).entropy"], condition: "\(condition)", known: ["x.self 0.0"])))
    subject.stop()
  }

  /// What was true only at the beginning ends no training, and nobody is asked who writes no more.
  @Test func aConditionOfThePastStopsNobody() async throws {
    run.looking("000000000", steps: [0, 10], at: 0)
    run.metrics("{\"step\": 0, \"loss\": 7}\n{\"step\": 10, \"loss\": 1}\n")
    let past = try Condition("loss > 5", metrics: nil)
    let subject = try ForeignRun([run.path], breakpoints: [Breakpoint(past)], stops: true) {}
    #expect(
      try await frame(subject) {
        $0.notices.contains { if case .holds = $0 { true } else { false } }
      }
        != nil)
    run.metrics("{\"step\": 20, \"loss\": 0.9}\n")
    #expect(try await frame(subject) { $0.scenes[0].timeline?.newest["loss"] == 0.9 } != nil)
    #expect(contents(run.path + "/stop") == nil)
    subject.stop()
    // What still holds ends it as soon as somebody is seen to write.
    let now = try Condition("loss < 2", metrics: nil)
    let other = try ForeignRun([run.path], breakpoints: [Breakpoint(now)], stops: true) {}
    #expect(
      try await frame(other) { $0.notices.contains { if case .holds = $0 { true } else { false } } }
        != nil)
    #expect(contents(run.path + "/stop") == nil)
    run.metrics("{\"step\": 30, \"loss\": 0.8}\n")
    #expect(
      try await frame(other) { $0.notices.contains(.askedToStop("loss < 2 at step 10")) } != nil)
    #expect(contents(run.path + "/stop") != nil)
    other.stop()
  }

  /// What is strange about numbers is told once everything was measured, with its first step.
  @Test func strangeNumbersAreToldWithTheStepAtWhichTheyBegin() async throws {
    let nan = Float.nan
    run.snapshots(
      "000000000", steps: [0, 5, 9], ("x.self", [3, 1, 1, 2], [0.5, 0.5, nan, nan, nan, nan]))
    let subject = try open()
    let told = try #require(try await frame(subject) { !$0.notices.isEmpty })
    guard case .problem(.inRun(let file, others: 0)) = told.notices[0] else {
      Issue.record("\(told.notices)")
      return
    }
    #expect(step(told) == 9 && file.words.contains("step 5,"), "\(file.words)")
    subject.stop()
  }

  @Test func picturesThatAreGoneAreSaid() async throws {
    run.looking("000000000", steps: [0, 10], at: 0)
    run.metrics("{\"step\": 0, \"loss\": 7}\n{\"step\": 5, \"loss\": 1}\n")
    let subject = try open()
    #expect(try await frame(subject) { step($0) == 10 } != nil)
    unlink(run.path + "/snapshots/000000000.safetensors")
    let told = try #require(try await frame(subject) { !$0.notices.isEmpty })
    #expect(step(told) == 10 && told.scenes[0].timeline?.step == 10)
    subject.stop()
  }

  @Test func headsOfOtherProbesAreNamedByTheirWholeNames() throws {
    let eye: [Float] = [1, 0, 0, 1]
    run.snapshots(
      "000000000", steps: [0], ("probe0/x.self", [1, 1, 2, 2], [0.5, 0.5, 0.5, 0.5]),
      ("probe1/x.self", [1, 1, 2, 2], eye))
    let found = try RunValues(foreign: run.path, at: nil, measuresHeads: true).values
    for (text, expected) in [
      ("head(0.0).self < .6", true), ("head(x.self 0.0).self < .6", true),
      ("head(\"probe1/x.self\" 0.0).self > .9", true), ("max_head(self) > .9", false),
      ("max_head(self, \"probe1/x.self\") > .9", true),
    ] {
      #expect(try Condition(text, metrics: nil).holds(found) == expected, "\(text)")
    }
  }

  /// Folders that come later, or come back, are watched as well.
  @Test func foldersThatComeLaterAreWatched() async throws {
    let folder = TemporaryFolder()
    let path = folder.makeFolder("late")
    let subject = try open([path])
    #expect(try await frame(subject) { !$0.scenes.isEmpty } != nil)
    _ = folder.makeFolder("late/snapshots")
    try await Task.sleep(for: .milliseconds(50))
    run.looking("000000007", steps: [7], at: 0)
    put(run.bytes("000000007"), path + "/snapshots/000000007.safetensors")
    #expect(try await frame(subject) { step($0) == 7 } != nil)
    rename(path, path + "2")
    #expect(
      try await frame(subject) {
        $0.notices.contains { if case .problem = $0 { true } else { false } }
      }
        != nil)
    rename(path + "2", path)
    #expect(try await frame(subject) { $0.notices.contains(.readableAgain(path)) } != nil)
    run.looking("000000009", steps: [9], at: 0)
    put(run.bytes("000000009"), path + "/snapshots/000000009.safetensors")
    #expect(try await frame(subject) { step($0) == 9 } != nil)
    subject.stop()
  }

  /// Of two runs side by side the one is stopped in which the condition holds.
  @Test func onlyTheRunInWhichAConditionHoldsIsStopped() async throws {
    let other = WrittenRun(title: "other")
    for written in [run, other] { written.looking("000000000", steps: [0], at: 0) }
    let conditions = try ["acc > 1", "loss > 5"].map {
      Breakpoint(try Condition($0, metrics: nil))
    }
    let subject = try ForeignRun([run.path, other.path], breakpoints: conditions, stops: true) {}
    #expect(try await frame(subject) { step($0) == 0 } != nil)
    try await Task.sleep(for: .milliseconds(100))
    other.metrics("{\"step\": 40, \"loss\": 7, \"acc\": 2}\n")
    #expect(
      try await frame(subject) { $0.notices.contains(.askedToStop("loss > 5 at step 40")) } != nil)
    #expect(contents(run.path + "/stop") == nil && contents(other.path + "/stop") != nil)
    subject.stop()
  }
}
