public import Snapshots

/// What a screen asks of a subject.
public enum Request: Hashable, Sendable {
  /// Train until told otherwise.
  case run
  /// Stop after the step under way.
  case pause
  /// Move by so many steps; a negative number goes back, exactly.
  case move(Int)
  /// Go to a step.
  case seek(Int)
  /// Go to the furthest step that is known.
  case latest
  /// Cap training at so many steps a second; nil is unlimited.
  case pace(Int?)
  /// Show what the model makes of this.
  case read(Input)
  /// Show the next example that the model gets wrong.
  case readNextWrong
  /// Feed the decoder the right answer instead of what it wrote.
  case forceTeacher(Bool)
  /// Read without these heads, and no others; training keeps all.
  case heads(HeadsOff)
  /// Send every operation of the reading with its numbers, or only the attention.
  case explain(Bool)
  /// Read this text behind the present one, as the second of a pair; nil: read one text again.
  case pair(String?)
  /// Of a model that explains one layer at a time: this one.
  case focus(Site)
  /// Choose the next token at random, with scores divided by this; nil: the likeliest.
  case temperature(Float?)
  /// Send operations with these changes, which the run knows nothing of; empty is the run itself.
  case scratch([ScratchEdit])
  /// Put a run with this mistake beside the others, or take it away.
  case exhibit(Mistake, isOn: Bool)
  /// Send these weights of maps that are too large to be sent whole.
  case tiles([TileRequest])
  /// Train otherwise from the present step on; what was made of later steps is another future.
  case change(Change)
  /// Keep the run in a new directory, from its first step to its last and from now on.
  case record(String)
  /// Pause at these conditions, and at no others.
  case breakpoints([Breakpoint])
  /// Ask the program that writes the run to stop, for this reason.
  case stopWriter(String)
  /// Give up the replay under way, or the steps that were counted.
  case cancel

  /// Whether it ends a replay that is under way.
  public var endsReplay: Bool { self == .pause || self == .cancel }

  /// Whether it makes or goes to steps, as what a cancel ends does.
  public var movesInTime: Bool {
    switch self {
    case .run, .move, .seek, .latest: true
    default: false
    }
  }
}
