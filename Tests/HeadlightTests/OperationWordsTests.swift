import Lessons
import Snapshots
import Subjects
import Testing
import Training

@testable import Dashboard

/// What the layers say and what the languages say meet here: `Meaning` is open, so no compiler does it.
@Suite struct OperationWordsTests {
  private static let ways: [(lesson: String, change: @Sendable (inout LessonSettings) -> Void)] = [
    ("dates", { _ in }), ("dates", { $0.mechanism = .pooling }),
    ("dates", { $0.mechanism = .multihead }), ("dates", { $0.mechanism = .none }),
    ("keywords", { _ in }), ("keywords", { $0.encoder = .none }),
    ("keywords", { $0.encoder = .gru }), ("induction", { _ in }), ("digits", { _ in }),
    ("translate", { _ in }),
  ]

  @Test(
    "Every operation of every lesson has a name and a sentence in every language",
    arguments: ways.indices)
  func words(_ number: Int) throws {
    let entry = try #require(LessonCatalog.entry(Self.ways[number].lesson))
    var settings = entry.defaults
    Self.ways[number].change(&settings)
    let lesson = entry.make(settings)
    let trainer = Trainer(
      lesson.objective, optimizer: settings.optimizer, seed: settings.seed, threads: 1)
    let snapshot = lesson.reader(trainer.weights).snapshot(of: .own(0), at: 0)
    let diagram = try #require(
      Explainer(lesson, trainer.weights).diagram(of: snapshot, .own(0)))
    for meaning in Set(diagram.operations.compactMap(\.meaning)) {
      for language in Language.allCases {
        #expect(language.texts.operationName(meaning, nil)?.isEmpty == false, "\(meaning.name)")
        #expect(language.texts.operationSentence(meaning)?.isEmpty == false, "\(meaning.name)")
      }
    }
  }
}
