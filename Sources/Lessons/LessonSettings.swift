public import Layers
public import Snapshots
public import Subjects
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
  /// What was chosen otherwise while the run went on, by ascending step.
  public var legs: [LessonLeg] = []

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
