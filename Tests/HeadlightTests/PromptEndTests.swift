import Testing

/// The screen never waits for the worker.
@Suite struct PromptEndTests {
  @Test func aCountOfStepsIsLeftAtOnce() throws {
    let journey = try Journey()
    let began = ContinuousClock.now
    journey.press("999999.q")
    journey.expectEnding(.exited(0))
    #expect(ContinuousClock.now - began < .seconds(2))
  }

  @Test(arguments: [" ", Sent.escape])
  func aCountOfStepsTrainsAndIsStopped(_ key: String) throws {
    let journey = try Journey()
    try journey.press("30000.", see: "▶ running")
    try journey.see("training") { (Journey.step($0) ?? 0) > 5 }
    try journey.press(key, see: "❚❚")
    // The step under way may end after the key is answered.
    journey.terminal.pause(.milliseconds(600))
    let step = try #require(Journey.step(journey.screen))
    #expect(step < 30_000)
    // It stands still: the next step is the one behind it.
    try journey.press(".", pausedAt: step + 1)
    journey.leave()
  }

  @Test func aStepThatTakesLongIsLeftAtOnce() throws {
    let journey = try Journey(["--units", "256", "--batch-size", "512"])
    try journey.press("++++ ", see: "▶ running")
    journey.terminal.pause(.milliseconds(200))
    let began = ContinuousClock.now
    journey.press("q")
    journey.expectEnding(.exited(0))
    #expect(ContinuousClock.now - began < .seconds(2))
  }

  @Test func aPanesLossIsThatOfItsStep() throws {
    let journey = try Journey(
      ["train", "compare", "--units", "8", "--heads", "2", "--batch-size", "4"], columns: 120,
      rows: 40, first: "Compare")
    try journey.press("5.", pausedAt: 5)
    func losses() -> [String] {
      (0..<40).map { journey.line($0) }.filter { $0.contains("loss") }
    }
    let before = losses()
    #expect(before.contains { $0.contains(where: \.isNumber) })
    try journey.press(".", pausedAt: 6)
    #expect(losses() != before)
    try journey.press(",", pausedAt: 5)
    #expect(losses() == before)
    journey.leave()
  }
}
