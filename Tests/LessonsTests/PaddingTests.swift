import CKernels
import Layers
import Snapshots
import Tapes
import Tensors
import Testing
import TestSupport

@testable import Lessons
@testable import Training

/// A batch is padded to its own longest row, and that changes the time of a step, not its bits.
@Suite struct PaddingTests {
  private static let choices: [(LessonEntry, Mechanism, Encoder)] =
    LessonCatalog.all.filter { $0.pairs != nil }.flatMap { entry in
      entry.mechanisms.flatMap { mechanism in entry.encoders.map { (entry, mechanism, $0) } }
    }

  /// Rows of two to nine letters and, where asked for, some that are many times as long.
  private static func data(_ count: Int, long: [Int], isLabelled: Bool) throws -> LessonData {
    let letters = "abcdefgh".map { String($0) }
    func word(_ number: Int, _ length: Int) -> String {
      let stream = RandomStream(seed: 5)(number)
      return (0..<length).map { letters[stream.below(8, $0)] }.joined()
    }
    func row(_ number: Int, _ source: Int, _ target: Int) -> String {
      let source = word(number, source)
      let written = isLabelled ? String(source.hasPrefix("a")) : word(number + 10_000, target)
      return "\(source)\t\(written)\n"
    }
    let lots = RandomStream(seed: 7)
    var rows = (0..<count).map { row($0, 2 + lots.below(8, $0), 1 + lots.below(6, $0 + 1_000)) }
    // Long sources and long targets need not be of one row.
    for (place, length) in long.enumerated() {
      let isSource = place.isMultiple(of: 2)
      rows.insert(
        row(count + place, isSource ? length : 5, isSource ? 3 : length), at: 7 * place + 3)
    }
    return LessonData(
      try Pairs(tsv: Array(rows.joined().utf8)), path: "/x/pairs.tsv", sha256: "")
  }

  private func lesson(
    _ number: Int, _ count: Int = 60, long: [Int], units: Int = 16, mistake: Mistake? = nil
  ) throws -> Lesson {
    let (entry, mechanism, encoder) = Self.choices[number]
    var settings = entry.defaults
    (settings.mechanism, settings.encoder, settings.mistake) = (mechanism, encoder, mistake)
    (settings.batchSize, settings.units, settings.seed) = (7, units, 3)
    let data = try Self.data(count, long: long, isLabelled: entry.pairs == .label)
    return try entry.reading(data).make(settings)
  }

  private func trainer(_ lesson: Lesson, isPaddedWhole: Bool = false) -> Trainer {
    var objective = lesson.objective
    if isPaddedWhole { objective.padded = nil }
    return Trainer(
      objective, optimizer: lesson.settings.optimizer, seed: lesson.settings.seed, threads: 1)
  }

  /// Forward, gradients and updates: after a dozen steps every weight and moment has the bits of a
  /// run that is padded to the longest row of the file.
  @Test(arguments: choices.indices)
  func paddingChangesNoBit(_ number: Int) throws {
    let lesson = try lesson(number, long: [40, 37, 23, 61, 18])
    let (own, whole) = (trainer(lesson), trainer(lesson, isPaddedWhole: true))
    for step in 0..<12 {
      #expect(try own.advance() == whole.advance(), "step \(step)")
    }
    #expect(own.state.bits == whole.state.bits)
  }

  /// Mistakes that let padding in keep what they see of it.
  @Test(arguments: [Mistake.noMask, .reshape])
  func whatSeesPaddingKeepsIt(_ mistake: Mistake) throws {
    let mechanism: Mechanism = mistake == .reshape ? .multihead : .additive
    let number = try #require(
      Self.choices.firstIndex { $0.0.name == "dates" && $0.1 == mechanism })
    let lesson = try lesson(number, long: [40, 30], mistake: mistake)
    let (own, whole) = (trainer(lesson), trainer(lesson, isPaddedWhole: true))
    for _ in 0..<6 { #expect(try own.advance() == whole.advance()) }
    #expect(own.state.bits == whole.state.bits)
  }

  /// One long row costs its own batches; the others take the time that they would take without it.
  @Test(arguments: choices.indices)
  func aLongRowCostsItsOwnBatchesOnly(_ number: Int) throws {
    let trainers = try [[], [200, 180]].map { long in
      trainer(try lesson(number, 200, long: long, units: 8))
    }
    var least = [Double.infinity, .infinity]
    for _ in 0..<15 {
      for (place, trainer) in trainers.enumerated() {
        let began = Clock.wall
        try trainer.advance()
        least[place] = min(least[place], Clock.wall - began)
      }
    }
    let ratio = least[1] / least[0]
    #expect(ratio < 3, "\(ratio) times as slow")
  }

  /// Few programs, and each row fits into its own.
  @Test(arguments: choices.indices)
  func thereAreFewPaddings(_ number: Int) throws {
    let lesson = try lesson(number, long: [40, 37])
    let batch = lesson.settings.batchSize
    let padded = try #require(lesson.objective.padded)
    let paddings = (0..<60).map { step in
      [padded.padding(step, 0..<(batch + 1) / 2), padded.padding(step, (batch + 1) / 2..<batch)]
    }
    let all = Set(paddings.flatMap(\.self))
    #expect((2...12).contains(all.count) && all.allSatisfy { $0.keys <= 40 && $0.queries <= 38 })
  }

  /// Once its padding was met, a step allocates nothing: in optimised code; otherwise always as much.
  ///
  /// In a process of its own: the counter counts all threads, and other tests allocate.
  @Test func aKnownPaddingAllocatesNothing() async {
    await #expect(processExitsWith: .success) {
      guard hk_allocations() >= 0 else { return }
      for number in PaddingTests.choices.indices {
        let tests = PaddingTests()
        let lesson = try tests.lesson(number, long: [40, 37])
        let padded = try #require(lesson.objective.padded)
        let trainer = tests.trainer(lesson)
        // A first step on each padding may: players are made before, but threads and buffers start.
        var usual: [[Padding]: Int] = [:]
        for step in 0..<60 {
          try trainer.advance()
          let paddings = [0..<4, 4..<7].map { padded.padding(step, $0) }
          if let known = usual[paddings] { #expect(trainer.lastAllocations <= known) }
          usual[paddings] = trainer.lastAllocations
          #if !DEBUG
            if step > 2 { #expect(trainer.lastAllocations == 0) }
          #endif
        }
      }
    }
  }

  @Test func aLadderHasFewRungsThatFitTheRows() {
    let short = (0..<1_000).map { 4 + $0 % 9 }
    let plain = LengthLadder(short, longest: 12, rows: 16)
    let long = LengthLadder(short + [200], longest: 200, rows: 16)
    #expect(plain.rungs == [12] && long.rungs == [12, 200])
    let spread = LengthLadder(
      (1...200).flatMap { Array(repeating: $0, count: 400 / $0) },
      longest: 200, rows: 16)
    #expect((2...6).contains(spread.rungs.count))
    for length in 1...200 {
      let rung = spread.rung(length)
      #expect(rung >= length && spread.rungs.contains(rung))
    }
    #expect(LengthLadder([1, 1, 1], longest: 3, rows: 1).rungs == [3])
    #expect(LengthLadder([], longest: 9, rows: 4).rungs == [9])
  }
}
