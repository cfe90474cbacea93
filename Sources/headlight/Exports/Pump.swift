import Dashboard
import Lessons
import Subjects
import Tensors

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A subject and the state of a screen that nobody sees: requests go out, frames come in.
struct Pump {
  let subject: any Subject
  let relay: Relay
  var state: State
  /// Whether a problem is the end: of what cannot be read there will be no picture.
  var endsOnProblem = false

  /// Sends what the state asked for.
  mutating func perform(_ commands: [Command]) {
    for case .ask(let request, let run) in commands { subject.send(request, run) }
  }

  mutating func apply(_ event: Event) { perform(update(&state, event)) }

  /// Takes frames until the state is as wanted.
  ///
  /// - `patience`: how long to wait for it in seconds; nil is for ever, as training takes its time.
  /// - `goal`: the step that is gone to, for whoever waits in front of a terminal.
  /// - Returns: whether it came.
  @discardableResult
  mutating func take(
    goal: Int? = nil, patience: Double? = nil, until isThere: (State) -> Bool
  ) throws(Failure) -> Bool {
    let isTerminal = isatty(STDERR_FILENO) == 1
    let end = patience.map { Clock.wall + $0 }
    var told = Clock.wall
    var hasTold = false
    defer { if hasTold, isTerminal { Output.progress("", isTerminal: true) } }
    // Who goes to a step has just asked for a frame of it.
    if goal == nil, isThere(state) { return true }
    while true {
      if let frame = subject.frames.take() {
        for notice in frame.notices where notice.isWorthALine {
          if endsOnProblem, case .problem(let problem) = notice { throw Failure(problem) }
          Output.complain("headlight: " + Language.english.line(notice))
        }
        apply(.frame(frame))
        if case .halted(let halt) = state.timeline?.activity {
          throw Failure(.halted(halt, keptIn: nil), status: .halted)
        }
        if isThere(state) { return true }
      }
      if let end, Clock.wall >= end { return false }
      if let goal, let step = state.step, Clock.wall - told > (isTerminal ? 0.2 : 2) {
        (told, hasTold) = (Clock.wall, true)
        Output.progress("step \(step) of \(goal)", isTerminal: isTerminal)
      }
      relay.wait(until: min(end ?? .infinity, Clock.wall + 0.5))
    }
  }
}

extension Notice {
  /// Whether somebody who sees no screen has to know it.
  fileprivate var isWorthALine: Bool {
    switch self {
    case .problem, .otherKernels, .oneThread: true
    default: false
    }
  }
}
