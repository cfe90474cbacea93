/// What can be typed next in the command line, one line each, with what it does.
struct CommandList {
  /// One way to go on.
  struct Candidate: Hashable {
    /// The word.
    var word: String
    /// What it does; empty for a choice that says it itself.
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
    word = String(text[start...])
    before = String(text[..<start])
    let all: [Candidate] =
      before.isEmpty
      ? CommandName.allCases.map {
        Candidate(word: $0.rawValue, does: state.texts.commandHelp($0))
      }
      : state.choices(after: before.trimmed).map { Candidate(word: $0, does: "") }
    let typed = word.lowercased()
    candidates = all.filter { $0.word.lowercased().hasPrefix(typed) }
  }

  /// What all candidates begin with.
  var common: String {
    candidates.dropFirst().reduce(candidates.first?.word ?? "") { common, candidate in
      String(zip(common, candidate.word).prefix { $0 == $1 }.map(\.0))
    }
  }
}
