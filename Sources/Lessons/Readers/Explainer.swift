public import Snapshots
public import Subjects
public import Tapes
import Tensors
import Training

/// Makes diagrams of readings with the current weights of a lesson's model.
///
/// Nothing is computed while a person looks at a diagram: it is a copy of one moment.
public final class Explainer {
  private struct Program: Hashable {
    var size: Padding
    var interventions: [Intervention]
  }

  private let lesson: Lesson
  private let weights: ParameterMemory
  private let gradients: ParameterMemory
  private var players = PlayerCache<Program>(most: 4)

  /// An explainer of `lesson` that is bound to `weights`.
  public init(_ lesson: Lesson, _ weights: ParameterMemory) {
    self.lesson = lesson
    self.weights = weights
    gradients = ParameterMemory(weights.layout)
  }

  /// The operations behind `snapshot`, which is a reading of `input`; nil where nothing was read.
  ///
  /// - `off`: heads that the reading left out.
  /// - `edits`: changes to make in it, one after the other; those of values that it lacks are
  ///   left out.
  public func diagram(
    of snapshot: Snapshot, _ input: Input, off: HeadsOff = [:], edits: [ScratchEdit] = []
  ) -> Diagram? {
    guard let explanation = lesson.explanation(of: input, as: snapshot.reading) else { return nil }
    var interventions = lesson.leavingOut(off)
    var diagram = play(explanation, interventions)
    guard !edits.isEmpty else { return diagram }
    // A diagram also names what the model's code does not; only the latter can be changed.
    let names = Set(explanation.tape().names)
    for edit in edits where names.contains(edit.value) {
      guard let intervention = Intervention(edit, in: diagram) else { continue }
      interventions.append(intervention)
      let made = diagram.edits + [edit]
      diagram = play(explanation, interventions)
      diagram.edits = made
    }
    return diagram
  }

  private func play(_ explanation: Explanation, _ interventions: [Intervention]) -> Diagram {
    let program = Program(size: explanation.size, interventions: interventions)
    let player = players.player(program) { _ in
      Player(
        explanation.tape(), weights: weights, gradients: gradients, retention: .everything,
        gradientOf: "loss", interventions: interventions, showsWholeStates: true)
    }
    explanation.fill(player)
    player.forward()
    player.backward()
    return player.diagram()
  }
}

extension Tensor {
  /// e^x / Σ e^x along an axis; over an axis that is not there, which has the length 1, all are 1.
  fileprivate func softmax(over axis: Axis) -> Tensor {
    guard let length = shape[axis] else { return Tensor(shape, repeating: 1) }
    let stride = shape.stride(of: axis)
    var result = self
    for first in elements.indices where first / stride % length == 0 {
      let places = (0..<length).map { first + $0 * stride }
      let most = places.map { elements[$0] }.max() ?? 0
      let powers = places.map { exponential(elements[$0] - most) }
      let sum = powers.reduce(0, +)
      for (place, power) in zip(places, powers) { result.elements[place] = power / sum }
    }
    return result
  }
}

extension Intervention {
  /// The change that an edit makes to a value of `diagram`; nil where there is no such value.
  init?(_ edit: ScratchEdit, in diagram: Diagram) {
    guard let place = diagram.values.lastIndex(where: { $0.name == edit.value }),
      !diagram.values[place].isIndex
    else { return nil }
    switch edit {
    case .scale(let name, let factor): self.init(name, .scale(factor))
    case .add(let name, let constant): self.init(name, .add(constant))
    case .axis(let name, let axis):
      guard let operation = diagram.operations.first(where: { $0.output == place }),
        case .softmax = operation.arithmetic
      else { return nil }
      let scores = diagram.values[operation.inputs[0]].numbers
      self.init(name, .replace(scores.softmax(over: axis).elements))
    }
  }
}
