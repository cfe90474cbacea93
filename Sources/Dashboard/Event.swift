public import Screens
public import Snapshots

/// Something that happened and that the screen may have to answer.
public enum Event: Hashable, Sendable {
  /// The user pressed a key.
  case key(Key)
  /// The user clicked or turned the wheel.
  case mouse(Mouse)
  /// The user pasted text; it is taken literally and never as keys.
  case paste(String)
  /// The terminal has another size.
  case resize(columns: Int, rows: Int)
  /// The trainer or the probe has a new picture.
  case snapshot(Snapshot)
  /// What the picture would be with all heads; nil while none is left out.
  case allHeadsOn(Snapshot?)
  /// The time that the state asked for is over: see ``State/patience``.
  case timeout
  /// The run has moved.
  case progress(Progress)
  /// The same lesson without attention was trained: its exact match, 0 … 1, after so many steps.
  case baseline(exactMatch: Double, steps: Int)
  /// Another run has come onto the screen; what was seen of the last one is kept for its return.
  case run(Run)
  /// A run that is compared with others has moved; `index` is its place from left to right.
  ///
  /// A pane that is not there yet is added; an index beyond the next is taken as the next.
  case pane(index: Int, Pane)
  /// A run is compared no longer; those right of it move up.
  case paneClosed(index: Int)
  /// Runs that were made for the tour have come onto the screen; those before wait.
  case tourRuns(Run)
  /// There are no such runs to be had, and why.
  case tourFailed(String)
  /// The terminal database does not know TERM; the entry of another kind stands in.
  case entryStandsIn(type: String, entry: String)
  /// A command was carried out and has something to say.
  case message(String)
  /// What a run is kept in could not be written, and why; nil: it could be written again.
  case unsaved(String?)
  /// A run is being made, which takes longer than a moment: its weights, for batches of `batch`.
  case starting(units: Int, batch: Int)
  /// The run that was being made is there.
  case started
  /// A command failed.
  case error(String)
}
