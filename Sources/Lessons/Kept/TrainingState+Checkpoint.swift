public import Runs
public import Tapes
public import TensorFiles
public import Training

/// A training state as the tensors of a checkpoint: the weights by their names, Adam's moments with
/// `adam.m/` and `adam.v/` in front.
extension TrainingState {
  private static let parts = ["", "adam.m/", "adam.v/"]

  /// The tensors, of weights that lie in this order.
  public func tensors(_ layout: ParameterLayout) -> [NamedNumbers] {
    zip(Self.parts, [weights, first, second]).flatMap { prefix, flat in
      flat.isEmpty
        ? []
        : layout.tensors(in: flat).map {
          NamedNumbers(prefix + $0.name, lengths: $0.lengths, $0.elements)
        }
    }
  }

  /// The state that a checkpoint of `lesson` holds, with weights in this order.
  ///
  /// Whether there are moments is said by the leg that made the step.
  public init(
    _ checkpoint: Checkpoint, of lesson: Lesson, _ layout: ParameterLayout
  ) throws(FileError) {
    let file = checkpoint.file
    func flat(_ prefix: String) throws(FileError) -> [Float] {
      var flat = [Float](repeating: 0, count: layout.count)
      for (parameter, offset) in zip(layout.parameters, layout.offsets) {
        let name = prefix + parameter.name
        guard let tensor = file.tensors.first(where: { $0.name == name }) else {
          throw .malformed(
            path: file.path,
            problem: "has no tensor \(name), which the options in run.json ask for")
        }
        guard tensor.dtype == .f32, tensor.lengths == parameter.documentedLengths else {
          throw .malformed(
            path: file.path,
            problem: "\(name) is \(tensor.dtype.rawValue) \(tensor.lengths) where the options "
              + "in run.json ask for F32 \(parameter.documentedLengths)")
        }
        let elements = try file.floats(name)
        flat.replaceSubrange(offset..<(offset + elements.count), with: elements)
      }
      return flat
    }
    let made = lesson.settings(at: max(0, checkpoint.step - 1))
    let hasMoments = made.optimizer != .sgd
    self.init(
      step: checkpoint.step, weights: try flat(""),
      first: hasMoments ? try flat(Self.parts[1]) : [],
      second: hasMoments ? try flat(Self.parts[2]) : [])
  }
}
