import Subjects

/// What a key does.
enum Action: Hashable, Sendable {
  case toggleRunning
  case step(Int)
  case first, latest
  case faster, slower
  case moveQuery(Int)
  case moveKey(Int)
  case firstQuery, lastQuery
  case neighbour(Int)
  case layer(Int)
  case digit(Int)
  case pane(Int)
  case into
  case scale, colors, pin, difference, overlay, aside
  case sort, find, headsForm
  case type, mechanism
  case switchHead, allHeadsOn
  case nextExample, previousExample
  case copy, copyMoment, export
  case go(ScreenName), questions, lessons, about
  case breakpoint, breakpoints
  case command, help, quit, interrupt, suspend, redraw, escape
}

extension Action {
  /// What a run must be able to for the action to mean anything; nil where it is about the screen.
  var ability: Abilities? {
    switch self {
    case .toggleRunning, .faster, .slower: .trains
    case .step, .first, .latest: .seeks
    case .type: .types
    case .breakpoint, .breakpoints: .breaks
    case .questions: .explains
    case .switchHead, .allHeadsOn: .switchesHeads
    default: nil
    }
  }
}
