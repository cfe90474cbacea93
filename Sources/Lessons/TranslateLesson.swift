import Layers
public import Snapshots
public import Subjects
public import Tapes
import Tensors
public import Training

/// The dates once more, by a transformer encoder–decoder: the same alignment as in ``DatesLesson``,
/// found by cross attention and without recurrence.
public struct TranslateLesson: Lesson, Hashable {
  /// The name on the command line.
  public let name = "translate"
  /// What was chosen.
  public let settings: LessonSettings
  /// The length in steps, over which the learning rate falls.
  public var length: Int { settings.length(own: 2_000) }

  /// The lesson as it comes.
  public static let defaults = LessonSettings(
    mechanism: .multihead, encoder: .transformer, units: 64, batchSize: 32, learningRate: 2e-3)

  /// The lesson with `settings`.
  public init(_ settings: LessonSettings = Self.defaults) { self.settings = settings }

  /// The examples of an evaluation on the way, and of the last one.
  public var evaluationExamples: (onTheWay: Int, final: Int) { (200, 1_000) }

  /// What belongs on the screen about this choice of settings.
  public var facts: [Fact] {
    [.encoderDecoder(layers: settings.layers, heads: settings.heads)]
      + (settings.mechanism == .none ? [.withoutAttention(.meanOfStates)] : [])
  }

  private var stream: RandomStream { RandomStream(seed: settings.seed) }

  func heldOutExample(_ number: Int) -> DateExample { Dates.heldOut(stream("held out")(number)) }

  var model: TransformerModel {
    TransformerModel(
      sourceTokens: Dates.sourceTokens, targetTokens: Dates.targetTokens,
      queries: Dates.targetLength, width: settings.units, layers: settings.layers,
      heads: settings.heads, hasCrossAttention: settings.mechanism != .none)
  }

  /// What a trainer trains.
  public var objective: Objective {
    let (lesson, model) = (self, model)
    return Objective(
      batchSize: settings.batchSize,
      tape: {
        model.trainingTape(
          batch: $0, keys: Dates.maximumLength, queries: Dates.targetLength)
      },
      fill: { player, step, rows in
        let training = lesson.stream("training")(step)
        let examples = rows.map { Dates.training(training($0)) }
        Padded(examples.map { Dates.encode($0.source) }, keys: Dates.maximumLength).set(player)
        let targets = examples.map { Dates.encode(target: $0.target) }
        player.set("labels", positions: targets.flatMap(\.self))
        player.set("given", positions: targets.flatMap { [Dates.start] + $0.dropLast() })
        let share = 1 / Float(lesson.settings.batchSize * Dates.targetLength)
        player.withNumbers("share") { $0.update(repeating: share) }
      },
      learningRate: fallingRate)
  }

  /// Whether its readers can leave out heads.
  public var hasHeads: Bool { settings.mechanism != .none }

  /// What leaves these heads out of a reading.
  public func leavingOut(_ heads: HeadsOff) -> [Intervention] { model.leavingOut(heads) }

  /// A reader that is bound to `weights`.
  public func reader(_ weights: ParameterMemory) -> any LessonReader {
    let reader = TransformerReader(model, weights: weights, start: Dates.start)
    return DatesReader(reader, heldOut: heldOutExample)
  }
}
