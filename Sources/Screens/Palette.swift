/// How values look on this terminal: 64 levels from nothing to the brightest, and their opposites.
///
/// Rich terminals show a level as the colour behind a cell, from the terminal's own background on;
/// poor ones as a glyph of growing ink. Levels are few so that cells that hardly change stay
/// unchanged and are not sent again.
public struct Palette: Hashable, Sendable {
  /// The number of levels.
  public static let levels = 64

  /// How many colours the terminal shows.
  public let rung: ColorRung
  /// Whether it is dark or light.
  public let background: Background
  /// The ladder for values that are not negative.
  public let ladder: Ladder

  private let shades: [Cell]
  private let lessShades: [Cell]
  private let moreShades: [Cell]

  /// The looks of `ladder` on a terminal of this kind.
  public init(rung: ColorRung, background: Background = .dark, ladder: Ladder = .viridis) {
    self.rung = rung
    self.background = background
    self.ladder = ladder
    switch rung {
    case .truecolor:
      let smooth = Self.smoothShades[background] ?? [:]
      shades = smooth[ladder.anchors] ?? []
      lessShades = smooth[SignedLadder.less] ?? []
      moreShades = smooth[SignedLadder.more] ?? []
    case .colors256:
      shades = Self.stepped(ladder.entries(background))
      lessShades = Self.stepped(SignedLadder.entries(isMore: false, background))
      moreShades = Self.stepped(SignedLadder.entries(isMore: true, background))
    case .colors16, .colors8:
      let blue = Color.indexed(rung == .colors16 && background == .dark ? 12 : 4)
      let yellow = Color.indexed(rung == .colors16 && background == .dark ? 11 : 3)
      shades = Self.inked(blocks) { _ in .plain }
      lessShades = Self.inked(blocks) { _ in Style(foreground: blue) }
      moreShades = Self.inked(blocks) { _ in Style(foreground: yellow) }
    case .mono:
      shades = Self.inked(ink) { Style(isBold: $0 >= Palette.levels / 2) }
      let strongest = Palette.levels * 4 / 5
      lessShades = Self.inked(lessInk) { Style(isReversed: $0 > strongest) }
      moreShades = Self.inked(moreInk) { Style(isBold: true, isReversed: $0 > strongest) }
    }
  }

  /// Whether a level shows as the colour behind a cell; else it shows as a glyph.
  public var isColorBehind: Bool { rung.isColorBehind }

  /// The level of a share of the brightest look.
  public static func level(_ share: Double) -> Int {
    guard share > 0 else { return 0 }
    // A share may be infinite: a difference of numbers that are no more than finite.
    let level = share * Double(levels)
    return level < Double(levels - 1) ? Int(level) : levels - 1
  }

  /// The look of a level, 0 … 63.
  public func shade(_ level: Int) -> Cell { shades[min(Self.levels - 1, max(0, level))] }

  /// The look of a signed level, −63 … 63.
  public func signedShade(_ level: Int) -> Cell {
    let size = min(Self.levels - 1, abs(level))
    return level < 0 ? lessShades[size] : moreShades[size]
  }

  /// The look of a value that is not a number: a cross on a ground that no ladder has.
  public var notANumber: Cell {
    switch rung {
    case .truecolor: Cell("×", Style(foreground: .rgb(255, 255, 255), background: .rgb(190, 0, 0)))
    case .colors256: Cell("×", Style(foreground: .indexed(231), background: .indexed(160)))
    case .colors16, .colors8: Cell("×", Style(foreground: .indexed(7), background: .indexed(1)))
    case .mono: Cell("×", Style(isBold: true, isReversed: true))
    }
  }

  /// The look of a value that is there but not drawn.
  public var hidden: Cell { Cell("┊", label) }

  /// `glyph` over a cell that looks like `shade`, black or white, whichever shows.
  ///
  /// Where the level is a glyph itself, the mark replaces it, reversed where the ink was heavy.
  public func mark(_ glyph: String, over shade: Cell) -> Cell {
    guard isColorBehind else {
      var style = shade.style
      if heavyInk.contains(shade.text) { style.isReversed.toggle() }
      style.isBold = true
      return Cell(glyph, style)
    }
    var style = shade.style
    if style.background != .standard {
      style.foreground = contrast(to: style.background)
    }
    style.isBold = true
    return Cell(glyph, style)
  }

  private func contrast(to color: Color) -> Color {
    let isBright = color.lightness > 0.6
    return rung == .truecolor
      ? (isBright ? .rgb(0, 0, 0) : .rgb(255, 255, 255)) : .indexed(isBright ? 16 : 231)
  }
}

