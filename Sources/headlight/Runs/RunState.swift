import Runs
import Tapes
import TensorFiles
import Lessons
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
  ) throws(Failure) -> String? {
    let path = checkpoint.file.path
    for (key, value) in identity(description) {
      guard let found = checkpoint.file[metadata: key] else {
        return "\(path) does not say which run it belongs to (an older version wrote it): it is "
          + "taken because its names, shapes and types fit"
      }
      guard found == value else {
        throw Failure(
          "\(path): its \(key) is \"\(legible(found, limit: 40))\", but run.json says \"\(value)\": "
            + "this checkpoint belongs to another run; put the run's own back")
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
      throw Failure("\(error)")
    }
    if let name = state.firstNonFinite(layout) {
      throw Failure(
        "\(checkpoint.file.path): \(name) holds a number that is not finite: nothing can be read "
          + "from it or trained on with it; take an older checkpoint of the run, or train it again "
          + "with a smaller --learning-rate", status: .halted)
    }
    return state
  }
}
