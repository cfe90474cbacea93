import Snapshots

/// The names of the screens, line 0, and what is said wherever one is.
protocol DeskTexts {
  // Screens.
  func screenName(_ screen: ScreenName) -> String
  var helpName: String { get }

  // Line 0.
  var withoutAttention: String { get }
  var fixedProbe: [String] { get }
  var typedProbe: [String] { get }
  var heldOutProbe: [String] { get }
  var forcedProbe: [String] { get }
  var forcedHeldOut: [String] { get }
  /// What the picture shows where nothing is written token by token.
  var ownExample: [String] { get }
  var ownText: [String] { get }
  /// Which of several inputs of its own a run shows.
  func probeOf(_ number: Int, _ count: Int) -> [String]
  var heldOutExample: [String] { get }
  func tokens(_ count: Int) -> String
  func headNamed(_ head: String) -> String
  func headIsSwitched(_ state: String) -> String
  /// Between two things said of one head.
  var comma: String { get }
  func quoted(_ text: String) -> String
  func counting(_ digits: Int) -> String
  func step(_ step: Int) -> String
  func stepOf(_ step: Int, _ latest: Int) -> String
  /// How a run stands that is only looked at: at an earlier step, at its last.
  var looksBack: String { get }
  var isAtTheEnd: String { get }
  /// How many alarms there were, and the key that lists them.
  func alarmsSeen(_ count: Int) -> String
  var paused: String { get }
  var pausedShort: String { get }
  func running(_ pace: Int?) -> String
  func runningShort(_ pace: Int?) -> String
  func replaying(_ step: Int, _ percent: Int) -> String
  func replayingShort(_ step: Int, _ percent: Int) -> String
  var haltedShort: String { get }

  // Facts.
  func parameters(_ amount: String) -> String
  func seed(_ seed: Int) -> String
  var everyStepKept: String { get }

  // From mechanism to mechanism.
  func wayNext(_ way: String, _ mechanism: Mechanism) -> String
  /// What rows, columns and brightness are, before anything is learned.
  var axesExplained: String { get }
  /// What the bars of Words are, to somebody who has never seen them.
  var wordsExplained: String { get }
  var learned: String { get }
  var typeNext: String { get }
  var questionsNext: String { get }
  var comparedNext: String { get }
  var fasterNext: String { get }
  var aboutNext: String { get }
  var aboutName: String { get }
  func waysOfLesson(_ ways: [String]) -> String
  func wayIs(_ new: String, _ seed: Int, _ last: String, _ step: Int) -> String
  var whyAllMechanisms: String { get }
  func whyOneMechanism(_ lesson: String, _ mechanism: String) -> String

  // Why not.
  var whyNoMap: String { get }
  var whyNoPicture: String { get }
  func whyFirstStep(_ step: Int) -> String
  var whyLatestStep: String { get }
  var whyHalted: String { get }
  var whyFastest: String { get }
  var whySlowest: String { get }
  func whyHere(_ place: String) -> String
  var whyNotInto: String { get }
  func whyOneRamp(_ rung: String) -> String

  // Messages.
  func colorsAre(_ ladder: String) -> String
  func paceIs(_ pace: Int?) -> String
  func copied(_ text: String) -> String
  var whyNoMoment: String { get }
  /// After leaving: how far the run came, and the directory that it is kept in, or how to get one.
  func farewell(_ run: String, _ step: Int, _ exact: String?, _ kept: String?) -> String
  var mouseOn: String { get }
  var mouseOff: String { get }
  var teacherOn: String { get }
  var teacherOff: String { get }
  var baselineTrains: String { get }
  var isBaseline: String { get }

  // Leaving.
  func askQuitUnsaved(_ problem: String) -> String
  func askQuit(_ steps: Int) -> String

  // Too small.
  func tooSmall(_ columns: Int, _ rows: Int) -> [String]
  func tooSmallNow(_ columns: Int, _ rows: Int) -> String
}
