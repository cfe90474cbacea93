import Snapshots
import Subjects
import Tapes
import Tensors
import Testing

@testable import Lessons
@testable import Training

/// What lessons make of a user's pairs, with every mechanism and encoder that they list.
@Suite struct PairsLessonTests {
  private static let choices: [(LessonEntry, Mechanism, Encoder)] =
    LessonCatalog.all.filter { $0.pairs != nil }.flatMap { entry in
      entry.mechanisms.flatMap { mechanism in
        entry.encoders.map { (entry, mechanism, $0) }
      }
    }

  /// Words of two to five letters, and what `target` makes of each.
  private static func data(
    _ count: Int, seed: UInt64 = 5, _ target: (String) -> String
  ) throws -> LessonData {
    let letters = "abcdefgh".map { String($0) }
    let text = (0..<count).map { number in
      let stream = RandomStream(seed: seed)(number)
      let source = (0..<(2 + stream.below(4, 9))).map { letters[stream.below(8, $0)] }.joined()
      return "\(source)\t\(target(source))\n"
    }.joined()
    return LessonData(try Pairs(tsv: Array(text.utf8)), path: "/x/pairs.tsv", sha256: "")
  }

  private static func reversed(_ text: String) -> String { String(text.reversed()) }
  private static func first(_ text: String) -> String { text.hasPrefix("a") ? "a" : "not a" }

  private func lesson(_ number: Int) throws -> Lesson {
    let (entry, mechanism, encoder) = Self.choices[number]
    var settings = entry.defaults
    (settings.mechanism, settings.encoder) = (mechanism, encoder)
    (settings.batchSize, settings.units, settings.seed) = (5, 16, 3)
    let data = try Self.data(60, entry.pairs == .label ? Self.first : Self.reversed)
    return try entry.reading(data).make(settings)
  }

  /// One thread and two give the same bits, and going back and on again does.
  ///
  /// Targets have different lengths, so a shard's share of the loss depends on the whole batch.
  @Test(arguments: choices.indices)
  func stepsAreExact(_ number: Int) throws {
    try expectExactSteps(try lesson(number))
  }

  /// Before anything is learned the loss is that of guessing, whatever the lengths in the batch.
  @Test(arguments: choices.indices)
  func theLossIsTheMeanOverWhatIsWritten(_ number: Int) throws {
    let lesson = try lesson(number)
    let tokens = try #require(lesson.data).pairs.targets.tokens
    let guess = lesson.name == "keywords" ? 0.693_1 : exponentialInverse(Float(tokens))
    let loss = try trainer(lesson).advance()
    // A transformer's first scores are not small: its output layer sees normalized positions.
    #expect(abs(loss - guess) < (lesson.name == "translate" ? 1 : 0.2), "\(loss), not \(guess)")
  }

