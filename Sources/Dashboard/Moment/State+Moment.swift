import Screens
import Snapshots
import Subjects

extension State {
  /// What brings back the screen as it is.
  var moment: ScreenMoment {
    var moment = ScreenMoment()
    moment.step = step.flatMap { $0 > 0 ? $0 : nil }
    if latest > step ?? latest { moment.latest = latest }
    moment.input = company.input == .own(0) ? nil : company.input
    moment.isTeacherForced = company.isTeacherForced
    moment.changes = timeline?.changes ?? []
    moment.exhibits = company.runs.compactMap { sightings[$0]?.run.mistake }
    moment.view = screen == openingScreen ? nil : screen
    if company.runs.count > 1, pane > 0 { moment.pane = pane }
    if let index = stackIndex, index != defaultStackIndex { moment.stack = index }
    if hasHeads, let selected = selectedHead, selection != Selection() {
      moment.head = stack?[selected]?.label
    }
    moment.off = stack?.heads.filter { headSwitch($0.name) == .off }.map(\.label) ?? []
    if company.look.isCrosshairPlaced {
      (moment.query, moment.key) = (company.look.query, company.look.key)
    }
    if standpoint.map.aside != .panel { moment.aside = standpoint.map.aside }
    if standpoint.map.isScaleChosen { moment.scale = shownScale }
    return moment
  }

  /// The stack that is shown before anybody chose one.
  private var defaultStackIndex: Int? {
    picture.flatMap { _ in
      snapshot.flatMap { Picture($0, site: nil, head: 0) }
    }.flatMap { first in stacks.firstIndex { $0[first.name] != nil } }
  }

  /// The command that brings back the screen as it is, on any machine; nil where nobody knows how its
  /// run begins.
  public var momentCommand: String? {
    guard let command = company.runs.lazy.compactMap({ desk.commands[$0] }).first else {
      return nil
    }
    let language = desk.language == .english ? [] : ["--language", desk.language.rawValue]
    return ([command] + (moment.options + language).map(shellQuoted)).joined(separator: " ")
  }

  /// What is said on the terminal after leaving: how far it came, how to go on, and the command that
  /// brings back the last screen; nothing where nothing was trained.
  public var farewell: [String] {
    guard let timeline, run.abilities.contains(.trains), timeline.latest > timeline.beginning else {
      return []
    }
    let isOne = company.runs.count == 1
    let name = [run.title, isOne ? run.way.map(texts.way) : texts.screenName(.compare)]
      .compactMap(\.self).joined(separator: " · ")
    let exact = timeline.evaluations.last.map { shareText($0.exactMatch) }
    let said = texts.farewell(
      name, timeline.latest, exact, timeline.recording.map(shellQuoted))
    return [safe(said)] + (momentCommand.map { [safe($0)] } ?? [])
  }

  mutating func copyMoment() -> [Command] {
    guard let text = momentCommand.map({ safe($0) }) else { return say(texts.whyNoMoment) }
    message = Message(texts.copied(text))
    return [.copy(text)]
  }

  /// Asks for what the picture of `moment` needs; the rest is chosen once it is there.
  public mutating func open(_ moment: ScreenMoment) -> [Command] {
    var commands: [Command] = []
    if let input = moment.input {
      company.ask(for: input)
      commands.append(ask(.read(input)))
    }
    if moment.isTeacherForced {
      company.isTeacherForced = true
      commands.append(ask(.forceTeacher(true)))
    }
    // Beside the others once they are there: an exhibit catches up.
    return commands + moment.exhibits.map { ask(.exhibit($0, isOn: true)) }
  }

  /// Whether the runs of `moment` stand at `step`.
  public func isThere(_ moment: ScreenMoment, at step: Int?) -> Bool {
    let mistakes = company.runs.compactMap { sightings[$0]?.run.mistake }
    return snapshot != nil && self.step == step ?? self.step && timeline?.activity == .paused
      && Set(moment.exhibits).isSubset(of: mistakes)
  }

  /// Goes to a step on the way of `moment`.
  public func seek(_ step: Int) -> Command { ask(.seek(step)) }

  /// Chooses what `moment` shows of the picture.
  public mutating func look(at moment: ScreenMoment) -> [Command] {
    var commands: [Command] = []
    // That the scale moved on the way there is not part of it.
    if message != nil, message == company.reachNote { message = nil }
    if let pane = moment.pane, company.runs.indices.contains(pane) { look(at: company.runs[pane]) }
    if let index = moment.stack, stacks.indices.contains(index),
      let head = stacks[index].heads.first
    {
      select(head.name)
      readPicture()
    }
    func named(_ label: String) -> HeadStack.Head? {
      guard let label = HeadLabel(label) else { return nil }
      return stack?.heads(ofLayer: label.layer).first { $0.name.head == label.head }
    }
    if let head = moment.head.flatMap(named) {
      select(head.name)
      readPicture()
    }
    let off = moment.off.compactMap(named)
    if !off.isEmpty {
      for head in off { sightings[current]?.switches[head.name] = .off }
      commands.append(ask(.heads(headsOff)))
    }
    if moment.query != nil || moment.key != nil {
      company.look.query = moment.query ?? 0
      company.look.key = moment.key ?? 0
      company.look.isCrosshairPlaced = true
    }
    if let aside = moment.aside { standpoint.map.aside = aside }
    if let scale = moment.scale {
      standpoint.map.scale = scale
      standpoint.map.isScaleChosen = true
    }
    standpoint.isFresh = false
    switch moment.view ?? openingScreen {
    case .anatomy: enterAnatomy()
    case let place: go(to: place)
    }
    return commands
  }
}
