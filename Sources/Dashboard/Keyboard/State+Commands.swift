import Screens
import Snapshots
import Subjects

extension State {
  /// Carries out a line such as `seek 120`; a line that cannot be is answered with what can.
  mutating func carryOut(_ text: String) -> [Command] {
    let text = text.hasPrefix(":") ? String(text.dropFirst()).trimmed : text
    let word = String(text.prefix { $0 != " " })
    let argument = String(text.dropFirst(word.count)).trimmed
    if argument.isEmpty, let first = word.first, first.isASCII, first.isNumber {
      return goToHead(word)
    }
    if word.lowercased() == "export!" { return export(argument, isForced: true) }
    let matches = CommandName.allCases.filter { $0.rawValue.hasPrefix(word.lowercased()) }
    let exact = matches.first { $0.rawValue == word.lowercased() }
    guard let name = exact ?? (matches.count == 1 ? matches.first : nil) else {
      return fail(texts.unknownCommand(word, nearCommands(word)))
    }
    if !argument.isEmpty, !name.takesAnything {
      return fail(name, texts.expectedNothing, argument)
    }
    return carryOut(name, argument)
  }

  private mutating func carryOut(_ name: CommandName, _ argument: String) -> [Command] {
    switch name {
    case .run: return isRunning ? [] : doOrSay(.toggleRunning)
    case .baseline:
      if run.mechanism == Mechanism.none { return fail(texts.isBaseline) }
      if let why = whyUnable(.measures) { return fail(why) }
      message = Message(texts.baselineTrains)
      return [.open(.baseline, from: current)]
    case .pause: return isRunning ? toggleRunning() : []
    case .seek: return seek(argument)
    case .step:
      guard let steps = number(argument.isEmpty ? "1" : argument) else {
        return fail(name, texts.expectedCount, argument)
      }
      if let why = whyNot(.step(steps)) { return fail(why) }
      return steps == 0 ? [] : move(by: steps)
    case .pace:
      if let why = whyUnable(.trains) { return fail(why) }
      if argument == "unlimited" { return setPace(nil) }
      guard let pace = number(argument), pace >= 1 else {
        return fail(name, texts.expectedPace, argument)
      }
      return setPace(pace)
    case .scale:
      guard let scale = Scale(rawValue: argument) else {
        return screen == .anatomy ? scaleValue(argument) : failChoice(name, argument)
      }
      guard scales.contains(scale) else { return fail(texts.whyNoSink) }
      setScale(scale)
    case .colors:
      guard let ladder = Ladder(rawValue: argument) else { return failChoice(name, argument) }
      if let why = whyNot(.colors) { return fail(why) }
      setLadder(ladder)
    case .probe:
      guard !argument.isEmpty else { return fail(name, texts.expectedText, "") }
      if let why = whyNot(.type) { return fail(why) }
      if desk.probeHistory.last != argument { desk.probeHistory.append(argument) }
      return probe(argument)
    case .pair:
      if let why = whyUnable(.types) ?? whyUnable(.explainsOneLayer) { return fail(why) }
      return [ask(.pair(argument.isEmpty ? nil : argument))]
    case .temperature:
      if let why = whyUnable(.generates) { return fail(why) }
      guard let temperature = Float(argument), (0...10).contains(temperature) else {
        return fail(name, texts.expectedTemperature, argument)
      }
      let chosen = temperature > 0 ? temperature : nil
      message = Message(texts.temperatureIs(chosen))
      return [ask(.temperature(chosen))]
    case .wrong: return nextWrong()
    case .example:
      switch argument {
      case "", "next": return example(1)
      case "previous": return example(-1)
      case "wrong": return nextWrong()
      default: return failChoice(name, argument)
      }
    case .mouse, .teacher, .difference: return switchOver(name, argument)
    case .pin: return doOrSay(.pin)
    case .copy: return doOrSay(.copy)
    case .help: keyboard.isHelpOpen = true
    case .quit: return leave(0)
    case .add: return addToValue(argument)
    case .axis: return changeAxis(argument)
    case .undo: return undoEdit()
    case .heads where !argument.isEmpty:
      guard let form = HeadsForm(rawValue: argument) else { return failChoice(name, argument) }
      if screen != .heads, let why = whyNot(.go(.heads)) { return fail(why) }
      go(to: .heads)
      show(form)
    case .map, .heads, .words, .compare, .anatomy:
      guard let place = name.screen, place != self.screen else { return [] }
      if let why = whyNot(.go(place)) { return fail(why) }
      if place == .compare, panes.count < 2 { return openCompared() }
      go(to: place)
    case .sort: return sortHeads(argument)
    case .filter:
      if let why = whyNoMap ?? (hasHeads ? nil : texts.whyNoHeads) { return fail(why) }
      acceptHeadFilter(argument)
    case .exhibit: return switchExhibit(argument)
    case .data:
      if let why = whyNot(.lessons) { return fail(why) }
      guard !argument.isEmpty else { return fail(name, texts.expectedFile, "") }
      return leaveWaiting() + [.open(.data(argument), from: current)]
    case .save:
      if let why = whyUnable(.trains) { return fail(why) }
      guard !argument.isEmpty else { return fail(name, texts.expectedDirectory, "") }
      return [ask(.record(argument))]
    case .breakpoint:
      if argument.isEmpty {
        if let why = whyNot(.breakpoints) { return fail(why) }
        keyboard.selectedBreakpoint = 0
        return []
      }
      return addBreakpoint(argument)
    case .curve: return chooseCurve(argument)
    case .set: return set(argument)
    case .export: return export(argument, isForced: false)
    case .restart: return restart(nil)
    case .lessons: return doOrSay(.lessons)
    }
    return []
  }

