import Testing

@testable import Screens

@Suite("Palette")
struct PaletteTests {
  static let backgrounds: [Background] = [.dark, .light]

  /// The lightness of a level's background, where it has one of its own.
  private func lightness(_ cell: Cell) -> Double? {
    cell.style.background == .standard ? nil : cell.style.background.lightness
  }

  @Test(
    "Colours are monotone in lightness from the terminal's own background",
    arguments: Ladder.allCases, backgrounds)
  func monotone(ladder: Ladder, background: Background) {
    for rung in [ColorRung.truecolor, .colors256] {
      let palette = Palette(rung: rung, background: background, ladder: ladder)
      #expect(palette.shade(0).style == .plain)
      let levels = (0..<Palette.levels).compactMap { lightness(palette.shade($0)) }
      #expect(levels.count > 55)
      for (before, after) in zip(levels, levels.dropFirst()) {
        let isOnward = background == .dark ? after >= before : after <= before
        #expect(isOnward, "\(rung) \(ladder) \(background): \(before) then \(after)")
      }
      #expect(abs((levels.last ?? 0) - (levels.first ?? 0)) > 0.65)
    }
  }

  @Test("Signed colours too, and their halves differ", arguments: backgrounds)
  func signed(background: Background) {
    for rung in [ColorRung.truecolor, .colors256] {
      let palette = Palette(rung: rung, background: background)
      for sign in [-1, 1] {
        let levels = (1..<Palette.levels).compactMap { lightness(palette.signedShade(sign * $0)) }
        for (before, after) in zip(levels, levels.dropFirst()) {
          #expect(background == .dark ? after >= before : after <= before)
        }
      }
      #expect(palette.signedShade(40) != palette.signedShade(-40))
      #expect(palette.signedShade(0) == .blank)
    }
  }

  @Test("Smooth ladders rise in equal steps", arguments: Ladder.allCases)
  func uniform(ladder: Ladder) {
    let palette = Palette(rung: .truecolor, ladder: ladder)
    let levels = (1..<Palette.levels).compactMap { lightness(palette.shade($0)) }
    for (before, after) in zip(levels, levels.dropFirst()) {
      #expect(abs(after - before - 0.0122) < 0.009)
    }
  }

  @Test("Poor terminals show ink", arguments: [ColorRung.colors16, .colors8, .mono])
  func ink(rung: ColorRung) {
    let palette = Palette(rung: rung)
    let glyphs = (0..<Palette.levels).map { palette.shade($0).text }
    let order = rung == .mono ? " .:-=+*#%@" : " ░▒▓█"
    let places = glyphs.map { glyph in order.firstIndex { String($0) == glyph } }
    for (before, after) in zip(places, places.dropFirst()) {
      #expect((before ?? order.endIndex) <= (after ?? order.startIndex))
    }
    #expect(Set(glyphs).count == order.count)
    #expect(palette.signedShade(60) != palette.signedShade(-60))
    #expect(palette.signedShade(20) != palette.signedShade(-20))
    if rung == .mono { #expect(palette.signedShade(20).text != palette.signedShade(-20).text) }
  }

  @Test("Levels")
  func levels() {
    #expect(Palette.level(0) == 0)
    #expect(Palette.level(-3) == 0)
    #expect(Palette.level(.nan) == 0)
    #expect(Palette.level(1) == 63)
    #expect(Palette.level(9) == 63)
    #expect(Palette.level(0.5) == 32)
  }

  @Test("Marks are black or white, whichever shows", arguments: backgrounds)
  func marks(background: Background) {
    let palette = Palette(rung: .truecolor, background: background)
    let bright = background == .dark ? 63 : 1
    let black = palette.mark("·", over: palette.shade(bright))
    let white = palette.mark("·", over: palette.shade(64 - bright))
    #expect(black.style.foreground == .rgb(0, 0, 0))
    #expect(white.style.foreground == .rgb(255, 255, 255))
    #expect(palette.mark("·", over: .blank).style.foreground == .standard)
    #expect(Palette(rung: .mono).mark("·", over: Cell("@")).style.isReversed)
    #expect(!Palette(rung: .mono).mark("·", over: Cell(".")).style.isReversed)
  }

  @Test("What is not a number looks like nothing else", arguments: ColorRung.allCases)
  func notANumber(rung: ColorRung) {
    for ladder in Ladder.allCases {
      let palette = Palette(rung: rung, ladder: ladder)
      #expect(!(0..<64).contains { palette.shade($0) == palette.notANumber })
      #expect(palette.notANumber.text == "×")
    }
  }

  @Test("OKLab gives every colour back")
  func roundTrip() {
    for color: UInt32 in [0x000000, 0xFFFFFF, 0x440154, 0x21918C, 0xFDE725, 0xFF0000, 0x0000FF] {
      let back = Color.rgb(
        UInt8(color >> 16 & 255), UInt8(color >> 8 & 255), UInt8(color & 255))
      #expect(OKLab(color).color == back)
    }
    #expect(abs(OKLab(0xFFFFFF).lightness - 1) < 1e-6)
  }
}