/// The looks of what is not data.
extension Palette {
  /// The one accent: the screen's name, the crosshair, keys in the key line.
  public var accent: Style {
    switch (rung, background) {
    case (.mono, _): Style(isBold: true)
    case (.truecolor, .light): Style(foreground: .rgb(0, 105, 135), isBold: true)
    case (.colors256, .light): Style(foreground: .indexed(24), isBold: true)
    default: Style(foreground: .indexed(6), isBold: true)
    }
  }

  /// Labels, which step back behind data.
  public var label: Style { Style(isDim: true) }

  /// Bars, and the first of two curves: data, but not the data that the ladder is for.
  public var bar: Style {
    switch (rung, background) {
    case (.truecolor, .dark): Style(foreground: .rgb(150, 156, 160))
    case (.truecolor, .light): Style(foreground: .rgb(105, 110, 115))
    case (.colors256, .dark): Style(foreground: .indexed(247))
    case (.colors256, .light): Style(foreground: .indexed(242))
    default: .plain
    }
  }

  /// The second of two curves.
  public var secondCurve: Style {
    switch (rung, background) {
    case (.truecolor, .dark): Style(foreground: .rgb(105, 150, 175))
    case (.truecolor, .light): Style(foreground: .rgb(50, 105, 140))
    case (.colors256, .dark): Style(foreground: .indexed(67))
    case (.colors256, .light): Style(foreground: .indexed(24))
    case (.mono, _): .plain
    default: Style(foreground: .indexed(6))
    }
  }

  /// Errors, the only red that is not in a ladder.
  public var error: Style {
    rung == .mono
      ? Style(isBold: true, isReversed: true)
      : Style(foreground: .indexed(1), isBold: true)
  }

  /// What is wrong on purpose.
  public var warning: Style { Style(isReversed: true) }

  /// What the model has no token for: marked, and not as light as data is.
  public var unknown: Style { Style(isUnderlined: true) }
}

extension Palette {
  /// Every smooth ladder by its anchors, computed once: a palette is made for every frame.
  private static let smoothShades: [Background: [[UInt32]: [Cell]]] = {
    let ladders = Ladder.allCases.map(\.anchors) + [SignedLadder.less, SignedLadder.more]
    func shades(_ background: Background) -> [[UInt32]: [Cell]] {
      Dictionary(uniqueKeysWithValues: ladders.map { ($0, smooth($0, background)) })
    }
    return [.dark: shades(.dark), .light: shades(.light)]
  }()

  /// Lightness goes in equal steps from the terminal's background to the far end of the ladder.
  ///
  /// The background is not known to the last shade: level 0 leaves it alone, level 1 is near it.
  /// Near the background there is little colour: a light terminal's first third is pale, or the
  /// faintest weights would be the gaudiest.
  private static func smooth(_ anchors: [UInt32], _ background: Background) -> [Cell] {
    let way = anchors.map(OKLab.init)
    let (near, far) = background == .dark ? (0.16, 0.93) : (0.97, 0.26)
    return (0..<levels).map { level in
      guard level > 0 else { return .blank }
      let share = Double(level) / Double(levels - 1)
      var color = OKLab.on(way, lightness: near + (far - near) * share)
      if background == .light {
        let strength = min(1, 2.2 * share + 0.1)
        color.green *= strength
        color.blue *= strength
      }
      return Cell(" ", Style(background: color.color))
    }
  }

  /// So few colours have edges, and an edge at uniform would make stripes of a map in which nothing is
  /// learned yet: around a quarter of the way, where the automatic scale has uniform, there is none.
  private static func stepped(_ entries: [UInt8]) -> [Cell] {
    (0..<levels).map { level in
      let level = around(levels / 4).contains(level) ? levels / 4 : level
      let place = level * (entries.count + 1) / levels
      return place == 0 ? .blank : Cell(" ", Style(background: .indexed(entries[place - 1])))
    }
  }

  /// The levels within 20 % of `level`.
  private static func around(_ level: Int) -> ClosedRange<Int> {
    (level * 4 / 5)...(level * 6 / 5)
  }

  private static func inked(_ glyphs: [String], style: (Int) -> Style) -> [Cell] {
    (0..<levels).map { Cell(glyphs[$0 * glyphs.count / levels], style($0)) }
  }
}

private let blocks = [" ", "░", "▒", "▓", "█"]

private let ink = [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]

private let lessInk = [" ", "-", "=", "≡", "≡"]

private let moreInk = [" ", "+", "*", "#", "#"]

private let heavyInk: Set<String> = ["▓", "█", "*", "#", "%", "@"]