  /// The commands that a slip of the finger may have meant: those that begin alike.
  private func nearCommands(_ word: String) -> [String] {
    let first = word.lowercased().prefix(1)
    return CommandName.allCases.map(\.rawValue).filter { $0.hasPrefix(first) }
  }

  /// `5.11`: that head of that layer in the present stack.
  private mutating func goToHead(_ text: String) -> [Command] {
    if let why = whyNoMap ?? (hasHeads ? nil : texts.whyNoHeads) { return fail(why) }
    guard let label = HeadLabel(text),
      let found = stack?.heads(ofLayer: label.layer).first(where: { $0.name.head == label.head })
    else {
      let names = stack?.heads.map(\.label) ?? []
      return fail(texts.expectedHead(names.first ?? "", names.last ?? "", text))
    }
    select(found.name)
    return []
  }

  private mutating func sortHeads(_ argument: String) -> [Command] {
    if let why = whyNoMap ?? (hasHeads ? nil : texts.whyNoHeads) { return fail(why) }
    guard let order = HeadOrder.all.first(where: { $0.name == argument.lowercased() }) else {
      return failChoice(.sort, argument)
    }
    if order == .moved, movedHeads.isEmpty { return fail(texts.whyNothingMoved) }
    sort(by: order)
    return []
  }

  /// `no-sum`, or `no-sum on`: shows a pane with that mistake; `no-sum off` takes it away.
  private mutating func switchExhibit(_ argument: String) -> [Command] {
    if let why = whyUnable(.exhibits) { return fail(why) }
    let words = argument.split(separator: " ").map(String.init)
    guard let exhibit = words.first.flatMap({ Mistake(rawValue: $0) }) else {
      return failChoice(.exhibit, argument)
    }
    guard words.count == 1 || words.count == 2 && ["on", "off"].contains(words[1]) else {
      return fail(.exhibit, texts.expectedOnOff(exhibit.rawValue), argument)
    }
    let isOn = words.last != "off"
    message = Message(texts.exhibitIs(exhibit.rawValue, isOn))
    return [ask(.exhibit(exhibit, isOn: isOn))]
  }

  private mutating func switchOver(_ name: CommandName, _ argument: String) -> [Command] {
    guard argument == "on" || argument == "off" else { return failChoice(name, argument) }
    let isOn = argument == "on"
    switch name {
    case .mouse:
      desk.isMouseOn = isOn
      message = Message(isOn ? texts.mouseOn : texts.mouseOff)
      return [.mouse(isOn)]
    case .teacher:
      if let why = whyUnable(.forcesTeacher) { return fail(why) }
      company.isTeacherForced = isOn
      message = Message(isOn ? texts.teacherOn : texts.teacherOff)
      for run in company.runs { sightings[run]?.changeModel() }
      return [ask(.forceTeacher(isOn))]
    default:
      let isShown =
        screen == .compare || screen == .heads
        ? company.look.showsPaneDifference : company.look.showsDifference
      if isOn != isShown { return doOrSay(.difference) }
      return []
    }
  }

