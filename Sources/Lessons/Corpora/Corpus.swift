public import Snapshots
public import Subjects
public import Training

/// The data of a lesson: what is read, what is right, and where a person would look for it.
///
/// A corpus is a value, and everything in it a function of its settings: a step can be repeated, and
/// what is held out is in no training sample. It knows no model; any model that gives its kind of
/// ``answer`` can learn it.
public protocol Corpus: Sendable {
  /// What a model makes of a source.
  var answer: Answer { get }
  /// The number of ids of a source; without meaning where sources are images.
  var sourceTokens: Int { get }
  /// The numbers of a column, where sources are images; nil for texts.
  var columnHeight: Int? { get }
  /// The number of ids of a target, or of labels.
  var targetTokens: Int { get }
  /// The longest source, and the longest target with its end mark.
  var longest: Padding { get }
  /// The ids that stand for no symbol of a target.
  var marks: Marks { get }
  /// The sample in a row of a step's batch: a pure function of the settings.
  func trainingSample(step: Int, row: Int) -> Sample
  /// Whether samples differ so much in length that batches are padded to their own lengths.
  var isPaddedToItsOwn: Bool { get }
  /// The lengths of some training samples, from which those of batches are chosen.
  var trainingLengths: [Padding] { get }
  /// What an input stands for; an example without positions where there is nothing to read.
  func example(of input: Input) -> Example
  /// The held-out example of a number, in the order in which they are measured.
  func heldOut(_ number: Int) -> Example
  /// The symbols of a text, as a person reads them.
  func symbols(_ text: String) -> [String]
  /// A token of a target as a person reads it.
  func name(of token: Int32) -> String
  /// The text of a target's tokens, without its end mark.
  func text(of tokens: [Int32]) -> String
  /// The inputs on which roles of heads are measured: what they are, and the most there are.
  var declared: DeclaredInputs { get }
  /// The declared input of a number.
  func declaredExample(_ number: Int) -> Example
  /// The length to which samples that are read together are padded.
  func paddedKeys(_ samples: [Sample]) -> Int
  /// The examples of an evaluation on the way, and of the last one.
  var evaluationExamples: (onTheWay: Int, final: Int) { get }
  /// What belongs on the screen about the data.
  var facts: [Fact] { get }
  /// The user's pairs; nil where a corpus makes its own samples.
  var data: LessonData? { get }
}

extension Corpus {
  /// Sources are texts.
  public var columnHeight: Int? { nil }
  /// All batches have one length.
  public var isPaddedToItsOwn: Bool { false }
  /// None are needed.
  public var trainingLengths: [Padding] { [] }
  /// A symbol is a character.
  public func symbols(_ text: String) -> [String] { text.map { String($0) } }
  /// They are measured in the order in which they are shown.
  public func heldOut(_ number: Int) -> Example { example(of: .example(number)) }
  /// The first held-out examples.
  public func declaredExample(_ number: Int) -> Example { example(of: .example(number)) }
  /// As long as the longest there is.
  public func paddedKeys(_ samples: [Sample]) -> Int { longest.keys }
  /// As many as give a figure of two digits, and of three.
  public var evaluationExamples: (onTheWay: Int, final: Int) { (200, 1_000) }
  /// Nothing.
  public var facts: [Fact] { [] }
  /// The corpus makes its own samples.
  public var data: LessonData? { nil }
}
