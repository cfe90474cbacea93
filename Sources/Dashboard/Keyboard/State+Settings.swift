import Subjects

extension State {
  /// `:set NAME VALUE`: at once, from the present step on, or by beginning again.
  mutating func set(_ argument: String) -> [Command] {
    if let why = whyNoRestart { return sayWrong(why) }
    let words = argument.split(separator: " ").map(String.init)
    guard let setting = words.first.flatMap(Setting.init), words.count == 2,
      let value = setting.value(words[1])
    else {
      let known = words.first.flatMap(Setting.init)
      let expected =
        known.map { "\($0.rawValue) " + texts.settingHelp($0) }
        ?? texts.expectedOneOf(Setting.allCases.map(\.rawValue))
      return sayWrong(texts.expected("set", expected, argument))
    }
    switch value {
    case .change(let change): return [ask(.change(change))]
    case .restart(let change): return restart(change)
    }
  }

  /// `:restart`: the present runs from step 0 again.
  mutating func restart(_ change: Restart?) -> [Command] {
    if let why = whyNoRestart { return sayWrong(why) }
    if timeline?.recording != nil { return sayWrong(texts.whyNoRestartOfKept) }
    return leaveWaiting() + [.open(.restart(change), from: current)]
  }

  private var whyNoRestart: String? {
    tour == nil ? whyUnable(.trains) : texts.whyTouring
  }

  private mutating func sayWrong(_ text: String) -> [Command] {
    message = Message(text, isError: true)
    return []
  }
}
