import Layers
import Snapshots
import Subjects
import Tapes
import Tensors
import Testing

@testable import Lessons
@testable import Training

/// The data of the keywords lesson.
struct KeywordsTests {
  private static let training = (0..<4_000).map { Keywords.training(RandomStream(seed: 1)($0)) }
  private static let heldOut = (0..<2_000).map { Keywords.heldOut(RandomStream(seed: 1)($0)) }
  private static let all = training + heldOut

  private static let cueWords = Set(Keywords.cues.flatMap(\.self))

  /// The scores of the picture are those behind its weights: softmax of the one gives the other.
  @Test(arguments: [Encoder.lstm, .none], [PoolingScore.tanh, .linear])
  func scoresAreBehindTheWeights(
    encoder: Encoder, score: PoolingScore
  ) throws {
    var settings = LessonCatalog.keywords.defaults
    (settings.encoder, settings.score, settings.units) = (encoder, score, 16)
    let lesson = LessonCatalog.keywords.make(settings)
    let trainer = trainer(lesson)
    for _ in 0..<3 { try trainer.advance() }
    for input in [Input.own(0), .typed("a dreadful day"), .example(3)] {
      let snapshot = lesson.reader(trainer.weights).snapshot(of: input, at: 3)
      let row = try #require(snapshot.attention.first)
      #expect(row.scores.count == row.keys.count)
      let powers = row.scores.map { exponential($0) }
      let sum = powers.reduce(0, +)
      for (power, weight) in zip(powers, row.weights.elements) {
        #expect(abs(power / sum - weight) < 1e-5)
      }
      #expect(score == .linear || row.scores.allSatisfy { abs($0) <= 1 })
    }
  }

  @Test func everySentenceHasExactlyOneCueWhereItSays() {
    for example in Self.all {
      let places = example.words.indices.filter { Self.cueWords.contains(example.words[$0]) }
      #expect(places == [example.cue], "\(example.text)")
      #expect(Keywords.cues[example.label].contains(example.words[example.cue]))
    }
  }

