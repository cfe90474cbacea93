import Snapshots
import Subjects

/// All lessons.
public enum LessonCatalog {
  /// In the order in which they are listed; the first is the default.
  public static let all = [dates, keywords, induction, digits, translate, compare]

  static let dates = LessonEntry(
    "dates", "dates as people write them → 2014-05-03, by additive attention",
    corpus: { DatesCorpus(seed: $0.seed) }, mechanisms: [.additive, .pooling, .multihead, .none],
    encoders: [.gru], choices: [.decoderState, .heads, .score], length: 1_400,
    learningRate: 4e-3, pairs: .text)

  static let keywords = LessonEntry(
    "keywords", "one word of a sentence decides its class, by attention pooling",
    corpus: { KeywordsCorpus(seed: $0.seed, areStatesRead: $0.encoder == .lstm) },
    mechanisms: [.pooling, .none], encoders: [.lstm, .none], choices: [.encoder, .score],
    length: 800, learningRate: 1.4e-3, pairs: .label)

  static let induction = LessonEntry(
    "induction", "random tokens that repeat: look at what followed the last time, by multi-head",
    corpus: { RepeatedTokensCorpus(seed: $0.seed) }, mechanisms: [.multihead, .none],
    encoders: [.transformer], choices: [.layers, .heads], length: 1_600, learningRate: 2e-3)

  static let digits = LessonEntry(
    "digits", "a strip of handwritten digits, read by additive attention over columns",
    corpus: { DigitsCorpus(seed: $0.seed) },
    mechanisms: [.additive, .pooling, .multihead, .none], encoders: [.gru],
    choices: [.decoderState, .heads, .score], length: 1_600, learningRate: 4e-3)

  static let translate = LessonEntry(
    "translate", "the dates by a transformer with cross attention",
    corpus: { DatesCorpus(seed: $0.seed) }, mechanisms: [.multihead, .none],
    encoders: [.transformer], choices: [.layers, .heads], length: 2_000, learningRate: 2e-3,
    pairs: .text)

  /// Larger batches and rates than those of the dates alone: three runs have less time each.
  static let compare = LessonEntry(
    "compare", "the dates by three mechanisms side by side: one encoder, one data order, one seed",
    corpus: { DatesCorpus(seed: $0.seed) }, mechanisms: [.additive, .pooling, .multihead],
    encoders: [.gru], choices: [.decoderState, .heads, .score], length: 500, batchSize: 64,
    learningRate: 5e-3, pairs: .text, lengthOnPairs: 500,
    compared: [.additive, .pooling, .multihead], trains: "dates")

  /// The lesson called `name`.
  public static func entry(_ name: String) -> LessonEntry? { all.first { $0.name == name } }

  /// The entry that makes lessons like `lesson`, on the same pairs if it has a user's.
  public static func entry(of lesson: Lesson) -> LessonEntry? {
    entry(lesson.name).map { entry in lesson.data.map(entry.bound(to:)) ?? entry }
  }

  /// The names of the lessons that take a user's pairs.
  public static var namesTakingPairs: [String] { all.filter { $0.pairs != nil }.map(\.name) }
}
