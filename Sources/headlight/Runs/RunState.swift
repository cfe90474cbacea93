import JSON
import Lessons
import Runs
import Subjects
import Tapes
import TensorFiles
import Training

/// The state that a run on disk gives to go on with, and what its checkpoints say of it.
enum RunState {
  /// What a checkpoint says of the run that it belongs to.
  static func identity(_ description: RunDescription) -> [(key: String, value: String)] {
    [
      ("lesson", description.lesson), ("mechanism", description.mechanism),
      ("seed", "\(description.seed)"),
    ]
  }

  /// Checks that a checkpoint is one of the run that is described.
  ///
  /// - Returns: a note where it does not say so, as those of older versions do not.
  static func check(
    _ checkpoint: Checkpoint, belongsTo description: RunDescription
  ) throws(Failure) -> Problem? {
    let path = checkpoint.file.path
    for (key, value) in identity(description) {
      guard let found = checkpoint.file[metadata: key] else {
        return .unnamed(path: path)
      }
      guard found == value else {
        throw Failure(
          .ofAnotherRun(path: path, key: key, found: legible(found, limit: 40), expected: value))
      }
    }
    return nil
  }

  /// The state that a checkpoint of `lesson` holds, with weights in this order.
  static func state(
    _ checkpoint: Checkpoint, of lesson: Lesson, _ layout: ParameterLayout
  ) throws(Failure) -> TrainingState {
    let state: TrainingState
    do { state = try TrainingState(checkpoint, of: lesson, layout) } catch {
      throw Failure(error)
    }
    if let name = state.firstNonFinite(layout) {
      throw Failure(.notFinite(path: checkpoint.file.path, tensor: name), status: .halted)
    }
    return state
  }
}
