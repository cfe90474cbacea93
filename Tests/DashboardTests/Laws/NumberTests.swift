import Testing

@testable import Dashboard

@Suite("Numbers as text")
struct NumberTests {
  @Test(
    "Shares", arguments: [(0.022, ".022"), (1, "1.000"), (0.9996, "1.000"), (0, ".000")])
  func shares(value: Double, text: String) { #expect(shareText(value) == text) }

  @Test(
    "Losses",
    arguments: [
      (2.5678, "2.57"), (0.4321, ".432"), (0.0012, ".0012"), (0.00001, "1e-5"), (0, "0"),
      (12.34, "12.3"), (1234.5, "1235"), (.nan, "NaN"), (.infinity, "∞"), (0.996, "1.00"),
    ])
  func losses(value: Double, text: String) { #expect(loss(value) == text) }

  @Test("Signs, amounts, rates and places")
  func others() {
    #expect(signedShareText(-0.31, 2) == "−.31")
    #expect(signedShareText(0.3111, 2) == "+.31")
    #expect(fixed(-0.0001, 2) == "0.00")
    #expect(fixed(3, 0) == "3")
    #expect([812, 9_949, 70_412, 1_234_567].map(amount) == ["812", "9.9 K", "70 K", "1.2 M"])
    #expect([0.44, 31.2, 1_200].map(rate) == ["0.4", "31", "1200"])
    let places = [1, 2, 3, 4, 11, 12, 13, 21, 112].map { English().place($0, 200) }
    #expect(
      places.map { $0.dropFirst(2).prefix { $0 != " " } } == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th",
      ])
  }

  @Test func emojiThatDifferAreToldApart() {
    let people = ["👩", "👩🏽", "👩🏿", "👩\u{200D}🚀", "👩🏽\u{200D}🚀", "👨\u{200D}👩\u{200D}👧"]
    let labels = people.map { label($0) }
    #expect(Set(labels.map { $0.unicodeScalars.map(\.value) }).count == people.count)
    #expect(labels[1] == "👩₃" && labels[3] == "👩+🚀")
    #expect(label("a b") == "a␣b" && label("é") == "é" && label("🇫🇷") == "🇫🇷")
  }
}
