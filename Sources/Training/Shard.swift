import Tapes

/// The rows of every batch that one thread plays, with a player for each padding they have had.
///
/// Padding changes no bit: a row does not see it, and to a sum over rows it adds zeros. So the players
/// share weights and gradients, and a step is played by whichever suits its rows. One is made when its
/// padding first occurs; from then on it costs optimised code no allocation.
final class Shard {
  /// Its rows of the batch.
  let rows: Range<Int>
  /// The player of the step under way.
  private(set) var player: Player
  private let objective: Objective
  private let make: (Tape) -> Player
  private var players: [Padding: Player] = [:]

  /// The shard of `rows`, which begins with a player of `tape`.
  init(
    _ objective: Objective, rows: Range<Int>, tape: Tape, make: @escaping (Tape) -> Player
  ) {
    self.objective = objective
    self.rows = rows
    self.make = make
    player = make(tape)
    if let padded = objective.padded { players[padded.longest] = player }
  }

  /// Sets the inputs of a step, in the player of its padding.
  func fill(_ step: Int) {
    if let padded = objective.padded {
      let padding = padded.padding(step, rows)
      if let known = players[padding] {
        player = known
      } else {
        player = make(padded.tape(rows.count, padding))
        players[padding] = player
      }
    }
    objective.fill(player, step, rows)
  }

  /// Plays the step forward and backward.
  func play() {
    player.forward()
    player.backward()
  }
}
