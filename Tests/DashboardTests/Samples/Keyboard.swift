import Screens
import Snapshots
import Subjects

@testable import Dashboard

// What a user does on a state, and the line that answers.

/// A command without the run that it is about.
enum Wish: Hashable {
  case ask(Request)
  case open(Door)
  case close, redraw, suspend, quit
  case mouse(Bool)
  case copy(String)
  case export(ExportRequest)

  init(_ command: Command) {
    switch command {
    case .ask(let request, _): self = .ask(request)
    case .open(let door, _): self = .open(door)
    case .close: self = .close
    case .redraw: self = .redraw
    case .suspend: self = .suspend
    case .quit: self = .quit
    case .mouse(let isOn): self = .mouse(isOn)
    case .copy(let text): self = .copy(text)
    case .export(let request): self = .export(request)
    }
  }
}

/// Moves the state on and gives what it wishes.
@discardableResult
func tell(_ state: inout State, _ event: Event) -> [Wish] { update(&state, event).map(Wish.init) }

@discardableResult
func press(_ state: inout State, _ keys: Key...) -> [Wish] {
  keys.flatMap { tell(&state, .key($0)) }
}

@discardableResult
func type(_ state: inout State, _ text: String) -> [Wish] {
  text.flatMap { tell(&state, .key(.character($0))) }
}

@discardableResult
func command(_ state: inout State, _ text: String) -> [Wish] {
  type(&state, ":" + text)
  return press(&state, .enter)
}

/// The frame in which the present run shows `snapshot`, at its step.
func shown(_ state: State, _ snapshot: Snapshot) -> Event {
  var timeline = state.timeline
  if let step = snapshot.step {
    timeline?.step = step
    if step > timeline?.latest ?? .max { timeline?.known = .through(step) }
  }
  let scene = Scene(
    run: state.run, timeline: timeline, input: state.input, snapshot: snapshot,
    whole: state.scene?.whole, examples: state.scene?.examples ?? [])
  let scenes = scenes(of: state).map { $0.run.id == state.current ? scene : $0 }
  return .frame(Frame(scenes.isEmpty ? [scene] : scenes))
}

/// What the runs that are looked at have shown last.
func scenes(of state: State) -> [Scene] {
  state.companies[state.standpoint.company].runs.compactMap { state.sightings[$0]?.scene }
}

@discardableResult
func send(_ scenes: [Scene], to state: inout State) -> [Wish] {
  tell(&state, .frame(Frame(scenes)))
}

extension State {
  /// How the present run stands; a run that does not happen in time stands at its beginning.
  var progress: Timeline {
    get { timeline ?? Timeline() }
    set { timeline = newValue }
  }
}

func readout(_ state: State) -> String {
  let picture = view(state)
  guard let message = state.message, width(of: message.text) > state.columns - 2 else {
    return picture.line(state.rows - 2)
  }
  // A long message takes up to three lines.
  return (2...4).reversed().map { line in
    String(picture.line(state.rows - line).drop { $0 == " " })
  }.joined(separator: " ")
}
