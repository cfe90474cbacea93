import Tapes

/// The scores of all tokens, some positions at a time: of a long text they would not all fit.
final class ScoreRows {
  private let player: Player
  private let played: TextModel.Played
  private let sizes: ModelSizes
  /// The positions that are taken at a time.
  let rows: Int

  /// The scores of what was read, whose weights are read now; nil: the file has no head for it.
  init?(_ model: TextModel, _ played: TextModel.Played, rows most: Int) throws(ModelError) {
    rows = min(most, played.ids.count)
    guard let tape = model.architecture.scoresTape(rows) else { return nil }
    try model.store.load(tape.parameters.map(\.name))
    player = Player(tape, weights: model.store.memory)
    (self.played, sizes) = (played, model.sizes)
  }

  /// The scores at some positions, at most ``rows`` of them: `[query, token]`.
  func scores(_ places: Range<Int>) -> [Float] {
    played.player.withValue(ModelSizes.hidden) { hidden in
      var states = Array(
        hidden[(places.lowerBound * sizes.width)..<(places.upperBound * sizes.width)])
      states += [Float](repeating: 0, count: (rows - places.count) * sizes.width)
      player.set(ModelSizes.hidden, states)
    }
    player.forward()
    return player.withValue(ModelSizes.scores) { Array($0[..<(places.count * sizes.vocabulary)]) }
  }
}
