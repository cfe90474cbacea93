/// What can be typed next in the command line, one line each, with what it does.
struct CommandList {
  /// One way to go on.
  struct Candidate: Hashable {
    /// The word.
    var word: String
    /// What it does; empty for a choice that says so itself.
    var does: String
  }

  /// The line without the word under way.
  let before: String
  /// The word under way.
  let word: String
  /// The words that it can become, in their order.
  let candidates: [Candidate]

  /// What can follow `line`, which is not what was completed but what was typed.
  init(_ line: String, _ state: State) {
    let text = line.hasPrefix(":") ? String(line.dropFirst()) : line
    let start = text.lastIndex(of: " ").map(text.index(after:)) ?? text.startIndex
    let (before, word) = (String(text[..<start]), String(text[start...]))
    let typed = word.lowercased()
    (self.before, self.word) = (before, word)
    candidates = Self.all(after: before.trimmed, state)
      .filter { $0.word.lowercased().hasPrefix(typed) }
  }

  /// What can follow these words: the commands, or what one takes.
  private static func all(after words: String, _ state: State) -> [Candidate] {
    if words.isEmpty {
      return CommandName.allCases.map {
        Candidate(word: $0.rawValue, does: state.texts.commandHelp($0))
      }
    }
    return state.choices(after: words).map { choice in
      let setting = words == "set" ? Setting(rawValue: choice) : nil
      return Candidate(word: choice, does: setting.map(state.texts.settingHelp) ?? "")
    }
  }

  /// What all candidates begin with.
  var common: String {
    candidates.dropFirst().reduce(candidates.first?.word ?? "") { common, candidate in
      String(zip(common, candidate.word).prefix { $0 == $1 }.map(\.0))
    }
  }
}