  private mutating func seek(_ argument: String) -> [Command] {
    if let why = whyUnable(.seeks) { return fail(why) }
    if argument == "latest" { return go(to: .latest) }
    guard let step = number(argument), step >= 0, step <= latest else {
      return fail(CommandName.seek, texts.expectedStep(latest), argument)
    }
    // Between two known steps there is none: the one before stands for it.
    return go(to: .seek(timeline?.known.nearest(step) ?? step))
  }

  /// Shows the held-out example so many after the present one.
  mutating func example(_ distance: Int) -> [Command] {
    if run.inputs > 1 {
      let count = run.inputs
      company.ask(for: .own(((ownNumber + distance) % count + count) % count))
      return [ask(.read(company.input))]
    }
    if let why = whyUnable(.hasExamples) { return say(why) }
    let next = max(0, (exampleNumber ?? (distance > 0 ? -1 : 1)) + distance)
    company.ask(for: .example(next))
    return [ask(.read(company.input))]
  }

  private mutating func nextWrong() -> [Command] {
    if let why = whyUnable(.hasExamples) { return fail(why) }
    company.leaveInput()
    return [ask(.readNextWrong)]
  }

  /// Which of the subject's own inputs was asked for last.
  private var ownNumber: Int {
    guard case .own(let number) = company.input else { return 0 }
    return number
  }

  /// The number of the held-out example that was asked for last; nil where something else was.
  private var exampleNumber: Int? {
    guard case .example(let number) = company.input else { return nil }
    return number
  }

  /// Does what a key of the table would do, or says why it cannot.
  private mutating func doOrSay(_ action: Action) -> [Command] {
    if let why = whyNot(action) { return fail(why) }
    switch action {
    case .toggleRunning: return toggleRunning()
    case .pin: pinPicture()
    case .difference: toggleDifference()
    case .copy: return copyReadout()
    case .lessons: openLessonList()
    default: break
    }
    return []
  }

  private mutating func fail(_ text: String) -> [Command] {
    message = Message(text, isError: true)
    return []
  }

  private mutating func fail(
    _ name: CommandName, _ expected: String, _ got: String
  ) -> [Command] {
    fail(texts.expected(name.rawValue, expected, got))
  }

  private mutating func failChoice(_ name: CommandName, _ got: String) -> [Command] {
    fail(name, texts.expectedOneOf(name.choices), got)
  }

  /// A whole number with an optional sign, of a size that steps can have.
  private func number(_ text: String) -> Int? {
    let text = text.hasPrefix("−") ? "-" + text.dropFirst() : text
    return Int(text).flatMap { $0.magnitude <= 1_000_000_000 ? $0 : nil }
  }
}

extension State {
  /// Tab: completes the word under way as far as it is certain, then goes through what it can become.
  mutating func complete(by distance: Int = 1) {
    if var completing = keyboard.completing {
      let list = CommandList(completing.typed, self)
      let count = list.candidates.count
      completing.index = ((completing.index + distance) % count + count) % count
      keyboard.completing = completing
      keyboard.line = Line(list.before + list.candidates[completing.index].word)
      return
    }
    let list = CommandList(keyboard.line.text, self)
    guard let first = list.candidates.first else { return }
    if list.candidates.count == 1 {
      let takesMore =
        list.before.isEmpty
        ? CommandName(rawValue: first.word)?.takesAnything == true
        : !choices(after: list.before + first.word).isEmpty
      keyboard.line = Line(list.before + first.word + (takesMore ? " " : ""))
    } else if list.common.count > list.word.count {
      keyboard.line = Line(list.before + list.common)
    } else {
      let index = distance > 0 ? 0 : list.candidates.count - 1
      keyboard.completing = Completing(typed: keyboard.line.text, index: index)
      keyboard.line = Line(list.before + list.candidates[index].word)
    }
  }

  /// What may follow a command, or a command and its first word.
  func choices(after words: String) -> [String] {
    if words == CommandName.curve.rawValue { return curveNames }
    if let name = CommandName(rawValue: words) { return name.choices + scratchNames(name) }
    if words == "set optimizer" { return OptimizerName.allCases.map(\.rawValue) }
    let isExhibit = Mistake.allCases.contains { "exhibit \($0.rawValue)" == words }
    return isExhibit ? ["on", "off"] : []
  }
}
