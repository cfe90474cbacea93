import Snapshots
import Subjects

extension State {
  /// The step of what is drawn; nil where nothing happens in time.
  public var step: Int? { timeline?.step }

  /// The furthest step that is known; 0 where nothing happens in time.
  var latest: Int { timeline?.latest ?? 0 }

  /// Whether steps are being made.
  var isRunning: Bool { timeline?.activity == .running }

  /// Why nothing more can be trained; nil where it can.
  var halt: Halt? { timeline?.pulse.halt }

  /// Whether a step is drawn before which there are others, and after.
  var isPast: Bool { (step ?? 0) < latest }

  /// Whether no known step lies between `other` and the one in use.
  func isNeighbour(_ other: Int) -> Bool {
    guard let step, other != step, let known = timeline?.known else { return false }
    return [-1, 1].contains { known.moved(from: step, by: $0) == other }
  }

  /// Whether it is the first step of a run that learns.
  var isUntrained: Bool { run.abilities.contains(.trains) && step == 0 }

  /// Whether somebody else writes the pictures, and there is none yet.
  var isWaiting: Bool {
    guard let known = timeline?.known, known.isListed else { return false }
    return snapshot?.attention.isEmpty ?? true
  }

  /// Whether it reads texts and has nothing to do with a lesson.
  var isModel: Bool {
    run.abilities.contains(.types) && run.ways.isEmpty && !run.abilities.contains(.rewinds)
  }

  /// Whether a model has read no text yet.
  var isUnread: Bool {
    isModel && snapshot?.attention.isEmpty == true
      && snapshot?.reading.source.isEmpty == true
  }

  /// A request to the subject of the present run.
  func ask(_ request: Request) -> Command { .ask(request, current) }

  /// Shows all runs of the company at what was just asked of them.
  mutating func ask(for activity: Pulse.Activity) {
    for run in company.runs { sightings[run]?.timeline?.activity = activity }
  }

  /// Shows all runs of the company at the pace that was just asked of them.
  mutating func ask(forPace pace: Int?) {
    for run in company.runs { sightings[run]?.timeline?.pace = pace }
  }

  /// Says something instead of doing it.
  mutating func say(_ text: String, isError: Bool = false) -> [Command] {
    message = Message(text, isError: isError)
    return []
  }
}
