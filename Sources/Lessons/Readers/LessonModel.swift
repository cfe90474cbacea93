import Layers
import Snapshots
import Subjects
import Tapes
import Training

/// A model as a lesson needs it: the program that learns a corpus, and how examples are read.
///
/// One conformer for each way to attend to a source: writing with a recurrent decoder or with a
/// transformer, pooling for a label, and continuing a sequence.
protocol LessonModel: Sendable {
  /// The program of a training step for so many rows, padded to `padding`; its loss is called `loss`.
  ///
  /// `explaining`: whether what only explains the model is recorded too.
  func program(rows: Int, _ padding: Padding, explaining: Bool) -> Tape
  /// Sets the inputs of a program to `samples`; each label that counts has the weight `labelWeight`.
  func fill(_ player: Player, _ samples: [Sample], labelWeight: Float, _ marks: Marks)
  /// The lengths of the program that reads one sample.
  func size(of sample: Sample) -> Padding
  /// Reads with the current contents of `weights`.
  func reader(_ weights: ParameterMemory, _ marks: Marks) -> any ModelReader
  /// Whether readers can leave out heads.
  var hasHeads: Bool { get }
  /// What leaves these heads out of a program.
  func leavingOut(_ heads: HeadsOff) -> [Intervention]
  /// Whether what it writes can be replaced by the right answer while it writes.
  var canBeTaught: Bool { get }
  /// What belongs on the screen about it.
  var facts: [Fact] { get }
}

extension LessonModel {
  /// Sources padded position by position, and the targets as the program has them.
  func fill(_ player: Player, _ samples: [Sample], labelWeight: Float, _ marks: Marks) {
    Padded(samples, for: player).set(player)
    Targets(samples, for: player, marks).set(player, labelWeight: labelWeight)
  }
}

extension Lesson {
  /// The model that a corpus is learned with.
  ///
  /// A text is written by a recurrent decoder or, where the encoder is one, by a transformer.
  static func model(of corpus: any Corpus, _ settings: LessonSettings) -> any LessonModel {
    switch (corpus.answer, settings.encoder) {
    case (.label, _):
      PoolingClassifier(
        tokens: corpus.sourceTokens, classes: corpus.targetTokens,
        mechanism: settings.mechanism, encoder: settings.encoder, score: settings.score,
        units: settings.units)
    case (.next, _):
      CausalModel(
        tokens: corpus.sourceTokens, width: settings.units, layers: settings.layers,
        heads: settings.heads, hasAttention: settings.mechanism != .none)
    case (.text, .transformer):
      TransformerModel(
        sourceTokens: corpus.sourceTokens, targetTokens: corpus.targetTokens,
        queries: corpus.longest.queries, width: settings.units, layers: settings.layers,
        heads: settings.heads, hasCrossAttention: settings.mechanism != .none)
    case (.text, _):
      SequenceModel(
        sourceTokens: corpus.sourceTokens, targetTokens: corpus.targetTokens, embedding: 32,
        units: settings.units, isBidirectional: true, mechanism: settings.mechanism,
        decoderState: settings.decoderState, heads: settings.heads, score: settings.score,
        isMasked: corpus.columnHeight == nil, columnHeight: corpus.columnHeight,
        mistake: settings.mistake)
    }
  }
}