  /// States before the cue cannot know the class; over an LSTM all states from it on can.
  @Test func theCueShouldBeLookedAtAndOverAnLSTMWhatFollowsIt() throws {
    let example = Self.heldOut[0]
    let words = example.words.count
    try #require(example.cue > 0 && example.cue < words - 1)
    var settings = LessonCatalog.keywords.defaults
    #expect(
      LessonCatalog.keywords.make(settings).corpus.example(of: .typed(example.text))
        .expectations == [.keys(Set(example.cue..<words))])
    settings.encoder = .none
    #expect(
      LessonCatalog.keywords.make(settings).corpus.example(of: .typed(example.text))
        .expectations == [.keys([example.cue])])
  }

  @Test func lengthsStayWithinTheirBoundsAndReachThem() {
    let lengths = Set(Self.all.map(\.words.count))
    #expect(lengths == Set(Keywords.minimumLength...Keywords.maximumLength))
    #expect(Self.all.allSatisfy { $0.ids.count == $0.words.count })
    let longest = Self.all.filter { $0.words.count == Keywords.maximumLength }
    #expect(longest.contains { $0.cue == 0 } || longest.contains { $0.cue == 1 })
    #expect(longest.contains { $0.cue > 37 })
  }

  @Test func theVocabularyHasEveryWordOnce() {
    #expect(Set(Keywords.vocabulary).count == Keywords.vocabulary.count)
    #expect(Keywords.fillers.count >= 200)
    #expect(Self.cueWords.isDisjoint(with: Keywords.fillers))
    #expect(Keywords.vocabulary.allSatisfy { word in word.utf8.allSatisfy { 97...122 ~= $0 } })
    #expect(Keywords.cues.count == Keywords.classNames.count)
    // Every word occurs: no embedding is left untrained.
    #expect(Set(Self.training.flatMap(\.words)) == Set(Keywords.vocabulary))
    for example in Self.all {
      #expect(example.ids == Keywords.encode(example.text))
      #expect(example.ids.allSatisfy { $0 >= 2 && $0 < Int32(Keywords.tokens) })
    }
  }

  @Test func classesAndPositionsAreEquallyOften() {
    for examples in [Self.training, Self.heldOut] {
      let share = Double(examples.count) / Double(Keywords.classNames.count)
      for label in Keywords.classNames.indices {
        let count = examples.count { $0.label == label }
        #expect(abs(Double(count) - share) < 0.1 * share, "class \(label)")
      }
      // Each position of a sentence of n words is expected 1 / n times, counted from either end.
      for place in 0..<Keywords.maximumLength {
        let longer = examples.filter { $0.words.count > place }
        let expected = longer.map { 1 / Double($0.words.count) }.reduce(0, +)
        let bound = 4.5 * expected.squareRoot()
        let fromStart = Double(longer.count { $0.cue == place })
        let fromEnd = Double(longer.count { $0.words.count - 1 - $0.cue == place })
        #expect(abs(fromStart - expected) < bound, "position \(place)")
        #expect(abs(fromEnd - expected) < bound, "position \(place) from the end")
      }
    }
  }

  @Test func noOtherWordGivesTheClassAway() {
    // The share of a filler's sentences that have its commonest class, against chance.
    var counts: [String: [Int]] = [:]
    for example in Self.training {
      for word in Set(example.words) where !Self.cueWords.contains(word) {
        counts[word, default: [0, 0, 0]][example.label] += 1
      }
    }
    for (word, labels) in counts {
      let total = Double(labels.reduce(0, +))
      let deviation = (total * 2 / 9).squareRoot()
      for count in labels {
        #expect(abs(Double(count) - total / 3) < 5 * deviation + 1, "\(word) \(labels)")
      }
    }
  }

  @Test func sentencesAreNeverBothTrainedAndHeldOut() {
    var (trained, kept): (Set<[Int32]>, Set<[Int32]>) = ([], [])
    for seed in 1...2 {
      for number in 0..<3_000 {
        trained.insert(Keywords.training(RandomStream(seed: UInt64(seed))(number)).ids)
        kept.insert(Keywords.heldOut(RandomStream(seed: UInt64(seed))(number)).ids)
      }
    }
    #expect(trained.isDisjoint(with: kept))
    #expect(trained.allSatisfy { !Keywords.isHeldOut($0) })
    #expect(kept.allSatisfy { Keywords.isHeldOut($0) })
    #expect(!trained.contains(Keywords.probe.ids))
    // Not the same few sentences over and over.
    #expect(trained.count > 5_990)
    #expect(kept.count > 5_990)
  }

  @Test func anExampleIsAFunctionOfItsStream() {
    for number in 0..<50 {
      let stream = RandomStream(seed: 7)(number)
      #expect(Keywords.training(stream) == Keywords.training(stream))
      #expect(Keywords.heldOut(stream) == Keywords.heldOut(stream))
    }
    let sevens = (0..<50).map { Keywords.training(RandomStream(seed: 7)($0)) }
    #expect(sevens != (0..<50).map { Keywords.training(RandomStream(seed: 8)($0)) })
    #expect(Set(sevens).count == 50)
  }

  @Test func theProbeIsFortyWordsWithItsCueSixteenth() {
    let probe = Keywords.probe
    #expect(probe.words.count == Keywords.maximumLength)
    #expect(probe.cue == 15)
    #expect(probe.words[15] == "dreadful")
    #expect(Keywords.classNames[probe.label] == "negative")
    #expect(!probe.ids.contains(Keywords.unknown))
    #expect(Keywords.isHeldOut(probe.ids))
  }

  @Test func typedTextIsReadWithoutCapitalsAndPunctuation() {
    let text = "  The FOOD,\twas (really) Awful!\nÜberall ...  "
    let words = ["The", "FOOD,", "was", "(really)", "Awful!", "Überall", "..."]
    #expect(Keywords.words(text) == words)
    #expect(Keywords.encode(text).dropLast(2) == Keywords.encode("the food was really awful")[...])
    #expect(Keywords.unknownPositions(text) == [5, 6])
    let example = Keywords.example(of: text)
    #expect(example?.label == 0)
    #expect(example?.cue == 4)
    #expect(Keywords.example(of: "the food was there") == nil)
    #expect(Keywords.example(of: "superb but awful") == nil)
    #expect(Keywords.example(of: "") == nil)
    #expect(Keywords.encode(" \n ").isEmpty)
  }
}
