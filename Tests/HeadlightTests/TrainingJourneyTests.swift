import Screens
import Testing

/// A newcomer watches the model learn: space, steps on and back, a date of their own.
@Suite struct TrainingJourneyTests {
  @Test func beginsWithTheMapAndSaysWhatToDo() throws {
    // The shortest of a few: other programs may be busy, and only this one is measured.
    var shortest = Duration.seconds(3_600)
    for _ in 0..<6 where shortest > .seconds(0.3) {
      let began = ContinuousClock.now
      let journey = try Journey()
      shortest = min(shortest, ContinuousClock.now - began)
      #expect(journey.line(0).hasPrefix(" Map   dates · additive · seed 1 · own example"))
      #expect(journey.line(0).hasSuffix("step 0   ❚❚ paused"))
      #expect(
        journey.line(2).hasPrefix(" query ↓  key →     3 r d ␣ o f ␣ M a y ␣ 2 0 1 4    writes"))
      for row in 3..<13 { #expect(journey.screen[row, 18].text != " ", "row \(row) has a label") }
      #expect(journey.picture.contains("3rd of May 2014"))
      #expect(journey.line(20).contains("Nothing is learned yet. Press space"))
      #expect(journey.line(23).hasPrefix(" space run   . , step"))
      #expect(journey.line(23).hasSuffix("? help"))
      journey.leave()
    }
    print("first frame after \(shortest)")
    #expect(shortest < .seconds(1.5))
  }

  @Test func spaceTrainsAndPauses() throws {
    let journey = try Journey()
    try journey.press(" ", see: "▶ running ≤ 10/s")
    try journey.see("training") { (Journey.step($0) ?? 0) >= 4 }
    #expect(journey.line(23).hasPrefix(" space pause"))
    let loss = try #require(value("loss", of: journey))
    #expect(loss > 0.5 && loss < 4)
    try journey.press("++", see: "as fast as it can")
    try journey.press(" ", see: "❚❚ paused")
    // The run has heard of it when it answers; between two answers it would make a step.
    journey.press("t1")
    try journey.see("an answer") { $0.line(3).hasPrefix(" 1  ") }
    let paused = try #require(Journey.step(journey.screen))
    for text in ["12", "123"] {
      journey.press(String(text.suffix(1)))
      try journey.see("the answer to \(text)") { $0.line(3).hasPrefix(" \(text)  ") }
      #expect(Journey.step(journey.screen) == paused)
    }
    journey.press("\r")
    try journey.press(".", pausedAt: paused + 1)
    journey.leave()
  }

  @Test func stepsOneByOneAndByCounts() throws {
    let journey = try Journey()
    for step in 1...3 { try journey.press(".", pausedAt: step) }
    try journey.press(",", pausedAt: 2)
    #expect(journey.line(0).contains("step 2 of 3"))
    #expect(journey.line(22).hasSuffix("step 2, exact replay"))
    try journey.press("20", see: "20_")
    try journey.press(".", pausedAt: 22)
    try journey.press("<", pausedAt: 12)
    try journey.press(">", pausedAt: 22)
    try journey.press(Sent.home, pausedAt: 0)
    try journey.press(",", see: "this is step 0, the beginning")
    try journey.press(Sent.end, pausedAt: 22)
    try journey.press(Sent.pageUp, pausedAt: 12)
    try journey.press(Sent.pageDown, pausedAt: 22)
    try journey.press("9,", pausedAt: 13)
    try journey.press("99,", pausedAt: 0)
    journey.leave()
  }

  @Test func steppingBackShowsTheSamePicturesAgain() throws {
    let journey = try Journey(["--seed", "3"])
    var before: [[[Cell]]] = [journey.map]
    for step in 1...18 {
      try journey.press(".", pausedAt: step)
      before.append(journey.map)
    }
    #expect(Set(before).count == before.count, "every step looks different")
    let whole = journey.screen
    // As a person would, one key after the other.
    for (key, step) in [(",", 17), (",", 16), (".", 17), (".", 18)] {
      try journey.press(key, pausedAt: step)
      #expect(journey.map == before[step], "step \(step)\n\(journey.picture)")
    }
    #expect(journey.screen == whole)
    // All at once.
    try journey.press(",,..,,", pausedAt: 16)
    try journey.press("..", pausedAt: 18)
    #expect(journey.screen == whole)
    // From farther back.
    for step in [3, 17, 1] {
      try journey.press(":seek \(step)\r", pausedAt: step)
      #expect(journey.map == before[step], "step \(step)\n\(journey.picture)")
    }
    try journey.press("<", pausedAt: 0)
    #expect(Array(journey.map.dropLast(2)) == Array(before[0].dropLast(2)))
    journey.leave()
  }

