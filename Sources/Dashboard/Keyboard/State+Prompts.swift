import Screens
import Snapshots
import Subjects

extension State {
  /// Opens a prompt with an empty line.
  mutating func open(_ prompt: Keyboard.Prompt) {
    self.prompt = prompt
    switch prompt {
    case .filter: keyboard.line = Line(keyboard.filter)
    case .headFilter: keyboard.line = Line(standpoint.heads.headFilter)
    case .probe, .command, .breakpoint, .none: keyboard.line = Line()
    }
  }

  /// Opens the probe prompt; a text that is already there can be changed.
  mutating func openProbe() {
    keyboard.prompt = .probe
    keyboard.inputBefore = company.input
    if case .typed(let text) = company.input {
      keyboard.line = Line(text)
    } else {
      keyboard.line = Line()
    }
  }

  /// Answers a key while a line is being typed.
  mutating func type(_ key: Key) -> [Command] {
    let before = keyboard.line
    switch key {
    case .character(let character): return insert(String(character))
    case .backspace, .control("h"):
      if keyboard.line.isEmpty, keyboard.prompt != .probe { return closePrompt() }
      keyboard.line.deleteBackward()
    case .delete, .control("d"): keyboard.line.deleteForward()
    case .control("u"): keyboard.line.deleteToStart()
    case .control("k"): keyboard.line.deleteToEnd()
    case .control("w"): keyboard.line.deleteWord()
    case .left, .control("b"): keyboard.line.move(-1)
    case .right, .control("f"): keyboard.line.move(1)
    case .home, .control("a"): keyboard.line.moveToStart()
    case .end, .control("e"): keyboard.line.moveToEnd()
    case .up, .control("p"): keyboard.line.recall(1, in: history)
    case .down, .control("n"): keyboard.line.recall(-1, in: history)
    case .tab, .backTab:
      if keyboard.prompt == .command { complete(by: key == .tab ? 1 : -1) }
      return []
    case .enter: return acceptPrompt()
    case .escape: return closePrompt()
    case .control("c"):
      keyboard.leaving = 1
      return closePrompt()
    default: break
    }
    keyboard.completing = nil
    let isSame = keyboard.line.byteCount == before.byteCount && keyboard.line.text == before.text
    return isSame ? [] : lineChanged()
  }

  /// Puts `text` at the cursor, all of it or nothing.
  mutating func insert(_ text: String) -> [Command] {
    guard hasRoom(for: text) else { return [] }
    keyboard.completing = nil
    keyboard.line.insert(text)
    return lineChanged()
  }

  /// Whether the line can take `text`; says so where it cannot.
  ///
  /// Nobody types as much: it is a file that was pasted, or a cat on the keyboard.
  mutating func hasRoom(for text: String) -> Bool {
    let limit = keyboard.prompt.limit
    guard keyboard.line.byteCount + text.utf8.count > limit else { return true }
    message = Message(texts.lineIsFull(limit), isError: true)
    return false
  }

  private var history: [String] {
    switch keyboard.prompt {
    case .probe: desk.probeHistory
    case .command: desk.commandHistory
    case .breakpoint: desk.conditionHistory
    case .filter, .headFilter, .none: []
    }
  }

  /// A probe follows every change of the line, a filter likewise; a command waits for Enter.
  mutating func lineChanged() -> [Command] {
    switch keyboard.prompt {
    case .probe: return probe(keyboard.line.text)
    case .filter:
      keyboard.filter = keyboard.line.text
      keyboard.firstHelpLine = 0
    case .headFilter: filterHeads(keyboard.line.text)
    case .command, .breakpoint, .none: break
    }
    return []
  }

  /// Shows `text`; an empty one is the lesson's own probe again.
  mutating func probe(_ text: String) -> [Command] {
    if text.hasMore(than: Reading.longestTyped) {
      message = Message(texts.onlyFirstAreRead(Reading.longestTyped))
    }
    company.ask(for: text.isEmpty ? .own(0) : .typed(text))
    return [ask(.read(company.input))]
  }

  /// Shows the subject's own input again, if anything else is shown.
  mutating func readOwn() -> [Command] {
    guard company.input != .own(0) else { return [] }
    company.ask(for: .own(0))
    return [ask(.read(company.input))]
  }

  /// Shows what was there before anything was typed: of a lesson its own input.
  private mutating func readBefore() -> [Command] {
    guard isModel, let before = keyboard.inputBefore else { return readOwn() }
    guard company.input != before else { return [] }
    company.ask(for: before)
    return [ask(.read(before))]
  }

  private mutating func acceptPrompt() -> [Command] {
    let text = keyboard.line.text
    let accepted = keyboard.prompt
    keyboard.completing = nil
    keyboard.prompt = .none
    keyboard.line = Line()
    switch accepted {
    case .probe:
      if !text.isEmpty, desk.probeHistory.last != text { desk.probeHistory.append(text) }
    case .command:
      let command = text.trimmed
      guard !command.isEmpty else { return [] }
      if desk.commandHistory.last != command { desk.commandHistory.append(command) }
      return carryOut(command)
    case .headFilter: acceptHeadFilter(text)
    case .breakpoint:
      if !text.isEmpty, desk.conditionHistory.last != text { desk.conditionHistory.append(text) }
      return addBreakpoint(text)
    case .filter, .none: break
    }
    return []
  }

  private mutating func closePrompt() -> [Command] {
    let closed = keyboard.prompt
    keyboard.completing = nil
    keyboard.prompt = .none
    keyboard.line = Line()
    switch closed {
    case .probe: return readBefore()
    case .filter: keyboard.filter = ""
    case .headFilter: standpoint.heads.headFilter = ""
    case .command, .breakpoint, .none: break
    }
    return []
  }
}
