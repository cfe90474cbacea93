import Layers
import Snapshots
import Tensors
import Training

/// The batches of a user's pairs as ids, each encoded once for all of its shards, and the lengths that
/// a shard is padded to.
final class PairBatches {
  /// A row as ids.
  typealias Row = (source: [Int32], target: [Int32])

  private let pairs: Pairs
  private let batchSize: Int
  private let training: RandomStream
  private let isPaddingSeen: Bool
  private let encodeTarget: (Pairs.Row) -> [Int32]
  private var latest: (step: Int, rows: [Row])?
  private lazy var ladders = makeLadders()

  /// The batches that a lesson with `settings` trains on.
  ///
  /// `encodeTarget`: what is written for a row.
  init(
    _ pairs: Pairs, _ settings: LessonSettings, encodeTarget: @escaping (Pairs.Row) -> [Int32]
  ) {
    self.pairs = pairs
    batchSize = settings.batchSize
    training = RandomStream(seed: settings.seed)("training")
    // Mistakes that let padding in depend on how much of it there is.
    isPaddingSeen = settings.mistake == .noMask || settings.mistake == .reshape
    self.encodeTarget = encodeTarget
  }

  /// The whole batch of a step.
  func rows(of step: Int) -> [Row] {
    if let latest, latest.step == step { return latest.rows }
    let rows = (0..<batchSize).map { number in
      let row = pairs.trainingRow(training(step)(number))
      return (pairs.encode(row.source), encodeTarget(row))
    }
    latest = (step, rows)
    return rows
  }

  /// What the `rows` of the batch of `step` are padded to.
  func padding(_ step: Int, _ rows: Range<Int>) -> Padding {
    let own = self.rows(of: step)[rows]
    return Padding(
      keys: ladders.keys.rung(own.map(\.source.count).max() ?? 0),
      queries: ladders.queries.rung(own.map(\.target.count).max() ?? 0))
  }

  /// Some rows are enough to know how long they are; 2,000 are counted in a few milliseconds.
  private func makeLadders() -> (keys: LengthLadder, queries: LengthLadder) {
    let rows = stride(
      from: 0, to: pairs.training.count, by: max(1, pairs.training.count / 2_000)
    ).map { pairs.training[$0] }
    let shard = (batchSize + 1) / 2
    return (
      LengthLadder(
        isPaddingSeen ? [] : rows.map { pairs.encode($0.source).count },
        longest: pairs.sourceLength, rows: shard),
      LengthLadder(
        rows.map { encodeTarget($0).count }, longest: pairs.targetLength + 1, rows: shard)
    )
  }
}

extension Pairs {
  /// The length to which sources that are read together are padded: one of few, because each is a
  /// program of its own.
  func paddedLength(of sources: [[Int32]]) -> Int {
    let longest = max(1, sources.map(\.count).max() ?? 1)
    return max(longest, min(sourceLength, (longest + 15) / 16 * 16))
  }
}
