import Snapshots

/// The screen of all heads, and what is said of single ones.
protocol HeadsTexts {
  // Line 0.
  func layersByHeads(_ layers: Int, _ heads: Int) -> String
  func headsOf(_ shown: Int, _ all: Int) -> String
  /// A kind of attention.
  func kindName(_ kind: AttentionWeights.Kind) -> String
  /// Half a model by its key in the names of tensors.
  func stackPath(_ path: String) -> String

  // The heads.
  /// A head without a role.
  var mixed: String { get }
  var entropy: String { get }
  var entropyShort: String { get }
  /// A role in few letters.
  func roleShort(_ role: HeadStatistics.Role) -> String
  /// A role as one letter.
  func roleLetter(_ role: HeadStatistics.Role) -> String
  func roleLetterMeans(_ letter: String, _ role: String) -> String
  func overSteps(_ name: String, _ latest: Int) -> String
  func formedBy(_ step: Int) -> String
  func formedBefore(_ step: Int) -> String
  /// Heads whose weights are no numbers.
  func headsWithoutNumbers(_ heads: String) -> String
  var off: String { get }
  var alone: String { get }
  func looksAtRead(_ query: String, _ key: String, _ weight: String) -> String
  var noRoles: String { get }
  func noHeadIs(_ filter: String) -> String

  // The legend.
  func brightest(_ queries: Int, _ keys: Int) -> String
  func brightestShort(_ queries: Int, _ keys: Int) -> String
  func extent(_ queries: Int, _ keys: Int) -> String
  func filteredBy(_ filter: String) -> String
  func sortedByLegend(_ order: String) -> String
  func layersShown(_ first: Int, _ last: Int, _ all: Int) -> String
  /// What the cells of an overview have their colours of, in fewer and fewer words.
  func headNumber(_ number: HeadNumber) -> [String]
  func headsShown(_ first: Int, _ last: Int, _ all: Int) -> String
  func measuredOn(_ inputs: String) -> String

  // Messages.
  func noSuchHead(_ head: String, _ last: Int) -> String
  func headIs(_ head: String, _ state: HeadSwitch) -> String
  var allHeadsOn: String { get }
  func sortedBy(_ order: HeadOrder) -> String
  func headsAreShown(_ form: HeadsForm) -> String

  // What moved between two models.
  var moved: String { get }
  var movedShort: String { get }
  /// What stands above the list: over the names in at most 4 cells, over the place and the weights.
  var headColumn: String { get }
  var mostAt: String { get }
  var fromTo: String { get }
  /// The weight that changed most in a head, in a line of its own.
  func movedMost(_ head: String, _ weight: String, _ change: String) -> String
  func headDidNotMove(_ head: String) -> String
  func movedFromTo(_ query: String, _ key: String) -> String
  func movedWeight(_ then: String, _ now: String) -> String

  // Why not.
  var whyNoHeads: String { get }
  func whyOneHead(_ key: String) -> String
  var whyOneLayer: String { get }
  var whyOneStack: String { get }
  var whyOnlyHeads: String { get }
  var whyNoSwitchesOnTour: String { get }
  func whyNoHeadChosen(_ last: Int) -> String
  var whyAllOn: String { get }
  var whyNothingMoved: String { get }
}
