extension Palette {
  /// How a pixel of an image looks: `ink` 0 … 1, lit by `light` 0 … 1.
  ///
  /// Light changes hue and lightness of the ink and lifts the paper a little, so that strokes keep
  /// their contrast wherever light falls. Where a level shows as a glyph there is no light: whoever
  /// draws must show it beside the image.
  public func pixel(ink: Double, light: Double) -> Cell {
    guard isColorBehind else { return shade(Self.level(ink)) }
    let (inkStep, lightStep) = (Self.step(ink, Self.inks), Self.step(light, Self.lights))
    guard inkStep + lightStep > 0 else { return .blank }
    let colors = Self.pixelColors[background]?[ladder] ?? []
    return Cell(" ", Style(background: colors[lightStep * Self.inks + inkStep]))
  }

  /// Two pixels, one above the other, in one cell.
  ///
  /// Where a level shows as a glyph it is that of their mean.
  public func pixels(upper: Double, lower: Double, light: Double) -> Cell {
    guard isColorBehind else { return pixel(ink: (upper + lower) / 2, light: light) }
    return Self.halves(pixel(ink: upper, light: light), pixel(ink: lower, light: light))
  }

  /// One cell with the colour of `upper` in its upper half and that of `lower` in its lower.
  public static func halves(_ upper: Cell, _ lower: Cell) -> Cell {
    if upper == lower { return upper }
    let (above, below) = (upper.style.background, lower.style.background)
    if above == .standard { return Cell("▄", Style(foreground: below)) }
    return Cell("▀", Style(foreground: above, background: below))
  }

  private static func step(_ share: Double, _ count: Int) -> Int {
    Int((min(1, max(0, share)) * Double(count - 1)).rounded())
  }

  /// Few steps: every pair of colours on the screen is one that the terminal has to be taught.
  private static let inks = 9
  private static let lights = 8

  /// The colours by background and ladder: a row of inks for every step of light.
  private static let pixelColors: [Background: [Ladder: [Color]]] = {
    func colors(_ background: Background, _ ladder: Ladder) -> [Color] {
      let way = ladder.anchors.map(OKLab.init)
      let isDark = background == .dark
      let paper = OKLab(lightness: isDark ? 0.16 : 0.97)
      let ink = OKLab(lightness: isDark ? 0.58 : 0.62)
      let litPaper = OKLab.on(way, lightness: isDark ? 0.36 : 0.84)
      let litInk = OKLab.on(way, lightness: isDark ? 0.93 : 0.28)
      return (0..<lights).flatMap { light -> [Color] in
        let share = Double(light) / Double(lights - 1)
        let from = paper.mixed(with: litPaper, share)
        let to = ink.mixed(with: litInk, share)
        return (0..<inks).map { from.mixed(with: to, Double($0) / Double(inks - 1)).color }
      }
    }
    return Dictionary(
      uniqueKeysWithValues: [Background.dark, .light].map { background in
        (
          background,
          Dictionary(
            uniqueKeysWithValues: Ladder.allCases.map { ($0, colors(background, $0)) })
        )
      })
  }()
}
