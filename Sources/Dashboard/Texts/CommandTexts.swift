/// What the commands do, and what the words on the screens mean.
protocol CommandTexts {
  var commandsHeading: String { get }
  /// What a command does, in one line.
  func commandHelp(_ name: CommandName) -> String
  /// What a setting is and when it acts, with what may follow it.
  func settingHelp(_ setting: Setting) -> String
  var glossaryHeading: String { get }
  /// What the words on the screens mean.
  var glossary: [(word: String, says: String)] { get }
}
