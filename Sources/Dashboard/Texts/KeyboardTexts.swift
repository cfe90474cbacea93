import Snapshots

/// Keys and help, prompts, and commands with what is wrong about them.
protocol KeyboardTexts {
  // The key line.
  /// What a key does in the fewest words, for the key line.
  func keyShort(_ caption: String) -> String?
  /// The same for one screen, where the key acts on something else.
  func keyShort(_ caption: String, on screen: ScreenName) -> String?
  /// What n does where a run shows several probes.
  var probeShort: String { get }
  /// What z does where each head is a cell.
  var mapsShort: String { get }
  var pauseShort: String { get }
  func unusedKey(_ key: String) -> String

  // Help.
  func keyGroup(_ group: KeyMap.Group) -> String
  /// What a key does, by the way it is printed, for help.
  func keyHelp(_ caption: String) -> String?
  /// The same for one screen, where it can be said better.
  func keyHelp(_ caption: String, on screen: ScreenName) -> String?
  /// What is to be seen on a screen, a paragraph an entry.
  func helpOn(_ screen: ScreenName) -> [String]
  /// What is to be seen on a map of which nobody knows where it should look.
  var helpOnOtherMaps: [String] { get }
  var helpRules: [String] { get }
  var closeHelp: String { get }
  var moreHelp: String { get }
  var findKey: String { get }
  func noKeyMatches(_ text: String) -> String

  // Prompts.
  var probePrompt: String { get }
  var commandPrompt: String { get }
  var filterPrompt: String { get }
  var headFilterHint: String { get }
  var probeHint: String { get }
  var commandHint: String { get }
  func lineIsFull(_ bytes: Int) -> String
  func onlyFirstAreRead(_ count: Int) -> String

  // Commands.
  func unknownCommand(_ name: String, _ near: [String]) -> String
  /// Which of the ways to go on are on the screen.
  func candidatesShown(_ first: Int, _ last: Int, _ count: Int) -> String
  func expected(_ command: String, _ expected: String, _ got: String) -> String
  var expectedNothing: String { get }
  func expectedStep(_ latest: Int) -> String
  var expectedCount: String { get }
  var expectedPace: String { get }
  var expectedText: String { get }
  var expectedFile: String { get }
  var expectedDirectory: String { get }
  func expectedHead(_ first: String, _ last: String, _ got: String) -> String
  func expectedOnOff(_ name: String) -> String
  func expectedOneOf(_ choices: [String]) -> String
  func notACondition(_ error: Condition.Malformed) -> String
}
