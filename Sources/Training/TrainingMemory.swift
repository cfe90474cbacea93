import Tapes

/// The memory that training takes, found out from small programs without taking it.
///
/// Values grow with the rows of a batch and nothing else does, so that two small batches tell of any
/// large one: the program of a large batch would itself take much memory to be planned.
public struct TrainingMemory: Sendable {
  /// Two numbers of rows, and what playing them takes in bytes.
  private struct Line {
    let few: Int
    let some: Int

    init(_ bytes: (_ rows: Int) -> Int) {
      few = bytes(TrainingMemory.few)
      some = bytes(TrainingMemory.some)
    }

    func bytes(_ rows: Int) -> Int {
      let slope = (some - few) / (TrainingMemory.some - TrainingMemory.few)
      return max(0, some + slope * (rows - TrainingMemory.some))
    }
  }

  private static let few = 8
  private static let some = 16
  private let parameters: Int
  private let training: Line
  private let reading: Line

  /// What training `objective` takes, whatever its batch.
  public init(_ objective: Objective) {
    parameters = ParameterLayout([objective.tape(1)]).count * 4
    training = Line {
      Player.byteCount(of: objective.tape($0), retention: .outputs, gradientOf: "loss")
    }
    reading = Line { Player.byteCount(of: objective.tape($0)) }
  }

  /// The bytes for batches of this size: weights, gradients, moments, copies of a state, and the
  /// players of a batch and of an evaluation, which reads up to a hundred examples at once.
  public func bytes(batchSize: Int) -> Int {
    let cuts = Trainer.cuts(batchSize)
    let playing = cuts.reduce(reading.bytes(100)) { $0 + training.bytes($1.count) }
    // A gradient a shard, a state that is kept and one that is being copied.
    return playing + parameters * (3 + cuts.count + 2 * 3)
  }
}
