import Screens
import Testing

/// What is typed or pasted faster, or longer, than anybody reads costs nobody else a wait.
@Suite struct PromptJourneyTests {
  @Test(arguments: ["t", ":"])
  func aMegabyteIsRefusedInWords(prompt: String) throws {
    let journey = try Journey()
    journey.press(prompt)
    journey.press("\u{1b}[200~" + String(repeating: "3 May 2014 ", count: 95_000) + "\u{1b}[201~")
    let pasted = ContinuousClock.now
    try journey.see("a line takes 65536 bytes at most")
    #expect(ContinuousClock.now - pasted < .seconds(2))
    try journey.press(prompt == "t" ? "4 May" : "pace 5", see: prompt == "t" ? "4 May" : ":pace 5")
    journey.press(Sent.control("c") + Sent.control("c"))
    journey.expectEnding(.exited(0))
  }

  @Test func keysThatComeFastShareFrames() throws {
    let journey = try Journey()
    try journey.press("t", see: "type a text:")
    let first = frames(journey)
    let begin = ContinuousClock.now
    for _ in 0..<400 {
      journey.press("3")
      journey.terminal.read(for: .milliseconds(1))
    }
    let seconds = (ContinuousClock.now - begin) / .seconds(1)
    try journey.see("all of it") { $0.line(23).hasSuffix(String(repeating: "3", count: 40)) }
    // The pictures of what was typed come with them; pieces of a frame are none.
    #expect(Double(frames(journey) - first) <= 30 * seconds + 5)
    journey.press(Sent.control("c"))
    journey.leave()
  }

  /// The frames drawn so far: each begins with this mode.
  private func frames(_ journey: Journey) -> Int {
    String(decoding: journey.terminal.output, as: UTF8.self)
      .split(separator: "\u{1b}[?2026h", omittingEmptySubsequences: false).count - 1
  }
}
