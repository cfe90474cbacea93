import CNcurses
public import Screens

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The terminal, taken for as long as this value lives.
///
/// `draw` puts a `Screen` on it and `wait` returns what happened. Curses finds out what changed
/// since the last screen; nothing here compares cells. Only the thread that opened it may use it.
///
/// Whatever ends the program, the terminal is given back: see `Rescue`.
public struct Terminal: ~Copyable {
  /// The colours in use.
  public let rung: ColorRung
  /// Whether braille is shown, of which fine lines are made.
  public let hasBraille = Braille.isShown(
    type: environment("TERM") ?? "", characterSet: Locale.use())
  /// Light on dark or dark on light.
  public internal(set) var background: Background
  /// The width and height in cells.
  public internal(set) var size: (columns: Int, rows: Int)
  /// The pipe by which other threads end a `wait`.
  public let wakeUp: WakeUp
  /// The value of TERM, of which there is no terminfo entry, and the entry that stands in; else nil.
  public let standIn: (type: String, entry: String)?
  /// How long the last update took, the terminal's reading included.
  public private(set) var lastDrawing = Duration.zero

  let controls: Controls
  let followsBackground: Bool
  var decoder: InputDecoder
  /// When the last bytes came.
  var lastInput = ContinuousClock().now
  /// Until when an answer may come; nil when none is due.
  var answerTime: ContinuousClock.Instant?
  /// Events that are not delivered yet.
  var queue: [TerminalEvent] = []
  var isMouseOn: Bool
  /// How often standard input was ready and had nothing to read.
  var emptyReads = 0
  var isClosed = false
  /// The modes of the terminal device that curses set.
  var ownModes = termios()

  private var pairs: ColorPairs
  private var row = CellRow()
  private var isCursorShown = false
  private var title: String?

  // MARK: Opening and closing

  /// Takes the terminal.
  ///
  /// Nothing has been changed when this throws.
  public static func open(
    options: TerminalOptions = TerminalOptions()
  ) throws(TerminalError) -> Terminal {
    _ = Locale.use()
    let prepared = try Preparation(options: options)
    let wakeUp = try WakeUp()
    Rescue.arm(leave: prepared.controls.leave, wakeUp: wakeUp)

    var decoder = InputDecoder(prepared.keys)
    var background = options.background
    var rung: ColorRung?
    Rescue.hold {
      if background == nil, prepared.asksBackground {
        var found = termios()
        tcgetattr(STDIN_FILENO, &found)
        silence(found)
        decoder.isAnswerDue = true
        background = BackgroundQuestion.ask(&decoder)
      }
      rung = start(prepared)
    }
    guard let rung else {
      Rescue.disarm()
      throw .refused(prepared.type)
    }
    return Terminal(
      rung: rung, background: background, options: options, prepared: prepared, wakeUp: wakeUp,
      decoder: decoder)
  }

  /// Settles in on a terminal on which curses has started.
  private init(
    rung: ColorRung, background: Background?, options: TerminalOptions, prepared: Preparation,
    wakeUp: WakeUp, decoder: InputDecoder
  ) {
    self.rung = rung
    self.background =
      background ?? BackgroundQuestion.fromEnvironment(environment("COLORFGBG")) ?? .dark
    controls = prepared.controls
    standIn = prepared.entry == prepared.type ? nil : (prepared.type, prepared.entry)
    self.wakeUp = wakeUp
    self.decoder = decoder
    if decoder.isAnswerDue { answerTime = lastInput + Self.answerGrace }
    followsBackground = options.background == nil
    isMouseOn = options.mouse
    pairs = ColorPairs(rung: rung)
    size = terminalSize() ?? Self.assumedSize
    let (columns, rows) = size
    var modes = termios()
    Rescue.hold {
      raw()
      noecho()
      nonl()
      // A frame is drawn to its end even when a key waits: half a frame would look like an error.
      typeahead(-1)
      nc_send_keypad_codes()
      curs_set(0)
      tcgetattr(STDIN_FILENO, &modes)
      resizeterm(Int32(rows), Int32(columns))
    }
    ownModes = modes
    enterModes()
  }

  deinit {
    Rescue.disarm()
  }

  /// Gives the terminal back.
  public consuming func close() {}

  /// How long an answer may be silent before it is due no longer.
  static let answerGrace = Duration.seconds(1)

  /// The size where the device does not say, as over a serial line.
  private static let assumedSize = (columns: 80, rows: 24)

  /// Starts curses on the decided rung, or on the next one that works; nil when none does.
  ///
  /// LINES and COLUMNS of the environment belong to another window, or are nonsense: they are
  /// replaced while curses starts, and gone after it.
  private static func start(_ prepared: Preparation) -> ColorRung? {
    // Curses would ask the device itself and believe anything; not every entry has a size.
    let size = terminalSize() ?? assumedSize
    setenv("LINES", "\(size.rows)", 1)
    setenv("COLUMNS", "\(size.columns)", 1)
    defer {
      unsetenv("LINES")
      unsetenv("COLUMNS")
    }
    let rung = prepared.decision.rung
    // Where colour numbers are short, 24-bit ones do not fit.
    if prepared.decision.needsMadeEntry, rung != .truecolor || nc_has_extended_colors() != 0 {
      let entry = MadeEntry.compiled(for: rung)
      if MadeEntry.withEntry(entry, { nc_start(MadeEntry.name) }) != 0 {
        start_color()
        return rung
      }
    }
    guard nc_start(prepared.entry) != 0 else { return nil }
    if rung == .mono { return .mono }
    start_color()
    return prepared.decision.needsMadeEntry
      ? ColorDecision.richest(colors: prepared.colors) : rung
  }

