import Snapshots
import Subjects
import Tensors
import Testing
import Training

@testable import Lessons

/// A corpus is all that a lesson has of its own: every model that gives its answer learns it.
@Suite struct CorpusTests {
  /// A recurrent decoder and a transformer, from one file of data: trained, measured, read, explained.
  @Test(arguments: [Encoder.gru, .transformer])
  func aLessonIsACorpusAndALine(_ encoder: Encoder) throws {
    var settings = LessonCatalog.backwards.defaults
    (settings.encoder, settings.units) = (encoder, 32)
    if encoder == .transformer { settings.mechanism = .multihead }
    let lesson = LessonCatalog.backwards.make(settings)
    let trainer = trainer(lesson, threads: 2)
    let reader = lesson.reader(trainer.weights)
    let before = reader.evaluate(at: 0, examples: 60)
    for _ in 0..<600 { try trainer.advance() }
    let evaluation = reader.evaluate(at: 600, examples: 60)
    #expect(before.exactMatch < 0.1 && evaluation.exactMatch > 0.9, "\(evaluation)")
    #expect(try #require(evaluation.patternMatch) > 0.5)
    let snapshot = reader.snapshot(of: .typed("light"), at: 600)
    #expect(snapshot.reading.text == "thgil")
    #expect(snapshot.reading.target == nil && snapshot.reading.targetTokens.isEmpty)
    let diagram = try #require(
      Explainer(lesson, trainer.weights).diagram(of: snapshot, .typed("light")))
    #expect(diagram.operations.count > 10)
    let roles = reader.headRoles(atMost: 4)
    #expect(lesson.hasHeads ? roles?.measuredOn == DeclaredInputs(4, .rows) : roles == nil)
  }

  /// A batch is the samples of its rows, whatever shard asks first, and every label counts alike.
  @Test func aBatchIsMadeOnceForAllShards() {
    let corpus = BackwardsCorpus(seed: 3)
    let batches = Batches(corpus, size: 4, isPaddingSeen: false)
    let batch = batches.batch(7)
    #expect(batch.samples == (0..<4).map { corpus.trainingSample(step: 7, row: $0) })
    #expect(batch.labels == 20)
    #expect(batches.batch(8).samples != batch.samples)
    #expect(batches.batch(7).samples == batch.samples)
  }

  /// What a decoder is given stands one before what it should write; behind a target is padding.
  @Test func targetsLieByRowsAndByQueries() {
    let samples = [
      Sample(.tokens([5]), target: [7, 8, 2]),
      Sample(.tokens([5]), target: [9, 2, 0], counted: 0..<2),
    ]
    let targets = Targets(samples: samples, queries: 4, marks: Marks(start: 1))
    #expect(targets.byRow(targets.label) == [7, 8, 2, 0, 9, 2, 0, 0])
    #expect(targets.byRow(targets.given) == [1, 7, 8, 0, 1, 9, 2, 0])
    #expect(targets.byQuery(targets.label) == [7, 9, 8, 2, 2, 0, 0, 0])
    #expect(
      targets.byRow { targets.weight($0, $1, of: 0.5) } == [0.5, 0.5, 0.5, 0, 0.5, 0.5, 0, 0])
    var explained = samples[0]
    explained.given = [4, 5, 6]
    #expect(
      Targets(samples: [explained], queries: 3, marks: Marks(start: 1)).byRow(
        Targets(samples: [explained], queries: 3, marks: Marks(start: 1)).given) == [1, 4, 5])
  }
}
