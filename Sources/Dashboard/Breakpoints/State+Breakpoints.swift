import Screens
import Snapshots
import Subjects

// MARK: - Stop when

extension State {
  /// The conditions that the present runs pause at, those that are switched off among them.
  var breakpoints: [Breakpoint] { timeline?.breakpoints ?? [] }

  /// Reads a condition over what the present run has: of another program's any name is one.
  private func condition(_ text: String) throws(Condition.Malformed) -> Condition {
    do {
      return try Condition(
        text, metrics: run.abilities.contains(.trains) ? Condition.metrics : nil)
    } catch {
      var error = error
      if !run.abilities.contains(.trains) {
        error.example =
          error.example.hasPrefix("\"") ? error.example : "loss < .1 or max_head(entropy) > .98"
      }
      throw error
    }
  }

  /// `b EXPR`: watches one more condition; what is wrong with it is said where it is.
  mutating func addBreakpoint(_ text: String) -> [Command] {
    if let why = whyUnable(.breaks) { return say(why, isError: true) }
    guard !text.trimmed.isEmpty else { return [] }
    do {
      let condition = try condition(text.trimmed)
      var all = breakpoints.filter { $0.condition != condition }
      all.append(Breakpoint(condition))
      let now = terms(of: condition).map { term($0) }.joined(separator: texts.comma)
      message = Message(texts.breakpointAdded(text.trimmed, now))
      return watch(all)
    } catch { return say(texts.notACondition(error), isError: true) }
  }

  /// Asks the subject to pause at these conditions, and shows them at once.
  private mutating func watch(_ breakpoints: [Breakpoint]) -> [Command] {
    for run in company.runs { sightings[run]?.timeline?.breakpoints = breakpoints }
    return [ask(.breakpoints(breakpoints))]
  }

  /// The comparisons of a condition with what the present run has now.
  func terms(of condition: Condition) -> [Condition.Term] {
    guard let scene = sighting.scene else { return condition.terms([String: Double]()) }
    var now = scene
    now.timeline = timeline
    return condition.terms(StepValues(newestOf: now))
  }

  /// What a quantity is now: `loss .243`.
  func term(_ term: Condition.Term) -> String {
    let value = term.value.map { value -> String in
      guard term.sign != nil else { return value == 0 ? texts.no : texts.yes }
      return value.isFinite ? shortNumber(value) : "NaN"
    }
    return safe(term.name) + " " + (value ?? "–")
  }

  private func shortNumber(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e9 { return "\(Int(value))" }
    // As many digits as keep a value from looking like a bound that it has not reached.
    return abs(value) >= 0.1 && abs(value) < 1_000 ? fixed(value, 4) : loss(value)
  }

  // MARK: The list

  /// `B`: the list has all keys until it is left.
  mutating func pressInBreakpoints(_ key: Key) -> [Command] {
    guard let selected = keyboard.selectedBreakpoint else { return [] }
    let last = breakpoints.count - 1
    func within(_ place: Int) -> Int { place.clamped(to: 0...max(0, last)) }
    switch key {
    case .character(" "), .character("x"), .enter:
      guard breakpoints.indices.contains(selected) else { return [] }
      var all = breakpoints
      all[selected].isOn.toggle()
      return watch(all)
    case .character("d"), .delete, .backspace:
      guard breakpoints.indices.contains(selected) else { return [] }
      var all = breakpoints
      all.remove(at: selected)
      keyboard.selectedBreakpoint = max(0, min(selected, all.count - 1))
      return watch(all)
    default: break
    }
    switch KeyMap.map.action(for: key) {
    case .moveQuery(let distance): keyboard.selectedBreakpoint = within(selected + distance)
    case .firstQuery, .first: keyboard.selectedBreakpoint = 0
    case .lastQuery, .latest: keyboard.selectedBreakpoint = within(last)
    case .breakpoint:
      keyboard.selectedBreakpoint = nil
      open(.breakpoint)
    case .escape, .breakpoints, .quit: keyboard.selectedBreakpoint = nil
    case .interrupt:
      keyboard.selectedBreakpoint = nil
      keyboard.leaving = 1
    default: message = Message(texts.breakpointKeys)
    }
    return []
  }

  // MARK: Stopping a writer

  /// The answer to whether the program that writes is to stop: y says yes, esc no; any other key does
  /// what it does, and the question stays.
  mutating func answerStop(_ key: Key) -> [Command]? {
    guard let reason = keyboard.stopReason, keyboard.prompt == .none else { return nil }
    switch key {
    case .character("y"):
      keyboard.stopReason = nil
      return [.ask(.stopWriter(reason), keyboard.stopRun ?? current)]
    case .escape:
      keyboard.stopReason = nil
      message = Message(texts.goesOn)
      return []
    default: return nil
    }
  }
}