  /// Enters the modes that curses does not know.
  func enterModes() {
    guard controls.hasModes else { return }
    send(Controls.reportsOn + (isMouseOn ? Controls.mouseOn : ""))
  }

  /// Writes past curses, unless somebody else has the terminal.
  private func send(_ text: String) { Rescue.hold { writeToTerminal(text) } }

  /// Gives the terminal back and dies by `signal`, so that whoever waits learns the true cause.
  ///
  /// Works without a terminal too.
  public static func die(by signal: Int32) -> Never {
    Rescue.die(by: signal)
  }

  /// Lets a stack overflow of the calling thread be rescued too; call once at its start.
  ///
  /// All other faults of any thread are rescued without it.
  public static func protectThread() {
    Rescue.prepareThread()
  }

  // MARK: Drawing

  /// The shortest time from one frame to the next that leaves the terminal two thirds of its time.
  ///
  /// Frames that answer a key need not wait for it.
  public var frameInterval: Duration { max(.milliseconds(33), lastDrawing * 3) }

  /// Shows `screen` and returns how long the terminal took.
  ///
  /// A screen of another size (a resize came in between) is cut, or followed by blanks.
  @discardableResult
  public mutating func draw(_ screen: Screen) -> Duration {
    guard !isClosed else { return .zero }
    stage(screen)
    if pairs.isExhausted {
      pairs.startAgain()
      nc_repaint()
      stage(screen)
    }
    let title = controls.keepsTitle && screen.title != self.title ? screen.title : nil
    let hasModes = controls.hasModes
    let clock = ContinuousClock()
    let start = clock.now
    // The terminal shows the whole frame at once, where it knows how.
    Rescue.hold {
      showCursor(screen.cursor)
      nc_stage()
      if hasModes { writeToTerminal(Controls.syncOn) }
      doupdate()
      if let title { writeToTerminal("\u{1b}]2;\(Self.withoutControls(title))\u{07}") }
      if hasModes { writeToTerminal(Controls.syncOff) }
    }
    if let title { self.title = title }
    lastDrawing = clock.now - start
    return lastDrawing
  }

  /// Hands the cells to curses.
  private mutating func stage(_ screen: Screen) {
    let columns = min(size.columns, screen.columns)
    if columns < size.columns || screen.rows < size.rows { nc_erase() }
    var last: (style: Style, attributes: attr_t, pair: Int32) = (.plain, 0, 0)
    for line in 0..<min(size.rows, screen.rows) {
      row.clear()
      let cells = screen.cells[line * screen.columns..<(line + 1) * screen.columns]
      var column = cells.startIndex
      let end = column + columns
      while column < end {
        let cell = cells[column]
        let isWide = column + 1 < cells.endIndex && cells[column + 1].text.isEmpty
        if cell.style != last.style {
          last = (cell.style, Self.attributes(of: cell.style), pairs.pair(for: cell.style))
        }
        if isWide, !cell.text.isEmpty, column + 1 < end {
          row.append(cell.text, width: 2, attributes: last.attributes, pair: last.pair)
          column += 2
        } else {
          // The first half of a character that does not fit, or a second half without a first.
          let text = isWide || cell.text.isEmpty ? " " : cell.text
          row.append(text, width: 1, attributes: last.attributes, pair: last.pair)
          column += 1
        }
      }
      row.cells.withUnsafeBufferPointer { cells in
        if let base = cells.baseAddress { nc_put_row(Int32(line), base, Int32(cells.count)) }
      }
    }
  }

  private static func attributes(of style: Style) -> attr_t {
    var attributes: attr_t = 0
    if style.isBold { attributes |= nc_bold }
    if style.isDim { attributes |= nc_dim }
    if style.isReversed { attributes |= nc_reverse }
    if style.isUnderlined { attributes |= nc_underline }
    return attributes
  }

  private mutating func showCursor(_ position: Screen.Position?) {
    let isInside =
      position.map {
        (0..<size.rows).contains($0.row) && (0..<size.columns).contains($0.column)
      } ?? false
    nc_rest_cursor(
      isInside ? Int32(position?.row ?? 0) : -1, isInside ? Int32(position?.column ?? 0) : -1)
    if isInside != isCursorShown {
      curs_set(isInside ? 1 : 0)
      isCursorShown = isInside
    }
  }

  /// Makes the next `draw` repaint everything: for ^L, and after somebody else wrote.
  public mutating func repaint() {
    Rescue.hold {
      nc_repaint()
      curs_set(0)
    }
    isCursorShown = false
    title = nil
  }

  // MARK: Beside the screen

  /// Turns mouse events on or off; off lets the mouse select text as in any terminal.
  public mutating func setMouse(_ isOn: Bool) {
    guard isOn != isMouseOn else { return }
    isMouseOn = isOn
    if controls.hasModes { send(isOn ? Controls.mouseOn : Controls.mouseOff) }
  }

  /// Copies `text` to the clipboard of the person's own machine, by OSC 52.
  ///
  /// Whether the terminal allows it cannot be known; false when it surely does not, or when the
  /// text is longer than terminals take.
  @discardableResult
  public func copyToClipboard(_ text: String) -> Bool {
    let encoded = base64(Array(text.utf8))
    guard controls.hasStrings, !isClosed, encoded.utf8.count <= 74_994 else { return false }
    send("\u{1b}]52;c;\(encoded)\u{07}")
    return true
  }

  /// Rings, or blinks: as the terminal is set.
  public func bell() {
    send("\u{07}")
  }

  /// A title cannot end its own sequence early.
  private static func withoutControls(_ text: String) -> String {
    let safe = text.unicodeScalars.filter { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
    return String(String.UnicodeScalarView(safe.prefix(200)))
  }
}
