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
  /// Sets the inputs of a program to `samples`; each label that counts has the weight `share`.
  func fill(_ player: Player, _ samples: [Sample], share: Float, _ marks: Marks)
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

/// Reads samples with the current weights of a model.
protocol ModelReader: AnyObject {
  /// What the model answers to each sample, at most `queries` tokens each.
  ///
  /// - `keys`: the length to which sources are padded; nil: as the model likes it.
  /// - `isForced`: whether the right answers are fed instead of what is written.
  func answers(_ samples: [Sample], queries: Int, keys: Int?, isForced: Bool) -> [Transcript]
  /// The attention of `transcript`, the first of the latest reading.
  func attention(of transcript: Transcript, _ labels: MapLabels) -> [AttentionWeights]
  /// Leaves these heads, and no others, out of whatever is read from now on.
  func leaveOut(_ heads: HeadsOff)
}

/// What stands at the rows and columns of the maps of one reading.
struct MapLabels {
  /// What was written, position by position.
  var written: [String]
  /// What the decoder was given for it, the start mark first.
  var given: [String]
  /// The symbols of the source.
  var source: [String]
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
