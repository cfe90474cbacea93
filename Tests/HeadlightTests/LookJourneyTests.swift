import Screens
import Testing

/// A newcomer looks around: cells, scales, colours, differences, examples, help, commands, sizes.
@Suite struct LookJourneyTests {
  @Test func arrowsMoveTheReadout() throws {
    let journey = try Journey()
    func readout(_ keys: String, _ query: Int, _ key: String) throws {
      journey.press(keys)
      let name = journey.screen[3 + query, 18].text
      let text = "query \"\(name)\"  key \"\(key)\""
      try journey.see("\(text) in row \(query)") {
        $0.line(22).hasPrefix(" " + text) && $0[3 + query, 17].text == "▸"
      }
      #expect(journey.line(22).contains("row Σ 1.000"))
    }
    #expect(journey.line(22).contains("key \"M\""))
    try readout(Sent.right, 5, "a")
    try readout(Sent.down, 6, "a")
    try readout(Sent.left, 6, "M")
    try readout(Sent.up, 5, "M")
    try readout("l", 5, "a")
    try readout("j", 6, "a")
    try readout("k", 5, "a")
    try readout("h", 5, "M")
    try readout("5h", 5, "d")
    try readout("g", 0, "d")
    try readout("G", 9, "d")
    try readout("[", 8, "d")
    try readout("]", 9, "d")
    try readout("3G", 2, "d")
    try readout("99l", 2, "4")
    // A click points as well: the first cell of the map, one row down.
    try readout("\u{1b}[<0;21;5M\u{1b}[<0;21;5m", 1, "3")
    journey.leave()
  }

  @Test func scaleAndColoursChangeTheLegend() throws {
    let journey = try Journey()
    try journey.press("3.", pausedAt: 3)
    var legends = [journey.line(14)]
    var looks = [ladder(journey)]
    let names = ["linear", "sqrt", "log", "auto"]
    for name in names {
      journey.press("s")
      try journey.see("scale \(name)") {
        $0.line(22).hasPrefix(" scale \(name)") && $0.line(14).contains(name)
      }
      legends.append(journey.line(14))
    }
    #expect(Set(legends).count == 4)
    #expect(legends.first == legends.last)
    for _ in 0..<4 {
      journey.press("c")
      let last = looks[looks.count - 1]
      try journey.see("other colours") {
        $0.line(22).hasPrefix(" colours: ") && ladder($0) != last
      }
      looks.append(ladder(journey))
    }
    #expect(Set(looks).count == 4)
    #expect(looks.first == looks.last)
    journey.leave()
  }

  /// The colours of the legend's ladder.
  private func ladder(_ screen: Screen) -> [Style] { (3..<11).map { screen[14, $0].style } }
  private func ladder(_ journey: Journey) -> [Style] { ladder(journey.screen) }

  @Test func aPinGivesTheDifferenceItsOtherSide() throws {
    let journey = try Journey()
    try journey.press("d", see: "nothing to compare with")
    try journey.press("3.", pausedAt: 3)
    let plain = journey.map
    try journey.press("p", see: "step 3 is pinned")
    try journey.press("6.", pausedAt: 9)
    try journey.press("d", see: "now − step 3 (pinned)")
    #expect(journey.line(22).contains("then 0."))
    #expect(journey.line(20).hasPrefix(" Since step 3"))
    try journey.press("6,", pausedAt: 3)
    try journey.see("Nothing has changed since step 3")
    journey.press(Sent.escape)
    try journey.see("the weights again") { !$0.picture.contains("(pinned)") }
    #expect(journey.map == plain)
    journey.leave()
  }

  @Test func examplesComeAndGo() throws {
    let journey = try Journey()
    let lesson = journey.map
    try journey.press("n", see: "held out")
    try journey.see("another source") { !$0.line(3).contains("3rd of May 2014") }
    let first = (map: journey.map, keys: journey.line(2))
    journey.press("n")
    try journey.see("the second example") { $0.line(2) != first.keys }
    #expect(journey.map != first.map)
    journey.press("N")
    try journey.see("the first again") { $0.line(2) == first.keys }
    #expect(journey.map == first.map)
    try journey.press(Sent.escape, see: "own example")
    try journey.see("3rd of May 2014")
    #expect(journey.map == lesson)
    // Nothing is learned yet: the next example that is wrong is the next one.
    journey.press(":wrong\r")
    try journey.see("the first once more") { $0.line(2) == first.keys }
    #expect(journey.map == first.map)
    journey.leave()
  }

