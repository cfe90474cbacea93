import Screens
import Snapshots
import Subjects
import Synchronization

@testable import Dashboard

/// A subject that is made by hand: whatever a screen can be about, in a page.
final class ScriptedSubject: Subject {
  private struct Script {
    var step: Int?
    var input = Input.own(0)
    var off: [RunID: HeadsOff] = [:]
    var explains = false
    var isRunning = false
  }

  let frames = Mailbox<Frame> {}
  let runs: [Run]
  let known: Steps?
  private let script: Mutex<Script>

  /// Runs that come from `origin`, at the last of the `known` steps; nil: nothing happens in time.
  init(_ origin: Origin, _ abilities: Abilities, known: Steps?, runs: Int = 1) {
    let ways: [Way?] = origin == .lesson ? [Way(.multihead), Way(.additive)] : [nil, nil]
    self.runs = (0..<runs).map { place in
      Run(
        origin: origin, title: origin == .lesson ? "sentence" : ["sentence", "again"][place],
        way: ways[place], abilities: abilities, seed: origin == .lesson ? 1 : nil)
    }
    self.known = known
    script = Mutex(Script(step: known?.last))
    publish()
  }

  func send(_ request: Request, _ run: RunID) {
    script.withLock { script in
      switch request {
      case .run, .pause: script.isRunning = request == .run
      case .move(let steps): script.step = script.step.flatMap { known?.moved(from: $0, by: steps) }
      case .seek(let step): script.step = known?.nearest(step)
      case .latest: script.step = known?.last
      case .read(let input): script.input = input
      case .heads(let off): script.off[run] = off.isEmpty ? nil : off
      case .explain(let isOn): script.explains = isOn
      default: break
      }
    }
    publish()
  }

  func stop() {}
  func end(within time: Duration) -> Unsaved? { nil }

  private func publish() {
    let script = script.withLock { $0 }
    let scenes = runs.enumerated().map { place, run -> Scene in
      let whole = ScriptedPicture.snapshot(script.step, script.input, place)
      var shown = script.off[run.id].map { ScriptedPicture.without($0, whole) } ?? whole
      if script.explains { shown.diagram = ScriptedPicture.diagram(whole) }
      return Scene(
        run: run,
        timeline: ScriptedPicture.timeline(script.step, known, isRunning: script.isRunning),
        input: script.input,
        snapshot: shown, whole: script.off[run.id] == nil ? nil : whole)
    }
    frames.publish(Frame(scenes))
  }
}

/// A screen and its subject: what the program's loop does, without a terminal.
struct Pump {
  var state: State
  let subject: ScriptedSubject

  init(_ subject: ScriptedSubject, columns: Int = 80, rows: Int = 24) {
    self.subject = subject
    state = State(subject.runs, columns: columns, rows: rows, rung: .colors16)
    take()
  }

  mutating func press(_ keys: Key...) { for key in keys { apply(.key(key)) } }

  mutating func point(_ mouse: Mouse) { apply(.mouse(mouse)) }

  mutating func type(_ text: String) { for key in text { press(.character(key)) } }

  private mutating func apply(_ event: Event) {
    for case .ask(let request, let run) in update(&state, event) {
      subject.send(request, run)
      take()
    }
  }

  private mutating func take() { while let frame = subject.frames.take() { apply(.frame(frame)) } }
}
