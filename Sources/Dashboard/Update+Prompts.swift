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
    let before = line
    switch key {
    case .character(let character): return insert(String(character))
    case .backspace, .control("h"):
      if line.isEmpty, prompt != .probe { return closePrompt() }
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
    let isSame = line.byteCount == before.byteCount && line.text == before.text
    return isSame ? [] : lineChanged()
  }

  /// Puts `text` at the cursor, all of it or nothing.
  mutating func insert(_ text: String) -> [Command] {
    guard hasRoom(for: text) else { return [] }
    line.insert(text)
    return lineChanged()
  }

  /// Whether the line can take `text`; says so where it cannot.
  ///
  /// Nobody types as much: it is a file that was pasted, or a cat on the keyboard.
  mutating func hasRoom(for text: String) -> Bool {
    let limit = prompt.limit
    guard line.byteCount + text.utf8.count > limit else { return true }
    message = Message(texts.lineIsFull(limit), isError: true)
    return false
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
    if text.hasMore(than: Reading.longestTyped) {
      message = Message(texts.onlyFirstAreRead(Reading.longestTyped))
    }
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

extension State.Prompt {
  /// The bytes that its line may have; a filter is tried on every line at every letter.
  var limit: Int {
    switch self {
    case .probe, .command, .none: 1 << 16
    case .filter, .headFilter: 1 << 10
    }
  }
}

extension String {
  /// Whether it has more than so many characters; looks at no more of them.
  func hasMore(than count: Int) -> Bool {
    guard utf8.count > count else { return false }
    return index(startIndex, offsetBy: count + 1, limitedBy: endIndex) != nil
  }

  /// The text without blanks at its ends.
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
