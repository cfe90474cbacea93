import Screens
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// However it ends, the terminal is as it was, and whoever waits learns the true cause.
@Suite struct EndingTests {
  @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT])
  func signalsWhileTraining(number: Int32) throws {
    let journey = try Journey()
    try journey.press("+++ ", see: "▶ running")
    try journey.see("training") { (Journey.step($0) ?? 0) > 1 }
    journey.terminal.signal(number)
    journey.expectEnding(.killed(number))
  }

  #if canImport(Glibc)
    /// Two threads die while the terminal takes nothing: whoever is second waits for the first.
    @Test func twoThreadsDieAtOnce() throws {
      let journey = try Journey()
      try journey.press("+++ ", see: "▶ running")
      // More frames than the line takes before somebody reads them.
      journey.press(String(repeating: Sent.control("l"), count: 200))
      for _ in 0..<60 {
        journey.terminal.pause(.milliseconds(25))
        journey.press(Sent.control("l"))
      }
      try journey.terminal.signal(SIGSEGV, toMainThread: false)
      journey.terminal.pause(.milliseconds(50))
      try journey.terminal.signal(SIGILL, toMainThread: true)
      journey.terminal.pause(.milliseconds(130))
      let ending = journey.terminal.end(within: Journey.patience)
      #expect([.killed(SIGSEGV), .killed(SIGILL)].contains(ending))
      #expect(journey.terminal.isRestored)
      #expect(journey.terminal.screen.modesLeft == [])
    }
  #endif

  @Test func interruptKeyLeaves() throws {
    let journey = try Journey()
    try journey.press(" ", see: "▶ running")
    journey.press(Sent.control("c"))
    journey.expectEnding(.exited(0))
  }

  @Test func quittingInThePromptAndInHelpTakesTwoKeys() throws {
    let journey = try Journey()
    try journey.press("tq", see: "type a text: q")
    journey.press(Sent.control("c"))
    try journey.see("the keys") { $0.line(23).hasSuffix("? help") }
    try journey.press("?", see: "Each row")
    journey.press("qq")
    journey.expectEnding(.exited(0))
  }

  @Test func whatStoodOnTheTerminalStandsThereAgain() throws {
    let shell = try PseudoTerminal(
      ["/bin/sh", "-c", "echo before; \"$0\"; echo \"after $?\"", PseudoTerminal.headlight])
    try #require(shell.wait(Journey.patience) { $0.screen.picture.contains("Map   dates") })
    shell.send("q")
    #expect(shell.end(within: Journey.patience) == .exited(0))
    #expect(shell.screen.screen.line(0) == "before")
    #expect(shell.screen.screen.line(1) == "after 0")
    #expect(shell.screen.modesLeft == [])
  }

  @Test func suspendedAndBroughtBackByAShell() throws {
    // A shell with job control; without one there is nobody to wait for a stopped program.
    let script = "set -m; \"$0\" --seed 3; echo stopped; read line; fg; echo \"over $?\""
    let shell = try PseudoTerminal(["/bin/sh", "-c", script, PseudoTerminal.headlight])
    func see(_ what: String, _ condition: (Screen) -> Bool) throws {
      let isSeen = shell.wait(Journey.patience) { seen in
        !seen.modes.contains(2026) && condition(seen.screen)
      }
      try #require(isSeen, "looked for \(what), saw\n\(shell.screen.screen.picture)")
    }
    try see("the map") { $0.line(0).hasPrefix(" Map") }
    shell.send("3.")
    try see("step 3") { Journey.step($0) == 3 && $0.line(0).contains("❚❚") }
    let before = shell.screen.screen
    shell.send(Sent.control("z"))
    try see("the shell") { $0.picture.contains("stopped") }
    #expect(!shell.screen.isAlternate)
    #expect(shell.screen.modesLeft == [])
    #expect(shell.isRestored)
    shell.resize(columns: 80, rows: 24)
    shell.send("\n")
    try see("the map again") { $0 == before }
    shell.send("q")
    try see("the shell again") { $0.picture.contains("over 0") }
    #expect(shell.end(within: Journey.patience) == .exited(0))
    #expect(shell.screen.unknown == [])
    #expect(shell.screen.modesLeft == [])
  }

  @Test func stoppedFromOutsideItDrawsEverythingAgain() throws {
    let journey = try Journey()
    let before = journey.screen
    journey.terminal.signal(SIGSTOP)
    journey.terminal.resize(columns: 80, rows: 24)
    #expect(journey.screen != before)
    journey.terminal.signal(SIGCONT)
    try journey.see("everything again") { $0 == before }
    journey.leave()
  }
}
