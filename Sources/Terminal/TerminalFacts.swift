import CNcurses
public import Screens

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the terminal can do and what will be used, found out without opening the screen.
public struct TerminalFacts: Sendable, CustomStringConvertible {
  /// Why no screen can be opened here; nil when one can.
  public private(set) var problem: TerminalError?
  /// The value of TERM.
  public let type: String
  /// Whether the terminfo database knows that type.
  public private(set) var hasEntry = false
  /// The entry that stands in where it does not; nil where none can.
  public private(set) var standIn: String?
  /// The colours that the entry states; 0 when it states none.
  public private(set) var statedColors = 0
  /// The colours that will be used, and why.
  public private(set) var rung = ColorRung.mono
  /// Why this rung was chosen.
  public private(set) var rungReason = "there is no entry to go by"
  /// Whether curses takes an entry with 24-bit colour made from the terminal's own.
  public private(set) var canMakeDirectColor = false
  /// Light or dark, and how that is known.
  public private(set) var background = Background.dark
  /// How the background is known.
  public private(set) var backgroundReason = "assumed: the terminal did not say"
  /// The columns and rows of the terminal; nil when it does not say.
  public let size: (columns: Int, rows: Int)?
  /// The character set that the locale names.
  public let characterSet: String
  /// Whether braille is shown, of which fine lines are made.
  public var hasBraille: Bool { Braille.isShown(type: type, characterSet: characterSet) }
  /// Whether clicks and the wheel will come as events.
  public private(set) var hasMouse = false
  /// Whether pasted text is told from typed text.
  public private(set) var hasPaste = false
  /// Whether text can be copied out by OSC 52.
  public private(set) var hasClipboard = false
  /// Whether standard input and output are terminals.
  public let isTerminal: (input: Bool, output: Bool)

  /// Finds out, with what the user demands taken into account.
  public init(options: TerminalOptions = TerminalOptions()) {
    type = environment("TERM") ?? ""
    size = terminalSize()
    isTerminal = (isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1)
    characterSet = Locale.use()
    do {
      let prepared = try Preparation(options: options)
      hasEntry = prepared.entry == prepared.type
      standIn = hasEntry ? nil : prepared.entry
      statedColors = max(0, prepared.colors)
      rung = prepared.decision.rung
      rungReason = prepared.decision.reason
      let entry = MadeEntry.compiled(for: .truecolor)
      canMakeDirectColor = MadeEntry.withEntry(entry) {
        nc_load_entry(MadeEntry.name) == 1 && nc_number("colors") > 1 << 24
      }
      hasMouse = prepared.controls.hasModes && options.mouse
      hasPaste = prepared.controls.hasModes
      hasClipboard = prepared.controls.hasStrings
      (background, backgroundReason) = Self.background(options, prepared)
    } catch {
      problem = error
      // The screen also needs two terminals, but the entry can be looked at without them.
      let entry = NearestEntry.load(for: type)
      hasEntry = entry != nil && entry == type
      standIn = hasEntry ? nil : entry
      if entry != nil { statedColors = max(0, Int(nc_number("colors"))) }
    }
    nc_unload_entry()
  }

  /// Asks as `Terminal.open` does, and puts the terminal's modes back.
  private static func background(
    _ options: TerminalOptions, _ prepared: Preparation
  ) -> (Background, String) {
    if let demanded = options.background { return (demanded, "demanded") }
    // What is typed ahead belongs to the shell that follows, so it is not read.
    var waiting: Int32 = 0
    if prepared.asksBackground, ioctl(STDIN_FILENO, UInt(FIONREAD), &waiting) == 0, waiting == 0 {
      var found = termios()
      tcgetattr(STDIN_FILENO, &found)
      defer { tcsetattr(STDIN_FILENO, TCSANOW, &found) }
      silence(found)
      var decoder = InputDecoder()
      if let answer = BackgroundQuestion.ask(&decoder) { return (answer, "the terminal says so") }
    }
    if let told = BackgroundQuestion.fromEnvironment(environment("COLORFGBG")) {
      return (told, "COLORFGBG says so")
    }
    return (.dark, "assumed: the terminal did not say")
  }

