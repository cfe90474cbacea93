import Snapshots
import Subjects
import Tapes
import Tensors
import Testing

@testable import Lessons
@testable import Training

/// What holds for every lesson with every mechanism and encoder that it lists.
@Suite struct LessonTests {
  static let choices: [(name: String, mechanism: Mechanism, encoder: Encoder)] =
    LessonCatalog.all.flatMap { entry in
      entry.mechanisms.flatMap { mechanism in
        entry.encoders.map { (entry.name, mechanism, $0) }
      }
    }

  private func lesson(
    _ choice: (name: String, mechanism: Mechanism, encoder: Encoder)
  ) throws -> Lesson {
    let entry = try #require(LessonCatalog.entry(choice.name))
    var settings = entry.defaults
    settings.mechanism = choice.mechanism
    settings.encoder = choice.encoder
    settings.batchSize = 5
    settings.units = 16
    settings.seed = 3
    return entry.make(settings)
  }

  /// Every way to attend has a name of its own, and the run that is there is one of them.
  @Test(arguments: choices.indices)
  func waysHaveNames(_ number: Int) throws {
    let settings = try lesson(Self.choices[number]).settings
    let entry = try #require(LessonCatalog.entry(Self.choices[number].name))
    let ways = entry.ways(settings)
    #expect(Set(ways.map(entry.way)).count == ways.count)
    #expect(ways.contains(settings))
    #expect(ways.allSatisfy { $0.mechanism != .none || settings.mechanism == .none })
    let attending = entry.mechanisms.count { $0 != .none }
    let own = settings.mechanism == .none ? 1 : 0
    #expect(ways.count == own + (entry.name == "keywords" ? 4 : attending))
  }

  /// One thread and two give the same bits, and going back and on again does.
  @Test(arguments: choices.indices)
  func stepsAreExact(_ number: Int) throws {
    try expectExactSteps(try lesson(Self.choices[number]))
  }

  /// A row of every map sums to 1, labels fit, and the mechanism without attention has no map.
  @Test(arguments: choices.indices)
  func snapshotsAreWhole(_ number: Int) throws {
    let choice = Self.choices[number]
    let lesson = try lesson(choice)
    let trainer = trainer(lesson, threads: 1)
    try trainer.advance()
    let reader = lesson.reader(trainer.weights)
    for input in [Input.own(0), .example(2), .typed("3 May 2014"), .typed("")] {
      let snapshot = reader.snapshot(of: input, at: trainer.step)
      #expect(snapshot.step == 1)
      if input == .typed(""), choice.name != "digits" {
        #expect(snapshot.attention.isEmpty)
        continue
      }
      #expect(!snapshot.reading.written.isEmpty)
      #expect(snapshot.attention.isEmpty == (choice.mechanism == .none))
      for map in snapshot.attention {
        let keys = map.keys.count
        for start in stride(from: 0, to: map.weights.elements.count, by: keys) {
          let sum = map.weights.elements[start..<(start + keys)].reduce(0, +)
          #expect(abs(sum - 1) < 1e-5, "\(choice): a row of \(map.site) sums to \(sum)")
        }
      }
    }
  }

  /// The mass on the pattern is the mean, over rows and heads, of the weights where they should be.
  @Test(arguments: choices.indices)
  func massOnThePattern(_ number: Int) throws {
    let choice = Self.choices[number]
    let lesson = try lesson(choice)
    let reader = lesson.reader(trainer(lesson).weights)
    guard choice.mechanism != .none else {
      #expect(reader.massOnPattern(examples: 3) == nil)
      return
    }
    var (mass, rows) = (Float(0), Float(0))
    for example in 0..<3 {
      let snapshot = reader.snapshot(of: .example(example), at: 0)
      for attention in snapshot.attention where attention.carriesPattern {
        let maps = (0..<attention.heads).map { head in
          attention.weights.shape.contains(.head)
            ? attention.weights.at(head, of: .head) : attention.weights
        }
        for (query, written) in snapshot.reading.written.enumerated() {
          guard case .keys(let keys) = written.expectation else { continue }
          for map in maps {
            for key in keys { mass += map.at(query, of: .query).at(key, of: .key).elements[0] }
            rows += 1
          }
        }
      }
    }
    let measured = try #require(reader.massOnPattern(examples: 3))
    #expect(abs(measured - Double(mass / rows)) < 1e-4)
    #expect(measured > 0 && measured < 1)
  }

  /// Evaluations count what they say, and a held-out value is a share.
  @Test(arguments: choices.indices)
  func evaluationsAreShares(_ number: Int) throws {
    let choice = Self.choices[number]
    let lesson = try lesson(choice)
    let reader = lesson.reader(trainer(lesson, threads: 1).weights)
    let evaluation = reader.evaluate(at: 0, examples: 30)
    #expect(evaluation.examples == 30)
    #expect((0...1).contains(evaluation.accuracy) && (0...1).contains(evaluation.exactMatch))
    #expect((evaluation.patternMatch == nil) == (choice.mechanism == .none))
    #expect(evaluation == reader.evaluate(at: 0, examples: 30))
  }

  /// The pooling of the published code cannot be sharper than its cap.
  @Test func poolingIsCapped() throws {
    var settings = LessonCatalog.keywords.defaults
    settings.encoder = .none
    let lesson = LessonCatalog.keywords.make(settings)
    let trainer = trainer(lesson, threads: 1)
    for _ in 0..<200 { try trainer.advance() }
    let snapshot = lesson.reader(trainer.weights).snapshot(of: .own(0), at: trainer.step)
    let map = try #require(snapshot.attention.first)
    let cap = try #require(map.cap)
    let largest = try #require(map.weights.elements.max())
    #expect(largest <= cap && largest > cap / 2)
    #expect(abs(cap - 7.389_056 / (7.389_056 + Float(map.keys.count) - 1)) < 1e-6)
  }

  /// Over an LSTM every state after the word that decides remembers it: dark before, bright from it
  /// on, whatever the class.
  @Test func wordsFromTheCueOnAreBright() throws {
    let lesson = LessonCatalog.keywords.lesson
    let trainer = trainer(lesson, threads: 2)
    for _ in 0..<lesson.length { try trainer.advance() }
    let reader = lesson.reader(trainer.weights)
    var seen: Set<String> = []
    for number in 0..<40 {
      let snapshot = reader.snapshot(of: .example(number), at: trainer.step)
      guard let map = snapshot.attention.first, let written = snapshot.reading.written.first,
        case .keys(let cues) = written.expectation, let cue = cues.min(), cue > 4,
        map.keys.count - cue > 4
      else { continue }
      let row = map.weights.elements
      let before = row[..<cue].reduce(0, +) / Float(cue)
      let after = row[cue...].reduce(0, +) / Float(row.count - cue)
      #expect(after > 2 * before, "\(snapshot.reading.source): \(before), \(after)")
      seen.insert(written.token)
    }
    #expect(seen == Set(Keywords.classNames))
    let pattern = reader.evaluate(at: trainer.step, examples: 200).patternMatch
    #expect(try #require(pattern) > 0.95)
  }
}
