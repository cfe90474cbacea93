public import Screens
public import Subjects

/// The terminal, and what is true of the whole program whatever it shows.
public struct Desk: Hashable, Sendable {
  /// The width in cells.
  public var columns: Int
  /// The height in cells.
  public var rows: Int
  /// How many colours the terminal shows.
  public var rung: ColorRung
  /// Whether it shows braille, of which fine lines are made.
  public var hasBraille = true
  /// Whether it is dark or light.
  public var background: Background
  /// Whether the program listens to the mouse.
  public var isMouseOn = true
  /// The language of the interface.
  public var language = Language.english
  /// The colours of weights.
  public var ladder = Ladder.viridis
  /// Earlier probes, oldest first.
  public var probeHistory: [String] = []
  /// Earlier commands, oldest first.
  public var commandHistory: [String] = []
  /// Earlier conditions, oldest first.
  public var conditionHistory: [String] = []
  /// Whether there is a recording of trained runs for the tour.
  public var hasRecording = false
  /// The lessons that can be opened; empty where there are none.
  public var lessons: [LessonOffer] = []
  /// The run that each of them comes back to, where it is open.
  public var openLessons: [Door: RunID] = [:]
  /// The commands that begin runs, by run; not known of all.
  public var commands: [RunID: String] = [:]
  /// Why what a run is kept in could not be written; nil while it can.
  public var unsaved: Problem?
}
