import Snapshots
import Tensors

/// The operations of a model, one by one, and what can be changed by hand.
protocol AnatomyTexts {
  // The list.
  var listHeading: String { get }
  func howAttends(_ query: String) -> String
  /// A group of operations by its name in the model; nil leaves it its own.
  func groupName(_ name: String) -> String?
  func operations(_ count: Int) -> String
  func groupSentence(_ name: String, _ count: Int, _ isOpen: Bool) -> String
  func moreLines(_ count: Int) -> String
  /// What an operation is called, by what it is for and by its layer's name; nil leaves it its own.
  func operationName(_ meaning: Diagram.Meaning, _ layer: String?) -> String?

  // Sentences.
  /// What an operation does and why; {query}, {keys}, {units} and {layer} are filled in.
  ///
  /// Nil where nothing is said of it.
  func operationSentence(_ meaning: Diagram.Meaning) -> String?
  /// What operations without a meaning do, by their arithmetic.
  func plainSentence(_ operation: String, _ formula: String) -> String
  /// What more can be said of some operations where there is room.
  func operationRemark(_ meaning: Diagram.Meaning) -> String?

  // Axes.
  func axisName(_ axis: String, _ length: Int) -> String
  /// What one place along an axis is called, before its number.
  func axisPlace(_ axis: String) -> String
  func pooledRows(_ count: Int, _ axis: String) -> String
  func pooledColumns(_ count: Int, _ axis: String) -> String
  func ordered(_ kernel: String) -> String
  var noGradient: String { get }

  // Below.
  var waiting: String { get }
  var waitingFor: String { get }
  func arithmeticMore(_ count: Int, _ sum: String) -> String
  func sameAs(_ source: String) -> String
  func rowOf(_ row: String, _ value: String) -> String
  func shiftedBy(_ shift: String) -> String
  func changedByHand(_ name: String?) -> String
  var headLeftOut: String { get }
  var headLeftOutSentence: String { get }
  var changeSentence: String { get }
  func howMade(_ name: String) -> String
  var learnedQuestion: String { get }
  func sumOfRest(_ count: Int) -> String
  var total: String { get }
  var bias: String { get }
  var chosenMark: String { get }
  func largestOf(_ count: Int) -> String
  func amongOf(_ count: Int, _ least: String, _ most: String) -> String
  func changedBy(_ more: String, _ step: Int, _ isScratch: Bool) -> String
  func changedMark(_ least: String) -> String
  func gradientIs(_ gradient: String) -> String
  var gradientHeading: String { get }
  func nextIs(_ operation: String) -> String
  func scoreBound(_ bound: String, _ vector: String) -> String
  func weightBound(_ cap: String) -> String
  var scratch: String { get }
  var keras: String { get }
  /// The heading over the lines of somebody who asks.
  var askedCode: String { get }
  var torch: String { get }
  var paper: String { get }

  // Why not, and commands.
  var whyNoDiagram: String { get }
  var whyOneQuery: String { get }
  var whyNoScaleHere: String { get }
  var whyNoSwitchesHere: String { get }
  var whyOnlyAnatomy: String { get }
  var whyNoScratch: String { get }
  func isGiven(_ name: String) -> String
  var gradientOn: String { get }
  var gradientOff: String { get }
  var expectedScratchScale: String { get }
  var expectedScratchAdd: String { get }
  var expectedScratchAxis: String { get }
  func notThat(_ got: String) -> String
  func expectedAxisOf(_ axes: [String]) -> String
  func noValue(_ name: String, _ near: [String]) -> String
  func noSoftmax(_ name: String, _ all: [String]) -> String
  func scratchEdit(_ edit: ScratchEdit) -> String
  func scratchIs(_ edit: String) -> String
  var nothingToUndo: String { get }
  var scratchIsGone: String { get }
  func scratchLeft(_ count: Int) -> String

  // Keys.
  /// What keys do here, by their caption and what has the arrows: the list, a group, the picture or
  /// a number that is written out; nil where they do what they do everywhere.
  func anatomyKey(_ caption: String, _ mode: String) -> String?
}
