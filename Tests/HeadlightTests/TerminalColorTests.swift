import Screens
import Testing

@testable import Terminal

/// The ladder of colours: each rung falls to the next.
@Suite struct TerminalColorTests {
  private func decision(
    _ demanded: ColorRung? = nil, type: String = "xterm-256color", colors: Int = 256,
    claimsRGB: Bool = false, noColor: String? = nil, colorTerm: String? = nil,
    isInGNUScreen: Bool = false
  ) -> ColorDecision {
    ColorDecision.make(
      demanded: demanded,
      ColorDecision.Facts(
        type: type, colors: colors, claimsRGB: claimsRGB, noColor: noColor, colorTerm: colorTerm,
        isInGNUScreen: isInGNUScreen))
  }

  @Test func ladder() {
    #expect(decision(.mono, colorTerm: "truecolor").rung == .mono)
    #expect(decision(.truecolor, noColor: "1").rung == .truecolor)
    #expect(decision(noColor: "1", colorTerm: "truecolor").rung == .mono)
    #expect(decision(noColor: "", colorTerm: "truecolor").rung == .truecolor)
    #expect(decision(colorTerm: "24bit").rung == .truecolor)
    #expect(decision(colorTerm: "yes").rung == .colors256)
    #expect(decision(type: "xterm-kitty").rung == .truecolor)
    #expect(decision(type: "alacritty-direct").rung == .truecolor)
    #expect(decision(type: "xterm-direct", colors: 1 << 24, claimsRGB: true).rung == .truecolor)
    #expect(decision().rung == .colors256)
    #expect(decision(colors: 88).rung == .colors16)
    #expect(decision(type: "linux", colors: 8).rung == .colors8)
    #expect(decision(type: "vt100", colors: -1).rung == .mono)
  }

  @Test func inheritedPromisesOfPoorerTerminals() {
    #expect(decision(type: "vt100", colors: -1, colorTerm: "truecolor").rung == .mono)
    #expect(decision(colorTerm: "truecolor", isInGNUScreen: true).rung == .colors256)
  }

  @Test func theOwnEntryIsKeptWhereItCanDoIt() {
    #expect(!decision().needsMadeEntry)
    #expect(!decision(.colors8).needsMadeEntry)
    #expect(decision(.colors256, colors: 8).needsMadeEntry)
    #expect(decision(.colors256, colors: 1 << 24, claimsRGB: true).needsMadeEntry)
    #expect(decision(.truecolor).needsMadeEntry)
  }

  @Test func nearestColors() {
    #expect(NearestColor.indexed256(255, 0, 0) == 196)
    #expect(NearestColor.indexed256(0, 0, 0) == 16)
    #expect(NearestColor.indexed256(128, 128, 128) == 244)
    #expect(NearestColor.indexed(250, 10, 10, count: 16) == 9)
    #expect(NearestColor.indexed(200, 10, 10, count: 8) == 1)
    for index in 16..<256 {
      let (red, green, blue) = NearestColor.rgb(index)
      let found = NearestColor.indexed256(UInt8(red), UInt8(green), UInt8(blue))
      #expect(NearestColor.rgb(Int(found)) == NearestColor.rgb(index))
    }
  }

  @Test func base64IsRFC4648() {
    let pairs = ["": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg=="]
    for (text, encoded) in pairs { #expect(base64(Array(text.utf8)) == encoded) }
    #expect(base64([0xfb, 0xff]) == "+/8=")
  }

  @Test func errorsAreOneCleanSentence() {
    let errors: [TerminalError] = [
      .notATerminal(.input), .notATerminal(.output), .noType, .unknownType("x\u{1b}[31m\ny"),
      .cannotMoveCursor("dumb"), .refused(String(repeating: "x", count: 500)),
    ]
    for error in errors {
      #expect(error.description.contains("headlight train dates --headless"))
      #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 })
      #expect(error.description.count < 250)
    }
  }
}