  @Test func aProbeAtAPastStepAnswersAsItDidThen() throws {
    let journey = try Journey()
    let date = "May 5th 1999"
    try journey.press("4.", pausedAt: 4)
    let lesson = journey.map
    try journey.type(date)
    #expect(journey.line(0).contains("your text"))
    let answer = journey.map
    #expect(answer != lesson)
    #expect(journey.line(2).contains("M a y ␣ 5 t h ␣ 1 9 9 9"))
    try journey.press("7.", pausedAt: 11)
    #expect(journey.map != answer)
    try journey.press(Sent.escape, see: "own example")
    try journey.press("7,", pausedAt: 4)
    #expect(journey.map == lesson)
    try journey.type(date)
    #expect(journey.map == answer)
    // Esc while typing restores the lesson's as well.
    try journey.press("t", see: "type a text: \(date)")
    try journey.press("!", see: "\(date)!")
    journey.press(Sent.escape)
    try journey.see("the lesson's probe") {
      $0.line(3).hasPrefix(" 3rd of May 2014") && $0.line(23).hasSuffix("? help")
    }
    #expect(journey.map == lesson)
    journey.leave()
  }

  @Test func aProbeFollowsTheTypingWhileTraining() throws {
    let journey = try Journey()
    try journey.press(" ", see: "▶ running")
    try journey.press("t", see: "type a text:")
    for (character, keys) in [("9", "9"), (" ", "9 ␣"), ("J", "9 ␣ J"), ("u", "9 ␣ J u")] {
      journey.press(character)
      try journey.see("keys \(keys)") { $0.line(2).contains("→     \(keys)  ") }
    }
    // Letters that are keys elsewhere are text here.
    let typed = Journey.step(journey.screen) ?? 0
    try journey.see("training goes on") {
      $0.line(0).contains("▶") && (Journey.step($0) ?? 0) > typed
    }
    try journey.press("日", see: "underlined: unknown to the model")
    try journey.press(Sent.escape, see: "3rd of May 2014")
    journey.leave()
  }

  @Test func theSpeedHasACap() throws {
    let journey = try Journey()
    try journey.press("+", see: "capped at 30 steps per second")
    try journey.press("+", see: "training runs as fast as it can")
    journey.press(" ")
    try journey.see("training without a cap") { $0.line(0).hasSuffix("▶ running") }
    try journey.press("-", see: "▶ running ≤ 30/s")
    try journey.press("4-", see: "≤ 1/s")
    try journey.press("-", see: "one step per second is the slowest")
    try journey.see("training") { (Journey.step($0) ?? 0) > 1 }
    // A step back pauses first.
    journey.press(",")
    try journey.see("paused") { $0.line(0).contains(" of ") && $0.line(0).contains("❚❚ paused") }
    journey.leave()
  }

  @Test func aBreakpointPauses() throws {
    let journey = try Journey(["--break", "step >= 3"])
    try journey.press(" ", see: "paused at step 3: step >= 3")
    try journey.see(pausedAt: 3)
    journey.leave()
  }

  @Test func haltingIsSaidAndTheLastGoodStepStays() throws {
    let journey = try Journey(["--learning-rate", "3e38"])
    let beginning = journey.map
    try journey.press(" ", see: "■ halted")
    try journey.see("step 1: the loss is NaN")
    try journey.press(".", see: "training halted; go back with , or < first")
    journey.press(":seek 0\r")
    try journey.see("step 0") { Journey.step($0) == 0 }
    #expect(Array(journey.map.dropLast(2)) == Array(beginning.dropLast(2)))
    journey.leave()
  }

  @Test func withoutAttentionThereIsNoMap() throws {
    let journey = try Journey(["--mechanism", "none"])
    #expect(journey.line(0).hasPrefix(" Map   dates · no attention"))
    #expect(journey.picture.contains("There is no map: this model has no"))
    try journey.press("..", pausedAt: 2)
    try journey.press("s", see: "this model has no attention, so there is no map to do that on")
    journey.leave()
    let reset = try Journey(["--decoder-state", "reset"])
    try reset.press("i", see: "decoder state reset every step, as in the tutorials")
    try reset.press("..", pausedAt: 2)
    reset.leave()
  }

  /// The number beside a name in the pane.
  private func value(_ name: String, of journey: Journey) -> Double? {
    let line = (3..<14).map(journey.line).first { $0.hasPrefix(" \(name) ") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }
  }
}
