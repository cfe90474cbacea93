import Screens
import Testing

/// What a terminal says by itself, in the pieces in which a slow line brings it, is never a key.
@Suite struct AnswerJourneyTests {
  /// Each would press keys that are seen, were it read byte by byte.
  @Test(arguments: [
    "\u{1b}P>|tmux 3.4 ..\u{1b}\\", "\u{1b}P1$r0m.\u{1b}\\", "\u{1b}_..\u{1b}\\",
    "\u{1b}^..\u{1b}\\",
    "\u{1b}X..\u{1b}\\", "\u{1b}[?62;22c", "\u{1b}[12;40R", "\u{1b}[?2026;2$y",
    "\u{1b}]4;1;rgb:..\u{7}",
  ])
  func answersPressNothing(answer: String) throws {
    let journey = try Journey()
    let first = journey.screen
    let bytes = Array(answer.utf8)
    journey.terminal.send(Array(bytes[..<2]))
    for byte in bytes[2...] {
      // Longer than a lone escape has.
      journey.terminal.read(for: .milliseconds(40))
      journey.terminal.send([byte])
    }
    journey.terminal.read(for: .milliseconds(100))
    #expect(journey.screen == first)
    try journey.press(".", pausedAt: 1)
    journey.leave()
  }

  @Test func aClickInPiecesPoints() throws {
    let journey = try Journey()
    for piece in ["\u{1b}[", "<0;", "21;5", "M"] {
      journey.press(piece)
      journey.terminal.read(for: .milliseconds(200))
    }
    try journey.see("the clicked row") { $0[4, 17].text == "▸" }
    journey.leave()
  }

  @Test func whatWasAskedForMayComeLateAndInPieces() throws {
    let terminal = try PseudoTerminal([PseudoTerminal.headlight], answers: false)
    func settled(_ screen: VirtualScreen) -> Bool {
      let picture = screen.screen.picture
      return !screen.modes.contains(2026) && picture.contains("Map   dates")
        && !picture.contains("waiting for the first picture")
    }
    try #require(terminal.wait(Journey.patience, until: settled))
    let readout = terminal.screen.screen.line(22)
    for piece in ["\u{1b}", "]11;rgb:ffff/ff", "ff/ffff\u{1b}", "\\\u{1b}", "[?62;2", "2c"] {
      terminal.send(piece)
      terminal.read(for: .milliseconds(150))
      #expect(terminal.screen.screen.line(22) == readout)
    }
    // The key acts at once again: Esc closes what is open.
    terminal.send("?")
    try #require(terminal.wait(Journey.patience) { $0.screen.picture.contains("Each row") })
    terminal.send(Sent.escape)
    try #require(terminal.wait(Journey.patience, until: settled))
    terminal.send("q")
    #expect(terminal.end(within: Journey.patience) == .exited(0))
  }

  @Test func aStringWithoutAnEndEndsByInterrupt() throws {
    let journey = try Journey()
    journey.press("\u{1b}P qq")
    journey.press(Sent.control("c"))
    journey.expectEnding(.exited(0))
  }

  @Test func aStringWithoutAnEndEndsBySilence() throws {
    let journey = try Journey()
    // Training wakes the program all the time, which is no reason to begin the wait anew.
    try journey.press("+++ ", see: "▶ running")
    journey.press("\u{1b}P qq")
    journey.terminal.read(for: .milliseconds(2_300))
    try journey.press("?", see: "Each row")
    // Out of help, and twice out of a run that is not saved.
    journey.press("qqq")
    journey.expectEnding(.exited(0))
  }
}