  /// ln x for a small whole x, by halving an interval.
  private func exponentialInverse(_ x: Float) -> Float {
    var (low, high): (Float, Float) = (0, 10)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if exponential(middle) < x { low = middle } else { high = middle }
    }
    return low
  }

  @Test(arguments: choices.indices)
  func snapshotsAreWholeAndExpectNothing(_ number: Int) throws {
    let lesson = try lesson(number)
    let trainer = trainer(lesson)
    try trainer.advance()
    let reader = lesson.reader(trainer.weights)
    let pairs = try #require(lesson.data).pairs
    for input in [Input.own(0), .example(2), .example(-7), .typed("abz!"), .typed("")] {
      let snapshot = reader.snapshot(of: input, at: trainer.step)
      if input == .typed("") {
        #expect(snapshot.attention.isEmpty && snapshot.reading.written.isEmpty)
        continue
      }
      #expect(!snapshot.reading.written.isEmpty)
      #expect(
        snapshot.reading.written.allSatisfy { $0.expectation == nil && $0.isOnTarget == nil })
      #expect(snapshot.attention.isEmpty == (lesson.settings.mechanism == .none))
      for map in snapshot.attention {
        // What was written asks itself, too, in a transformer.
        if map.kind != .causal {
          #expect(Array(map.keys) == lesson.corpus.symbols(snapshot.reading.source))
        }
        let keys = map.keys.count
        for start in stride(from: 0, to: map.weights.elements.count, by: keys) {
          let sum = map.weights.elements[start..<(start + keys)].reduce(0, +)
          #expect(abs(sum - 1) < 1e-5, "a row of \(map.site) sums to \(sum)")
        }
      }
    }
    let probe = reader.snapshot(of: .own(0), at: 1).reading
    let first = HeldOutRows(pairs, seed: lesson.settings.seed)[0]
    #expect(probe.source == first.source && probe.target == first.target)
    #expect(reader.snapshot(of: .typed("abz!"), at: 1).reading.unknown == [2, 3])
    let evaluation = reader.evaluate(at: 1, examples: lesson.evaluationExamples.final)
    #expect(evaluation.examples == pairs.heldOut.count && evaluation.patternMatch == nil)
  }

  /// Reading one source gives the bits that it gets among others, however far it is padded.
  @Test(arguments: choices.indices)
  func evaluationAgreesWithTheMap(_ number: Int) throws {
    let lesson = try lesson(number)
    let trainer = trainer(lesson)
    for _ in 0..<150 { try trainer.advance() }
    let reader = lesson.reader(trainer.weights)
    let count = lesson.evaluationExamples.final
    let readings = (0..<count).map { reader.snapshot(of: .example($0), at: 150).reading }
    let evaluation = reader.evaluate(at: 150, examples: count)
    let right = readings.count { $0.isRight == true }
    #expect(evaluation.exactMatch == Double(right) / Double(count))
    guard lesson.name != "keywords" else { return }
    let targets = try readings.map { lesson.corpus.symbols(try #require($0.target)) + ["end"] }
    let symbols = zip(readings, targets).reduce(0) { sum, pair in
      sum + zip(pair.0.written, pair.1).count { $0.token == $1 }
    }
    #expect(symbols > 0)
    #expect(
      evaluation.accuracy == Double(symbols) / Double(targets.reduce(0) { $0 + $1.count }))
  }

  // MARK: Learning

  /// Words of different lengths are turned around, held-out ones too; the end mark comes in time.
  @Test func turningWordsAroundIsLearned() throws {
    var settings = LessonCatalog.dates.defaults
    (settings.units, settings.learningRate) = (32, 1e-2)
    let data = try Self.data(1_500, Self.reversed)
    let lesson = try LessonCatalog.dates.reading(data).make(settings)
    let trainer = trainer(lesson, threads: 2)
    for _ in 0..<400 { try trainer.advance() }
    let reader = lesson.reader(trainer.weights)
    let evaluation = reader.evaluate(at: 400, examples: lesson.evaluationExamples.final)
    #expect(evaluation.exactMatch > 0.95, "\(evaluation)")
    let snapshot = reader.snapshot(of: .typed("badge"), at: 400)
    #expect(snapshot.reading.text == "egdab")
    #expect(snapshot.reading.written.map(\.token) == ["e", "g", "d", "a", "b", "end"])
    #expect(snapshot.attention.first?.queries.last == "end")
    // Forced, the map has a row for each symbol of the target and one for its end.
    let forced = reader.snapshot(of: .example(3), at: 400, teacherForcing: true)
    let target = try #require(forced.reading.target)
    #expect(forced.reading.written.count == target.count + 1)
    #expect(forced.reading.text == target)
  }

  @Test func labelsAreLearned() throws {
    var settings = LessonCatalog.keywords.defaults
    settings.units = 16
    let text = (0..<300).map { number in
      let lot = RandomStream(seed: 2)(number)
      let cue = ["buy now", "see you"][lot.below(2)]
      let words = (0..<5).map { "w\(lot.below(9, $0 + 1))" }
      return words.joined(separator: " ") + " \(cue)\t\(cue == "see you" ? "a  friend" : "spam")\n"
    }.joined()
    let pairs = try Pairs(tsv: Array(text.utf8), unit: .words)
    let data = LessonData(pairs, path: "mail.tsv", sha256: "")
    let lesson = try LessonCatalog.keywords.reading(data).make(settings)
    let trainer = trainer(lesson)
    for _ in 0..<80 { try trainer.advance() }
    let reader = lesson.reader(trainer.weights)
    #expect(reader.evaluate(at: 80, examples: 30).exactMatch == 1)
    let reading = reader.snapshot(of: .typed("w1 see you"), at: 80).reading
    #expect(reading.text == "a friend")
    #expect(lesson.facts.contains(.labels(2)))
  }

  /// What makes another lesson like this one, as the baseline of the screen does, keeps the pairs.
  @Test(arguments: choices.indices)
  func anotherMechanismReadsTheSamePairs(_ number: Int) throws {
    let lesson = try lesson(number)
    let entry = try #require(LessonCatalog.entry(of: lesson))
    var settings = lesson.settings
    settings.mechanism = .none
    let baseline = entry.make(settings)
    #expect(baseline.data?.path == lesson.data?.path && baseline.name == lesson.name)
    #expect(baseline.settings == settings)
    let own = try #require(LessonCatalog.entry(of: LessonCatalog.dates.lesson))
    #expect(own.lesson.data == nil)
  }

  // MARK: What does not suit

  @Test func labelsAreFewAndDifferent() throws {
    func check(_ text: String) throws -> PairsError? {
      let pairs = try Pairs(tsv: Array(text.utf8), unit: .words)
      do { try PairsCorpus.checkLabels(pairs) } catch { return error }
      return nil
    }
    #expect(try check("a\tx\nb\ty\n") == nil)
    #expect(try check("a\tx y\nb\tx  y\n") == .oneLabel)
    let many = (0...PairsCorpus.maximumLabels).map { "a\tlabel\($0)\n" }
    #expect(try check(many.dropLast().joined()) == nil)
    #expect(try check(many.joined()) == .tooManyLabels(line: many.count))
  }

  @Test func aBatchThatNeedsTooMuchMemoryIsRefused() throws {
    let words = (0..<15_000).map { "w\($0)" }
    let long = words.prefix(200).joined(separator: " ")
    let text = "a\tb\nc\t\(long)\n" + words.map { "x\t\($0)\n" }.joined()
    let data = LessonData(try Pairs(tsv: Array(text.utf8), unit: .words), path: "", sha256: "")
    try data.check(batchSize: 22)
    #expect(
      throws: PairsError.tooManyScores(
        line: 2, symbols: 200, vocabulary: 15_001, batchSize: 22)
    ) { try data.check(batchSize: 23) }
  }

  @Test func sentencesAreReadByWords() {
    func unit(_ text: String) -> TextUnit { .fitting(Array(text.utf8), .source) }
    let sentence = "we stayed in the old hotel on the main street"
    #expect(unit("\(sentence)\tx\n") == .words)
    #expect(unit("3rd of May 2014\tx\n") == .characters)
    #expect(unit(String(repeating: "acgt", count: 20) + "\tx\n") == .characters)
    #expect(unit("\(sentence)\tx\na b\ty\n") == .characters)
    #expect(unit("") == .characters)
    // 30 letters of two bytes each are 30 characters.
    #expect(unit("é " + String(repeating: "é", count: 30) + "\tx\n") == .characters)
  }

  /// An untrained model writes what has no name of its own; what it wrote is given back to it.
  @Test func diagramsShowTheReadingWhateverWasWritten() throws {
    var nameless = 0
    for (number, choice) in Self.choices.enumerated()
    where choice.0.pairs == .text && choice.1 == .multihead {
      for seed in UInt64(1)...12 {
        var settings = try lesson(number).settings
        settings.seed = seed
        let data = try Self.data(60, Self.reversed)
        let lesson = try choice.0.reading(data).make(settings)
        let weights = trainer(lesson).weights
        let snapshot = lesson.reader(weights).snapshot(of: .own(0), at: 0)
        nameless += snapshot.reading.written.count { $0.token == Pairs.unknownMark }
        let diagram = try #require(Explainer(lesson, weights).diagram(of: snapshot, .own(0)))
        let shown = diagram.operations.filter { $0.meaning == .weights }
          .map { diagram.values[$0.output].numbers }
        for attention in snapshot.attention {
          let isShown = shown.contains { tensor in
            tensor.shape.count == attention.weights.shape.count
              && attention.weights.shape.axes.allSatisfy { tensor.shape.contains($0) }
              && tensor.permuted(to: attention.weights.shape.axes).elements
                == attention.weights.elements
          }
          #expect(isShown, "\(choice.0.name) \(seed) \(attention.site)")
        }
      }
    }
    #expect(nameless > 5)
  }

  /// Words are judged as words, and the end mark is one of them.
  @Test func everyWrittenWordIsJudgedByItself() throws {
    let pairs = try Pairs(tsv: Array("a b\tone two\nb a\ttwo one\n".utf8), unit: .words)
    let data = LessonData(pairs, path: "/x/pairs.tsv", sha256: "")
    let entry = try #require(LessonCatalog.entry("dates"))
    var settings = entry.defaults
    (settings.batchSize, settings.units, settings.learningRate) = (4, 16, 0.02)
    let lesson = try entry.reading(data).make(settings)
    let trainer = trainer(lesson)
    for _ in 0..<200 { try trainer.advance() }
    let reading = lesson.reader(trainer.weights).snapshot(of: .own(0), at: 200).reading
    let words = reading.target?.split(separator: " ").map(String.init) ?? []
    #expect(Set(words) == ["one", "two"] && reading.targetTokens == words + ["end"])
    #expect(reading.written.indices.map { reading.isRight(at: $0) } == [true, true, true])
  }
}
