import Screens
import Snapshots

extension State {
  /// Opens a prompt with an empty line.
  mutating func open(_ prompt: Prompt) {
    self.prompt = prompt
    switch prompt {
    case .filter: line = Line(filter)
    case .headFilter: line = Line(headFilter)
    case .probe, .command, .none: line = Line()
    }
  }

  /// Opens the probe prompt; a text that is already there can be changed.
  mutating func openProbe() {
    prompt = .probe
    if case .typed(let text) = input { line = Line(text) } else { line = Line() }
  }

  /// Answers a key while a line is being typed.
  mutating func type(_ key: Key) -> [Command] {
    let before = line.text
    switch key {
    case .character(let character): line.insert(String(character))
    case .backspace, .control("h"):
      if line.characters.isEmpty, prompt != .probe { return closePrompt() }
      line.deleteBackward()
    case .delete, .control("d"): line.deleteForward()
    case .control("u"): line.deleteToStart()
    case .control("k"): line.deleteToEnd()
    case .control("w"): line.deleteWord()
    case .left, .control("b"): line.move(-1)
    case .right, .control("f"): line.move(1)
    case .home, .control("a"): line.moveToStart()
    case .end, .control("e"): line.moveToEnd()
    case .up, .control("p"): line.recall(1, in: history)
    case .down, .control("n"): line.recall(-1, in: history)
    case .tab:
      if prompt == .command { complete() }
    case .enter: return acceptPrompt()
    case .escape: return closePrompt()
    case .control("c"):
      leaving = 1
      return closePrompt()
    default: break
    }
    return line.text == before ? [] : lineChanged()
  }

  private var history: [String] {
    switch prompt {
    case .probe: probeHistory
    case .command: commandHistory
    case .filter, .headFilter, .none: []
    }
  }

  /// A probe follows every change of the line, a filter likewise; a command waits for Enter.
  mutating func lineChanged() -> [Command] {
    switch prompt {
    case .probe: return probe(line.text)
    case .filter:
      filter = line.text
      firstHelpLine = 0
    case .headFilter: filterHeads(line.text)
    case .command, .none: break
    }
    return []
  }

  /// Shows `text`; an empty one is the lesson's own probe again.
  mutating func probe(_ text: String) -> [Command] {
    input = text.isEmpty ? .lesson : .typed(text)
    return [.probe(text.isEmpty ? nil : text)]
  }

  private mutating func acceptPrompt() -> [Command] {
    let text = line.text
    let accepted = prompt
    prompt = .none
    line = Line()
    switch accepted {
    case .probe:
      if !text.isEmpty, probeHistory.last != text { probeHistory.append(text) }
    case .command:
      let command = text.trimmed
      guard !command.isEmpty else { return [] }
      if commandHistory.last != command { commandHistory.append(command) }
      return carryOut(command)
    case .headFilter: acceptHeadFilter(text)
    case .filter, .none: break
    }
    return []
  }

  private mutating func closePrompt() -> [Command] {
    let closed = prompt
    prompt = .none
    line = Line()
    switch closed {
    case .probe:
      guard input != .lesson else { return [] }
      input = .lesson
      return [.probe(nil)]
    case .filter: filter = ""
    case .headFilter: headFilter = ""
    case .command, .none: break
    }
    return []
  }
}

extension String {
  /// The text without blanks at its ends.
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
