import Layers
import Lessons
import Runs
import Snapshots
import Subjects
import TensorFiles
import Tensors
import Testing
import Training

@testable import headlight

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Accepted means it works: every option of the table, at its smallest values and at its largest, with
/// every lesson and mechanism.
@Suite struct OptionTableTests {
  /// One option at one value, beside the lesson's own.
  struct Case: Sendable, CustomTestStringConvertible {
    var lesson: String
    var mechanism: Mechanism
    var option: String
    var value: String

    var testDescription: String { "\(lesson) \(mechanism.rawValue) \(option) \(value)" }
  }

  /// What is too slow for a debug build, or takes more memory than a test should: these are made by
  /// `HEADLIGHT_LARGEST=1 swift test -c release --filter OptionTable`.
  private static let isLargestAsked = getenv("HEADLIGHT_LARGEST") != nil

  private static func isLarge(_ option: LessonOption, _ value: String) -> Bool {
    switch option.key {
    case "units": value == "1024"
    case "layers": value == "16"
    case "batch_size": value == "4096"
    default: false
    }
  }

  static let cases: [Case] = LessonCatalog.all.flatMap { entry in
    entry.mechanisms.flatMap { mechanism in
      LessonOption.all.filter { $0.key != "mechanism" && $0.choice != .pairs }.flatMap { option in
        option.samples.filter { isLarge(option, $0) == isLargestAsked }.map { value in
          Case(
            lesson: entry.name, mechanism: mechanism, option: option.key, value: value)
        }
      }
    }
  }

  /// Two steps and a picture, or one sentence before anything is made.
  private func check(_ sample: Case) throws -> Bool {
    let entry = try #require(LessonCatalog.entry(sample.lesson))
    let option = try #require(LessonOption.all.first { $0.key == sample.option })
    var settings = entry.defaults
    // Small where the option under test is not: a case costs a fraction of a second.
    if !Self.isLargestAsked { (settings.units, settings.batchSize) = (8, 3) }
    settings.mechanism = sample.mechanism
    if sample.option == "units" { settings.heads = 1 }
    if sample.option == "heads" { settings.units = 64 }
    let value = try #require(option.parse(sample.value))
    do throws(LessonOption.Refusal) {
      try option.apply(value, to: &settings, of: entry)
    } catch { return false }
    guard settings.problem == nil else { return false }
    let lesson = entry.make(settings)
    let trainer = Trainer(
      lesson.objective, optimizer: settings.optimizer, seed: settings.seed, threads: 1,
      historyBudget: 0)
    for _ in 0..<2 {
      // The largest rates halt, and say so.
      do { _ = try trainer.advance() } catch { break }
    }
    let snapshot = lesson.reader(trainer.weights).snapshot(of: .own(0), at: trainer.step)
    #expect(!snapshot.reading.written.isEmpty)
    // What is written to run.json is read back as it was.
    let config = LessonOption.config(of: settings)
    let again = try LessonOption.settings(
      of: RunDescription(
        lesson: entry.name, mechanism: settings.mechanism.rawValue, seed: Int(settings.seed),
        config: config), entry, "run.json")
    #expect(again == settings)
    return true
  }

  @Test func acceptedMeansItWorks() throws {
    var made = 0
    let began = Clock.wall
    for sample in Self.cases { made += try check(sample) ? 1 : 0 }
    let seconds = (Clock.wall - began).rounded()
    print("options: \(Self.cases.count) cases, \(made) trained, \(seconds) s")
    #expect(made > Self.cases.count / 2)
  }

  @Test func everyOptionIsInTheHelp() throws {
    let help = try ProgramRun.result(["train", "--help"]).output
    for option in LessonOption.all where option.key != "steps" {
      #expect(help.contains(option.name + " "), "\(option.name)")
    }
  }
}
