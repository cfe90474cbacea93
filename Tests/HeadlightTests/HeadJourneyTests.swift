import Screens
import Testing

/// A head is left out, its absence is seen, and everything comes back as it was.
@Suite struct HeadJourneyTests {
  @Test func aHeadGoesOffAloneAndOn() throws {
    let journey = try Journey(["train", "induction"], first: "Map   induction")
    try journey.press(":step 9\r", pausedAt: 9)
    try journey.press("H", see: "64 × repeated")
    let heads = journey.screen
    #expect(heads.picture.contains("▸1.0"))
    try journey.press("x", see: "training keeps all heads")
    #expect(journey.picture.contains("▸1.0 off"))
    try journey.press("x", see: "▸1.0 alone")
    try journey.see("the others of its layer are off") { seen in
      (1...3).allSatisfy { seen.picture.contains("1.\($0) off") }
    }
    try journey.press("x", see: "head 1.0 is on")
    try journey.see("the heads as they were") { Self.body($0) == Self.body(heads) }
    journey.leave()
  }

  @Test func whatIsWrittenChangesAndComesBack() throws {
    let journey = try Journey(["train", "translate"], first: "Map   translate")
    try journey.press(":step 9\r", pausedAt: 9)
    // The roles were measured: nothing will move any more.
    try journey.press("H", see: "32 × held-out")
    try journey.press("M", see: "writes")
    let before = journey.map
    try journey.press("x", see: "training keeps all heads")
    #expect(journey.line(0).contains("off"))
    #expect(journey.map != before)
    try journey.press("d", see: "now − with all heads on")
    journey.press("d")
    try journey.press("u", see: "all heads are on again")
    journey.press(Sent.control("l"))
    try journey.see("the map as it was") { _ in journey.map.dropLast() == before.dropLast() }
    journey.leave()
  }

  /// The thumbnails and their captions.
  private static func body(_ screen: Screen) -> [[Cell]] {
    (1...19).map { row in (0..<80).map { screen[row, $0] } }
  }
}