  @Test func helpOpensAndCloses() throws {
    let journey = try Journey()
    let before = journey.screen
    for closing in ["?", "q", Sent.escape] {
      try journey.press("?", see: "Each row is one output character asking")
      #expect(journey.line(0).hasPrefix(" Help   dates"))
      #expect(journey.line(23).hasSuffix("esc close"))
      journey.press(closing)
      try journey.see("the map again") { $0 == before }
    }
    try journey.press("?", see: "held-out example")
    try journey.press("/", see: "/")
    journey.press("pin")
    try journey.see("only what pins") {
      $0.picture.contains("pin what is here") && !$0.picture.contains("type a text")
    }
    try journey.press("\r" + Sent.escape, see: "type a text")
    // A key says what it does instead of doing it.
    try journey.press(" ", see: "Each row")
    journey.press(Sent.escape)
    try journey.see("the map again") { $0 == before }
    journey.leave()
  }

  @Test func commandsCompleteAndComplain() throws {
    let journey = try Journey()
    try journey.press(":sca\t", see: ":scale ")
    try journey.press("lo\t\r", see: "log")
    try journey.press(":s\t\t", see: "▸ scale")
    journey.press(Sent.control("c"))
    try journey.see("the keys") { $0.line(23).hasSuffix("? help") }
    for (line, complaint) in [
      (":frobnicate", "no command frobnicate; expected one of filter"),
      (":scale rainbow", ":scale expects auto, linear, sqrt, log, sink, not rainbow"),
      (":scale", ":scale expects auto"),
      (":seek 99", ":seek expects a step from 0 to 0, not 99"),
      (":seek x", "not x"), (":seek -1", "not -1"), (":step x", "expects a number of steps"),
      (":pace 0", "expects steps per second"),
      (":run now", ":run expects nothing after it, not now"),
      (":probe", ":probe expects a text"), (":mouse maybe", "expects on, off, not maybe"),
      (":seek 99999999999999999999", "expects a step"),
      (":\u{16}x", "no command"),
    ] {
      try journey.press(line + "\r", see: complaint)
      #expect(journey.line(20).contains(complaint) || journey.line(22).contains(complaint))
      journey.press(Sent.left)
      try journey.see("the read-out") { $0.line(22).hasPrefix(" query") }
    }
    try journey.press(":step 4\r", pausedAt: 4)
    try journey.press(":seek 1\r", pausedAt: 1)
    try journey.press(":seek latest\r", pausedAt: 4)
    try journey.press(":probe 1 May 2001\r", see: "your text")
    // The history comes back.
    try journey.press(":" + Sent.up, see: ":probe 1 May 2001")
    try journey.press(Sent.up, see: ":seek latest")
    journey.press(Sent.escape)
    try journey.see("the keys") { $0.line(23).hasSuffix("? help") }
    journey.press(":quit\r")
    journey.expectEnding(.exited(0))
  }

  @Test func everySizeLooksAsIfStartedSo() throws {
    let journey = try Journey()
    let began = journey.screen
    for (columns, rows) in [(60, 20), (120, 40), (200, 60), (40, 12), (81, 25)] {
      let fresh = try Journey(columns: columns, rows: rows, first: "Map")
      try fresh.see("the whole of it") { $0.line(rows - 1).hasSuffix("? help") }
      journey.terminal.resize(columns: columns, rows: rows)
      try journey.see("\(columns)×\(rows) as a fresh one") { $0 == fresh.screen }
      for screen in [journey.screen, fresh.screen] {
        #expect(screen.picture.contains("query ↓"), "axes are always labelled")
      }
      fresh.leave()
    }
    for (columns, rows) in [(10, 3), (1, 1), (39, 24), (80, 11), (2, 50), (80, 24)] {
      let count = journey.terminal.output.count
      journey.terminal.resize(columns: columns, rows: rows)
      if columns > 1 {
        let isRoomy = (columns, rows) == (80, 24)
        let word = isRoomy ? "step 0" : String("headlight".prefix(columns))
        try journey.see("\(columns)×\(rows)") { $0.picture.contains(word) }
      } else {
        try journey.see("something drawn") { _ in journey.terminal.output.count > count }
      }
    }
    try journey.see("the picture of the beginning") { $0 == began }
    journey.leave()
  }

