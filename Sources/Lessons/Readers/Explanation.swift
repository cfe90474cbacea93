import Layers
public import Snapshots
public import Subjects
public import Tapes
import Tensors
import Training

/// How one reading of an input is played once more, with every value kept.
///
/// The program is that of a training step with a batch of one: what the model wrote is fed to it, so
/// every value has the bits that it had while it wrote, and the loss is the example's own. Where the
/// right answer is not known, what was written counts as right.
public struct Explanation {
  /// The lengths that the program was recorded for: what has the same has the same program.
  public var lengths: [Int]
  /// The program, with what only explains it.
  public var tape: () -> Tape
  /// Sets the inputs.
  public var fill: (Player) -> Void
}

/// Makes diagrams of readings with the current weights of a lesson's model.
///
/// Nothing is computed while a person looks at a diagram: it is a copy of one moment.
public final class Explainer {
  private struct Program: Hashable {
    var lengths: [Int]
    var interventions: [Intervention]
  }

  private let lesson: any Lesson
  private let weights: ParameterMemory
  private let gradients: ParameterMemory
  private var players = PlayerCache<Program>(most: 4)

  /// An explainer of `lesson` that is bound to `weights`.
  public init(_ lesson: any Lesson, _ weights: ParameterMemory) {
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
    let program = Program(lengths: explanation.lengths, interventions: interventions)
    let player = players.player(program) { _ in
      Player(
        explanation.tape(), weights: weights, gradients: gradients, retention: .everything,
        gradientOf: "loss", interventions: interventions)
    }
    explanation.fill(player)
    player.forward()
    player.backward()
    return player.diagram()
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

extension Explanation {
  /// How a text was read and another written, by a model that is given what it wrote.
  ///
  /// - `labels`: what is right; without them, or where they end, what was written.
  static func ofWriting(
    _ source: [Int32], _ written: [Int32], labels: [Int32]?, start: Int32,
    tape: @escaping () -> Tape
  ) -> Explanation {
    Explanation(
      lengths: [source.count, written.count], tape: tape,
      fill: { player in
        Padded([source], keys: source.count).set(player)
        setWritten(player, written, labels, start)
      })
  }

  /// Sets `given`, `labels` and `share`: the mean over what was written.
  static func setWritten(
    _ player: Player, _ written: [Int32], _ labels: [Int32]?, _ start: Int32
  ) {
    let right = Array((labels ?? []).prefix(written.count))
    player.set("given", positions: [start] + written.dropLast())
    player.set("labels", positions: right + written.dropFirst(right.count))
    let share = 1 / Float(written.count)
    player.withNumbers("share") { $0.update(repeating: share) }
  }
}

extension Explanation {
  /// How a date was read, by the program `tape` makes for so many keys and queries.
  static func ofDate(
    _ reading: Reading, tape: @escaping (_ keys: Int, _ queries: Int) -> Tape
  ) -> Explanation? {
    let ids = Dates.encode(reading.source)
    let written = reading.written.compactMap(\.id)
    guard !ids.isEmpty, !written.isEmpty else { return nil }
    return .ofWriting(
      ids, written, labels: reading.target.map(Dates.encode(target:)), start: Dates.start,
      tape: { tape(ids.count, written.count) })
  }
}

extension DatesLesson {
  /// How a date was read.
  public func explanation(of input: Input, as reading: Reading) -> Explanation? {
    .ofDate(reading) { [model] in
      model.trainingTape(batch: 1, keys: $0, queries: $1, explaining: true)
    }
  }
}

extension TranslateLesson {
  /// How a date was read.
  public func explanation(of input: Input, as reading: Reading) -> Explanation? {
    .ofDate(reading) { [model] in
      model.trainingTape(batch: 1, keys: $0, queries: $1, explaining: true)
    }
  }
}

extension DigitsLesson {
  /// How a strip was read.
  public func explanation(of input: Input, as reading: Reading) -> Explanation? {
    let example = example(of: input)
    let written = reading.written.compactMap(\.id)
    guard !written.isEmpty else { return nil }
    return Explanation(
      lengths: [DigitStrips.width, written.count],
      tape: { [model] in
        model.trainingTape(
          batch: 1, keys: DigitStrips.width, queries: written.count, explaining: true)
      },
      fill: { player in
        Self.set(player, [example])
        Explanation.setWritten(player, written, Self.target(example), DigitStrips.start)
      })
  }
}

extension KeywordsLesson {
  /// How a sentence was read.
  public func explanation(of input: Input, as reading: Reading) -> Explanation? {
    let ids = Keywords.encode(reading.source)
    let label = Keywords.classNames.firstIndex(of: reading.target ?? reading.text)
    guard !ids.isEmpty, let label else { return nil }
    return model.explanation(ids, label: label)
  }
}

extension PoolingClassifier {
  /// How a text was labelled, where `label` is right.
  func explanation(_ ids: [Int32], label: Int) -> Explanation {
    Explanation(
      lengths: [ids.count], tape: { tape(batch: 1, keys: ids.count, explaining: true) },
      fill: { player in
        Padded([ids], keys: ids.count).set(player)
        player.set("labels", positions: [Int32(label)])
        player.withNumbers("share") { $0.update(repeating: 1) }
      })
  }
}

extension InductionLesson {
  /// How a line of tokens was read: each token is the right answer of the one before it.
  public func explanation(of input: Input, as reading: Reading) -> Explanation? {
    let example = example(of: input)
    guard let ids = example?.ids ?? typedIDs(input), ids.count > 1 else { return nil }
    let labels = example?.targets ?? Array(ids.dropFirst()) + [RepeatedTokens.padding]
    let counted = example?.counted ?? 0..<(ids.count - 1)
    return Explanation(
      lengths: [ids.count], tape: { tape(batch: 1, queries: ids.count, explaining: true) },
      fill: { player in
        player.set("source", positions: ids)
        player.set("labels", positions: labels)
        let share = 1 / Float(max(1, counted.count))
        player.set("share", ids.indices.map { counted.contains($0) ? share : 0 })
      })
  }

  private func typedIDs(_ input: Input) -> [Int32]? {
    guard case .typed(let text) = input else { return nil }
    return RepeatedTokens.encode(text)
  }
}
