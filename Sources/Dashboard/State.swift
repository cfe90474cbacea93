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
    /// A filter over the heads.
    case headFilter
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
  /// The ways to attend that `m` goes through: mechanisms, or one mechanism over other encoders.
  public var ways: [String] = []
  /// What was on the screen of the other ways' runs when the user left them.
  public var keptRuns: [KeptRun] = []
  /// How training stands.
  public var progress: Progress
  /// The picture; nil until the first one has come.
  public var snapshot: Snapshot? { didSet { readSnapshot() } }
  /// The last pictures before it, oldest first, a training step each.
  public var recent: [Snapshot] = []
  /// The picture that `d` compares with.
  public var pin: Snapshot?
  /// What the picture would be with all heads; nil while none is left out.
  public var allHeadsOn: Snapshot?
  /// What the picture is about.
  public var input = Input.lesson
  /// Whether the decoder is fed the right answer.
  public var isTeacherForced = false

  // Where the user is.

  /// The screen that is shown.
  public var place = Place.map
  /// The screens that Esc goes back to, the last first.
  public var placesBefore: [Place] = []

  // The terminal.

  /// Its width in cells.
  public var columns: Int { didSet { readTour() } }
  /// Its height in cells.
  public var rows: Int { didSet { readTour() } }
  /// How many colours it shows.
  public var rung: ColorRung
  /// Whether it is dark or light.
  public var background: Background
  /// Whether the program listens to the mouse.
  public var isMouseOn = true
  /// The language of the interface.
  public var language = Language.english { didSet { readTour() } }

  // The map.

  /// How weights become brightness.
  public var scale = Scale.relative
  /// Whether the user chose the scale; until then sinks are hidden where there are any.
  public var isScaleChosen = false
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
  /// Which attention of the model; nil is its first.
  public var site: Site? { didSet { readPicture() } }
  /// Which head of the attention, where it has several.
  public var head = 0 { didSet { readPicture() } }
  /// The first row that is drawn, where not all fit.
  public var firstQuery = 0
  /// The first column that is drawn, where not all fit.
  public var firstKey = 0

  // The heads.

  /// Heads that do not simply take part, of the one run or, by their titles, of those compared.
  var switchesOfRuns: [String: [HeadName: HeadSwitch]] = [:]
  /// Whether the run can leave out heads.
  public var canSwitchHeads = true
  /// The order of the heads.
  public var headOrder = HeadOrder.layer
  /// Which heads are shown: a role or a condition; empty is all.
  public var headFilter = ""
  /// The digit of a head that a second one may follow, and the head before it.
  public var pendingHead: PendingHead?
  /// Digits that chose a head just now and that a key may make a count.
  var headDigits: HeadDigits?
  /// The first row of heads that is drawn, where not all fit.
  public var firstHeadRow = 0
  /// The first column of heads that is drawn, where not all fit.
  public var firstHeadColumn = 0
  /// The first line of tokens that is drawn, where not all fit.
  public var firstWordLine = 0

  // Side by side.

  /// The runs that are compared, from left to right.
  public var panes: [Pane] = [] { didSet { readPanes() } }
  /// The pane that keys act on.
  public var pane = 0
  /// The first pane that is drawn, where not all fit.
  public var firstPane = 0
  /// The head that a pane shows; a pane that is not here shows the mean of its heads.
  public var paneHeads: [Int: Int] = [:]
  /// Whether panes after the first are drawn as their difference to it.
  public var showsPaneDifference = false
  /// The mistakes that are shown on purpose.
  public var exhibits: Set<Exhibit> = []

  // The operations.

  /// Where the user is among them.
  public var anatomy = Anatomy()
  /// Whether the run can show its operations.
  public var canExplain = true

  // The five questions.

  /// The tour; nil while nobody is on it.
  public internal(set) var tour: Tour? {
    didSet { if oldValue?.stage != tour?.stage { readTour() } }
  }
  /// Whether there is a recording of trained runs for the tour.
  public var hasRecording = false

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
  /// Why what a run is kept in could not be written; nil while it can.
  public var unsaved: String?
  /// Whether the run on the screen is still being made.
  public var isStarting = false
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
    readSnapshot()
  }

  // Read once from the snapshot and the selection, since every frame asks many times.

  /// The attention of the selected head; nil where there is none.
  private(set) var picture: Picture?
  /// The stacks of heads, each with layers of one kind of attention.
  private(set) var stacks: [HeadStack] = []

  /// How far the relative scale goes, a value each stack, and for all panes together.
  private(set) var reaches: [Reach] = []
  private(set) var paneReach = Reach()

  /// The rows that the words of the tour take, the same at every stop.
  private(set) var tourRows = 0

  private mutating func readTour() { tourRows = TourBand.rows(self) }

  private mutating func readSnapshot() {
    stacks = HeadStack.stacks(of: snapshot)
    if reaches.count != stacks.count { reaches = stacks.map { _ in Reach() } }
    for (place, stack) in stacks.enumerated() { reaches[place].follow(stack.peak) }
    readPicture()
  }

  private mutating func readPanes() {
    let peaks = panes.flatMap { HeadStack.stacks(of: $0.snapshot) }.map(\.peak)
    paneReach.follow(peaks.reduce(Peak()) { $0.joined($1) })
  }

  private mutating func readPicture() {
    picture = snapshot.flatMap { Picture($0, site: site, head: head) }
  }
}

extension State {
  /// The seconds after the last key at which the state wants ``Event/timeout``; nil is never.
  ///
  /// Only whoever waits for keys knows the time, and it need not wake up for anything else.
  public var patience: Double? {
    pendingHead != nil || headDigits != nil ? 0.5 : hasMoreHeadsToShow ? 1 : nil
  }
}

/// Digits typed where a digit chooses a head, and what was chosen before them.
struct HeadDigits: Hashable {
  /// The number that they make.
  var number: Int
  /// What was selected before the first.
  let site: Site?
  let head: Int
  let paneHeads: [Int: Int]
}

/// A digit that chose a head and that a second digit may follow.
public struct PendingHead: Hashable, Sendable {
  /// The digit.
  public var digit: Int
  /// The head before it was typed, which Esc goes back to.
  public var before: Int
}
