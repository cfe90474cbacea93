public import Layers
public import Snapshots
public import Subjects
public import Tapes
public import Training

/// What can be chosen about a lesson; each lesson has its own first values.
public struct LessonSettings: Hashable, Sendable {
  /// How the model finds what it needs.
  public var mechanism: Mechanism
  /// The seed of weights and data.
  public var seed: UInt64 = 1
  /// What a recurrent decoder starts each step from.
  public var decoderState = DecoderState.carried
  /// What reads the input before attention does.
  public var encoder: Encoder
  /// What pooling applies to the projection of a position.
  public var score = PoolingScore.tanh
  /// The units of recurrent layers and of hidden layers; the width of a transformer.
  public var units: Int
  /// The layers of a transformer.
  public var layers = 2
  /// The heads of multi-head attention.
  public var heads = 4
  /// The number of examples in a batch.
  public var batchSize: Int
  /// The first learning rate; it falls in a line to a twentieth over the lesson's length.
  public var learningRate: Float
  /// How weights follow gradients.
  public var optimizer = Optimizer.kerasAdam
  /// The steps over which the learning rate falls; nil: the lesson's own length.
  public var steps: Int?
  /// What of a user's sources is read one by one; nil without a user's pairs.
  public var sourceUnit: TextUnit?
  /// What of a user's targets is written one by one; nil without a user's pairs.
  public var targetUnit: TextUnit?
  /// What is wrong on purpose, in an exhibit.
  public var mistake: Mistake?

  /// Settings; what is not named has the same first value in all lessons.
  public init(
    mechanism: Mechanism, encoder: Encoder, units: Int, batchSize: Int, learningRate: Float
  ) {
    self.mechanism = mechanism
    self.encoder = encoder
    self.units = units
    self.batchSize = batchSize
    self.learningRate = learningRate
  }

  /// The length of a run: the lesson's `own`, or what was asked for at its start.
  func length(own: Int) -> Int { steps ?? own }
}

/// A task, a mechanism, the pattern to expect, and a baseline without attention.
///
/// A lesson is a value: everything that it trains on is a function of its settings.
public protocol Lesson: Sendable {
  /// The name on the command line.
  var name: String { get }
  /// What was chosen.
  var settings: LessonSettings { get }
  /// The length in steps, over which the learning rate falls.
  var length: Int { get }
  /// The examples of an evaluation on the way, and of the last one.
  var evaluationExamples: (onTheWay: Int, final: Int) { get }
  /// What belongs on the screen about this choice of settings.
  var facts: [Fact] { get }
  /// What can be asked of its readings: to be typed, to have examples, to be given the answers.
  var abilities: Abilities { get }
  /// The user's pairs; nil where a lesson makes its own data.
  var data: LessonData? { get }
  /// What a trainer trains.
  var objective: Objective { get }
  /// The tokens of a text, as a person reads them.
  func symbols(_ text: String) -> [String]
  /// A reader that is bound to `weights`, for snapshots and evaluations.
  func reader(_ weights: ParameterMemory) -> any LessonReader
  /// How `input` was read, to be played again with everything kept; nil where nothing was read.
  func explanation(of input: Input, as reading: Reading) -> Explanation?
  /// Whether its readers can leave out heads.
  var hasHeads: Bool { get }
  /// The most queries that a reading can have, where it depends on what is written; else nil.
  var mostQueries: Int? { get }
  /// What leaves these heads out of the program that explains a reading.
  func leavingOut(_ heads: HeadsOff) -> [Intervention]
}

/// Reads inputs with the current weights of a lesson's model.
public protocol LessonReader: AnyObject {
  /// What the model makes of an input, with its attention.
  func snapshot(of input: Input, at step: Int, teacherForcing: Bool) -> Snapshot
  /// Held-out values with the current weights.
  func evaluate(at step: Int, examples: Int) -> Evaluation
  /// Leaves these heads, and no others, out of whatever is read from now on.
  func leaveOut(_ heads: HeadsOff)
  /// What the heads do, measured on at most so many declared inputs; nil where there are no heads.
  func headRoles(atMost inputs: Int) -> HeadRoles?
}

extension LessonReader {
  /// Nothing: without heads there are none to leave out.
  public func leaveOut(_ heads: HeadsOff) {}
  /// Nothing: without heads there is nothing to measure.
  public func headRoles(atMost inputs: Int) -> HeadRoles? { nil }
  /// What the heads do, measured on all declared inputs; nil where there are no heads.
  public func headRoles() -> HeadRoles? { headRoles(atMost: .max) }
  /// What the model makes of an input when it reads what it wrote itself.
  public func snapshot(of input: Input, at step: Int) -> Snapshot {
    snapshot(of: input, at: step, teacherForcing: false)
  }
}

extension Snapshot {
  /// The picture of an input in which there is nothing to read.
  static func unread(_ source: String = "", at step: Int) -> Snapshot {
    let reading = Reading(source: source, target: nil, text: "", written: [])
    return Snapshot(step: step, reading: reading, attention: [])
  }
}

extension Lesson {
  /// Most lessons read texts and write them.
  public var abilities: Abilities { [.types, .hasExamples, .forcesTeacher] }

  /// Every reading has as many queries as its input says.
  public var mostQueries: Int? { nil }

  /// No heads.
  public var hasHeads: Bool { false }

  /// Nothing, where there are no heads.
  public func leavingOut(_ heads: HeadsOff) -> [Intervention] { [] }
  /// Most lessons make their own data.
  public var data: LessonData? { nil }

  /// Most lessons read character by character.
  public func symbols(_ text: String) -> [String] { text.map { String($0) } }

  /// The number of trained numbers.
  public var parameterCount: Int { ParameterLayout([objective.tape(1)]).trainedCount }

  /// The rate of a step: it falls in a line to a twentieth over the length.
  func fallingRate(_ step: Int) -> Float {
    settings.learningRate * max(0.05, 1 - Float(step) / Float(length))
  }
}
