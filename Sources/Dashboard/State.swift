public import Screens
public import Snapshots

/// Everything the screen depends on: one flat value that can be printed, compared and replayed.
public struct State: Hashable, Sendable {
  /// What the picture is about.
  public enum Input: Hashable, Sendable {
    /// The lesson's own fixed probe.
    case lesson
    /// A text that the user typed.
    case typed(String)
    /// A held-out example.
    case heldOut
  }

  /// What the keyboard types into.
  public enum Prompt: Hashable, Sendable {
    /// Nothing: keys act.
    case none
    /// A text to probe.
    case probe
    /// A command line.
    case command
    /// A filter over the keys in help.
    case filter
  }

  /// A sentence that stays until the next key.
  public struct Message: Hashable, Sendable {
    /// What it says.
    public var text: String
    /// Whether something went wrong.
    public var isError: Bool

    /// A message saying `text`.
    public init(_ text: String, isError: Bool = false) {
      self.text = text
      self.isError = isError
    }
  }

  // The run.

  /// What is trained.
  public var run: Run
  /// How training stands.
  public var progress: Progress
  /// The picture; nil until the first one has come.
  public var snapshot: Snapshot?
  /// The last pictures before it, oldest first, a training step each.
  public var recent: [Snapshot] = []
  /// The picture that `d` compares with.
  public var pin: Snapshot?
  /// What the picture is about.
  public var input = Input.lesson
  /// Whether the decoder is fed the right answer.
  public var isTeacherForced = false

  // The terminal.

  /// Its width in cells.
  public var columns: Int
  /// Its height in cells.
  public var rows: Int
  /// How many colours it shows.
  public var rung: ColorRung
  /// Whether it is dark or light.
  public var background: Background
  /// Whether the program listens to the mouse.
  public var isMouseOn = true
  /// The language of the interface.
  public var language = Language.english

  // The map.

  /// How weights become brightness.
  public var scale = Scale.relative
  /// The colours.
  public var ladder = Ladder.viridis
  /// Whether the difference to the pin, or to the step before, is drawn.
  public var showsDifference = false
  /// The row of the crosshair.
  public var query = 0
  /// The column of the crosshair.
  public var key = 0
  /// Whether the user placed the crosshair; until then it stands where the picture is clearest.
  public var isCrosshairPlaced = false
  /// Which head of the attention, where it has several.
  public var head = 0
  /// The first row that is drawn, where not all fit.
  public var firstQuery = 0
  /// The first column that is drawn, where not all fit.
  public var firstKey = 0

  // The keyboard.

  /// What the keyboard types into.
  public var prompt = Prompt.none
  /// The line being typed.
  public var line = Line()
  /// Earlier probes, oldest first.
  public var probeHistory: [String] = []
  /// Earlier commands, oldest first.
  public var commandHistory: [String] = []
  /// The digits typed before a key.
  public var count: Int?
  /// What the line above the keys says instead of the read-out.
  public var message: Message?
  /// How often in a row the user asked to leave.
  public var leaving = 0
  /// Whether help covers the map.
  public var isHelpOpen = false
  /// The first line of help that is drawn.
  public var firstHelpLine = 0
  /// What the keys in help are filtered by.
  public var filter = ""

  /// The screen of `run` on a terminal of this size and these colours.
  public init(
    run: Run, progress: Progress = Progress(), snapshot: Snapshot? = nil, columns: Int, rows: Int,
    rung: ColorRung = .truecolor, background: Background = .dark
  ) {
    self.run = run
    self.progress = progress
    self.snapshot = snapshot
    self.columns = columns
    self.rows = rows
    self.rung = rung
    self.background = background
  }
}