  /// One fact a line, the name first.
  public var lines: [(name: String, value: String)] {
    // Without a screen nothing was asked, and a "no" would be made up.
    func asked(_ fact: String) -> String {
      problem == nil ? fact : "not asked: there is no screen here"
    }
    let missing = "not in the terminfo database"
    let entry =
      hasEntry
      ? "found, states \(statedColors) colors"
      : standIn.map { "\(missing): \($0) stands in" } ?? missing
    return [
      ("terminal", problem.map { "no screen: \($0)" } ?? "ready"),
      ("input, output", "\(Self.kind(isTerminal.input)), \(Self.kind(isTerminal.output))"),
      ("TERM", type.isEmpty ? "not set" : TerminalError.printable(type)),
      ("entry", entry),
      ("curses", String(cString: curses_version())),
      ("colors", asked("\(rung.rawValue): \(rungReason)")),
      (
        "24-bit colors", asked(canMakeDirectColor ? "possible (--color truecolor)" : "not possible")
      ),
      ("background", asked("\(background.rawValue), \(backgroundReason)")),
      ("characters", characterSet == "UTF-8" ? "UTF-8" : "\(characterSet), not UTF-8"),
      ("braille", hasBraille ? "yes, for fine lines" : "no: bars stand for lines"),
      ("size", size.map { "\($0.columns)×\($0.rows)" } ?? "unknown, 80×24 is assumed"),
      ("mouse", asked(hasMouse ? "yes" : "no")),
      ("paste", asked(hasPaste ? "told from typing" : "not told from typing")),
      ("clipboard", asked(hasClipboard ? "by OSC 52, if the terminal allows it" : "no")),
    ]
  }

  private static func kind(_ isTerminal: Bool) -> String {
    isTerminal ? "a terminal" : "not a terminal"
  }

  /// All facts as a table.
  public var description: String {
    lines.map { line in
      line.name + String(repeating: " ", count: max(1, 15 - line.name.count)) + line.value
    }.joined(separator: "\n")
  }
}

/// The part of the locale that matters here: how bytes make characters.
enum Locale {
  /// Takes the user's character set, or UTF-8 when that is another; returns its name.
  ///
  /// LANG=C mostly means that nobody set it: every terminal in use reads UTF-8. Only this part of
  /// the locale is taken, as the decimal point must stay a point.
  static func use() -> String {
    setlocale(LC_CTYPE, "")
    if name() != "UTF-8" {
      if setlocale(LC_CTYPE, "C.UTF-8") == nil { setlocale(LC_CTYPE, "en_US.UTF-8") }
    }
    return name()
  }

  private static func name() -> String {
    nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } ?? "unknown"
  }
}

/// What is decided before curses starts.
struct Preparation {
  let type: String
  /// The entry that is used: that of the type, or the nearest one.
  let entry: String
  /// The keys of that entry.
  let keys: EntryKeys
  /// The colours that the terminal's own entry states.
  let colors: Int
  let decision: ColorDecision
  let controls: Controls

  /// Looks at the streams, at TERM and at its entry, which stays loaded.
  ///
  /// Curses would do none of this: it starts on a pipe, and on a terminal that cannot move its
  /// cursor.
  init(options: TerminalOptions) throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1 else { throw .notATerminal(.input) }
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal(.output) }
    guard let type = environment("TERM"), !type.isEmpty else { throw .noType }
    guard let entry = NearestEntry.load(for: type) else { throw .unknownType(type) }
    guard nc_string("cup") != nil else { throw .cannotMoveCursor(type) }
    self.type = type
    self.entry = entry
    keys = EntryKeys.loaded()
    colors = Int(nc_number("colors"))
    controls = Controls(type: type)
    decision = ColorDecision.make(
      demanded: options.rung,
      ColorDecision.Facts(
        type: type, colors: colors,
        claimsRGB: nc_flag("RGB") != 0 || nc_number("RGB") > 0 || nc_string("RGB") != nil,
        noColor: environment("NO_COLOR"), colorTerm: environment("COLORTERM"),
        isInGNUScreen: environment("STY") != nil && environment("TMUX") == nil, entry: entry))
  }

  /// Whether to ask for the background: only where the question is understood and the answer used.
  var asksBackground: Bool { controls.hasStrings && decision.rung != .mono }
}

/// Stops the terminal from echoing and from waiting for the end of a line.
func silence(_ found: termios) {
  var silent = found
  silent.c_lflag &= ~tcflag_t(ECHO | ICANON)
  tcsetattr(STDIN_FILENO, TCSANOW, &silent)
}
