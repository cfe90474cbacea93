public import Screens
public import Subjects

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
  /// The time that the state asked for is over: see ``State/patience``.
  case timeout
  /// A subject shows what its runs are now.
  case frame(Frame)
  /// A door was opened: these runs come onto the screen, those before wait.
  case opened(Door, [Run])
  /// The picture of a moment is there: the rest of it is chosen.
  case look(ScreenMoment)
  /// Somebody has something to say.
  case notice(Notice)
}
