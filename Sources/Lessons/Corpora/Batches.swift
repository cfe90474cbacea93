import Training

/// The batches of a corpus, each made once for all of its shards, and the lengths that a shard is
/// padded to.
final class Batches {
  private let corpus: any Corpus
  private let batchSize: Int
  private let isPaddingSeen: Bool
  private var latest: (step: Int, samples: [Sample], labels: Int)?
  private lazy var ladders = makeLadders()

  /// `isPaddingSeen`: whether results depend on how much padding there is.
  init(_ corpus: any Corpus, size: Int, isPaddingSeen: Bool) {
    self.corpus = corpus
    self.isPaddingSeen = isPaddingSeen
    batchSize = size
  }

  /// The whole batch of a step, and the number of labels that count in it.
  func batch(_ step: Int) -> (samples: [Sample], labels: Int) {
    if let latest, latest.step == step { return (latest.samples, latest.labels) }
    let samples = (0..<batchSize).map { corpus.trainingSample(step: step, row: $0) }
    let labels = samples.reduce(0) { $0 + $1.counted.count }
    latest = (step, samples, labels)
    return (samples, labels)
  }

  /// What the `rows` of the batch of `step` are padded to.
  func padding(_ step: Int, _ rows: Range<Int>) -> Padding {
    let own = batch(step).samples[rows]
    return Padding(
      keys: ladders.keys.rung(own.map(\.source.count).max() ?? 0),
      queries: ladders.queries.rung(own.map(\.target.count).max() ?? 0))
  }

  private func makeLadders() -> (keys: LengthLadder, queries: LengthLadder) {
    let lengths = corpus.trainingLengths
    let shard = (batchSize + 1) / 2
    return (
      LengthLadder(
        isPaddingSeen ? [] : lengths.map(\.keys), longest: corpus.longest.keys, rows: shard),
      LengthLadder(lengths.map(\.queries), longest: corpus.longest.queries, rows: shard)
    )
  }
}