  @Test func tooSmallSaysWhatItNeedsAndLives() throws {
    let journey = try Journey(columns: 30, rows: 8, first: "headlight needs")
    #expect(journey.picture.contains("40 × 12 cells"))
    #expect(journey.picture.contains("here: 30 × 8"))
    journey.press(".")
    journey.terminal.resize(columns: 80, rows: 24)
    try journey.see(pausedAt: 1)
    journey.leave()
    let tiny = try Journey(columns: 12, rows: 2, first: "headlight")
    tiny.leave()
  }

  @Test func aPasteIsATextAndNoKeys() throws {
    let journey = try Journey()
    journey.press("\u{1b}[200~q \u{1b}[31m.\u{1b}[201~")
    try journey.see("type a text: q ^[[31m.")
    journey.press("\r")
    try journey.see("the keys again") { $0.line(23).hasSuffix("? help") }
    #expect(Journey.step(journey.screen) == 0)
    journey.leave()
  }

  @Test func redrawBringsBackWhatOthersOverwrote() throws {
    let journey = try Journey()
    let before = journey.screen
    // The same size again is no news for the program, but this terminal blanks its screen.
    journey.terminal.resize(columns: 80, rows: 24)
    #expect(journey.screen != before)
    journey.press(Sent.control("l"))
    try journey.see("everything again") { $0 == before }
    journey.leave()
  }

  @Test(arguments: [
    ("xterm-256color", ""), ("xterm-256color", "truecolor"), ("tmux-256color", "truecolor"),
    ("screen-256color", ""), ("xterm", ""), ("linux", ""), ("vt100", ""),
  ])
  func everyTerminalUnderstandsEverything(type: String, colors: String) throws {
    let journey = try Journey(environment: ["TERM": type, "COLORTERM": colors])
    try journey.press("3.", pausedAt: 3)
    try journey.press("?", see: "Each row is one output")
    journey.press(Sent.escape)
    try journey.see("the map") { $0.line(23).hasPrefix(" space run") }
    try journey.press("t12 May 1999", see: "M a y ␣ 1 9 9 9")
    journey.terminal.resize(columns: 100, rows: 30)
    try journey.see("the new size") { $0.line(29).contains("type a text: 12 May 1999") }
    journey.press(Sent.escape)
    try journey.see("the keys again") { $0.line(29).hasSuffix("? help") }
    journey.leave()
  }

  @Test func backgroundAndColoursAreAskedForOrGiven() throws {
    func legend(_ arguments: [String], background: String? = nil) throws -> [Cell] {
      let journey = try Journey(arguments, background: background)
      defer { journey.leave() }
      return (0..<16).map { journey.screen[14, $0] }
    }
    let dark = try legend(["--dark"])
    let light = try legend(["--light"])
    #expect(dark != light)
    #expect(try legend([], background: "rgb:ffff/ffff/ffff") == light)
    #expect(try legend([], background: "rgb:0000/0000/0000") == dark)
    #expect(try legend(["--dark"], background: "rgb:ffff/ffff/ffff") == dark)
    let rungs = try ["truecolor", "256", "16", "mono"].map { try legend(["--color", $0]) }
    #expect(Set(rungs).count == 4)
    #expect(rungs[0].contains { if case .rgb = $0.style.background { true } else { false } })
    #expect(rungs[3].allSatisfy { $0.style.background == .standard })
  }
}
