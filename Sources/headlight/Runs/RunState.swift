import Runs
import Tapes
import TensorFiles
import Lessons
import Training

/// A training state as the tensors of a checkpoint: the weights by their names, Adam's moments with
/// `adam.m/` and `adam.v/` in front.
enum RunState {
  private static let parts = ["", "adam.m/", "adam.v/"]

  /// The tensors of a state whose weights lie in this order.
  static func tensors(of state: TrainingState, _ layout: ParameterLayout) -> [NamedNumbers] {
    zip(parts, [state.weights, state.first, state.second]).flatMap { prefix, flat in
      flat.isEmpty
        ? []
        : layout.tensors(in: flat).map {
          NamedNumbers(prefix + $0.name, lengths: $0.lengths, $0.elements)
        }
    }
  }

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

  /// The state that a checkpoint holds, with weights in this order.
  static func state(
    _ checkpoint: Checkpoint, _ layout: ParameterLayout, hasMoments: Bool
  ) throws(Failure) -> TrainingState {
    let file = checkpoint.file
    func flat(_ prefix: String) throws(Failure) -> [Float] {
      var flat = [Float](repeating: 0, count: layout.count)
      for (parameter, offset) in zip(layout.parameters, layout.offsets) {
        let name = prefix + parameter.name
        guard let tensor = file.tensors.first(where: { $0.name == name }) else {
          throw Failure(
            "\(file.path): has no tensor \(name), which the options in run.json ask for")
        }
        guard tensor.dtype == .f32, tensor.lengths == parameter.documentedLengths else {
          throw Failure(
            "\(file.path): \(name) is \(tensor.dtype.rawValue) \(tensor.lengths) where the options "
              + "in run.json ask for F32 \(parameter.documentedLengths)")
        }
        let elements: [Float]
        do { elements = try file.floats(name) } catch { throw Failure("\(error)") }
        flat.replaceSubrange(offset..<(offset + elements.count), with: elements)
      }
      return flat
    }
    let state = TrainingState(
      step: checkpoint.step, weights: try flat(""), first: hasMoments ? try flat(parts[1]) : [],
      second: hasMoments ? try flat(parts[2]) : [])
    if let name = state.firstNonFinite(layout) {
      throw Failure(
        "\(file.path): \(name) holds a number that is not finite: nothing can be read from it or "
          + "trained on with it; take an older checkpoint of the run, or train it again with a "
          + "smaller --learning-rate", status: .halted)
    }
    return state
  }
}
