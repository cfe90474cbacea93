public import Snapshots

/// An effect that an update asks for; only the composition root carries it out.
public enum Command: Hashable, Sendable {
  /// Which held-out example to show.
  public enum Example: Hashable, Sendable {
    /// The one after the present, or before it.
    case next, previous
    /// The next one that the model gets wrong.
    case nextWrong
  }

  /// Train until told otherwise.
  case run
  /// Stop after the training step under way.
  case pause
  /// Move by so many training steps; a negative number steps back exactly.
  case step(Int)
  /// Go to this training step.
  case seek(Int)
  /// Go to the latest training step.
  case seekLatest
  /// Cap training at so many steps a second; nil is unlimited.
  case pace(Int?)
  /// Show the attention of this text; nil is the lesson's own probe.
  case probe(String?)
  /// Show a held-out example.
  case example(Example)
  /// Feed the right answer to the decoder instead of what it wrote.
  case teacherForcing(Bool)
  /// Send every operation of the reading with its numbers, or only the attention.
  case explain(Bool)
  /// Show operations with these changes, which the run knows nothing of; empty is the run itself.
  case scratch([ScratchEdit])
  /// Give up the replay under way and stay at the step before it.
  case cancelReplay
  /// Train the same lesson without attention beside this run, and tell its exact match.
  case baseline
  /// Go to the run of this way to attend; the present one waits, paused.
  case way(String)
  /// Let a head take part, leave it out, or leave out all others of its site.
  case head(Site, Int, HeadSwitch)
  /// Let all heads of the model take part again.
  case allHeadsOn
  /// Show a pane with this mistake beside the others, or take it away.
  case exhibit(Exhibit, isOn: Bool)
  /// Bring three runs for the tour onto the screen, recorded ones or new ones that train at once;
  /// the present ones wait, paused.
  case openTour(isRecorded: Bool)
  /// Go back to the runs that wait.
  case closeTour
  /// Draw everything again, from nothing.
  case redraw
  /// Hand the terminal back to the shell until `fg`.
  case suspend
  /// Listen to the mouse, or leave it to the terminal to select text.
  case mouse(Bool)
  /// Put this text on the user's clipboard.
  case copy(String)
  /// Leave the program.
  case quit
}
