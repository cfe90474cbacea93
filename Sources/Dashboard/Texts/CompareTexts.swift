import Snapshots

/// Several runs side by side.
protocol CompareTexts {
  // Line 0.
  var oneScale: [String] { get }
  /// The same of runs that have seed and encoder in common.
  func oneSeed(_ seed: Int) -> [String]

  // The panes.
  func meanOf(_ heads: Int) -> String
  /// How many of the heads that a mean is over take part.
  func meanOfSome(_ on: Int, _ all: Int) -> String
  func meanOfOnly(_ on: Int) -> String
  var meanShort: String { get }
  func headOf(_ head: Int, _ all: Int) -> String
  func headShort(_ head: Int) -> String
  /// Heads that are left out of the picture, by their numbers.
  func headsAreOff(_ heads: [Int]) -> String
  func rowsAQuery(_ rows: Int) -> String
  var oneRowForAll: String { get }
  var cannotAskAgain: String { get }
  func noWeightAbove(_ cap: String) -> String
  var noAttentionPane: [String] { get }
  var wrongOnPurpose: String { get }
  /// The same where a pane is narrow.
  var wrongShort: String { get }
  /// What a mistake does.
  func wrongBecause(_ mistake: Mistake) -> String
  /// What the columns of heads that were split without the transposition are.
  var slotsMeaning: String { get }

  // Below.
  var sharedScale: String { get }
  func differenceToFirst(_ pane: String) -> String
  func panesMore(_ count: Int) -> String
  func panesHidden(_ names: [String]) -> String
  func paneLooks(_ pane: String, _ key: String, _ weight: String) -> String
  func paneLooksShort(_ pane: String, _ key: String, _ weight: String) -> String
  func comparison(_ query: String, _ parts: [String]) -> String
  func comparisonShort(_ query: String, _ parts: [String]) -> String
  var everyKey: String { get }
  /// A row in which the runs write different things.
  func outputNumber(_ number: Int) -> String

  // Messages, and why not.
  func exhibitIs(_ name: String, _ isOn: Bool) -> String
  var whyNoPanes: String { get }
  var whyOnePane: String { get }
  func whyPaneHasOneHead(_ pane: String) -> String
  var whyNoLayersHere: String { get }
}
