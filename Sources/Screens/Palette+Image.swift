extension Palette {
  /// How a pixel of an image looks: `ink` 0 … 1, grey, as colour is for weights alone.
  public func pixel(ink: Double) -> Cell {
    guard isColorBehind else { return shade(Self.level(ink)) }
    let step = Int((min(1, max(0, ink)) * Double(Self.inks - 1)).rounded())
    guard step > 0 else { return .blank }
    return Cell(" ", Style(background: Self.pixelColors[background]?[step] ?? .standard))
  }

  /// Two pixels, one above the other, in one cell.
  ///
  /// Where a level shows as a glyph it is that of their mean.
  public func pixels(upper: Double, lower: Double) -> Cell {
    guard isColorBehind else { return pixel(ink: (upper + lower) / 2) }
    return Self.halves(pixel(ink: upper), pixel(ink: lower))
  }

  /// One cell with the colour of `upper` in its upper half and that of `lower` in its lower.
  public static func halves(_ upper: Cell, _ lower: Cell) -> Cell {
    if upper == lower { return upper }
    let (above, below) = (upper.style.background, lower.style.background)
    if above == .standard { return Cell("▄", Style(foreground: below)) }
    return Cell("▀", Style(foreground: above, background: below))
  }

  /// Few steps: every pair of colours on the screen is one that the terminal has to be taught.
  private static let inks = 9

  /// From paper to ink, by background.
  private static let pixelColors: [Background: [Color]] = {
    func colors(_ background: Background) -> [Color] {
      let isDark = background == .dark
      let paper = OKLab(lightness: isDark ? 0.16 : 0.97)
      let ink = OKLab(lightness: isDark ? 0.86 : 0.3)
      return (0..<inks).map { paper.mixed(with: ink, Double($0) / Double(inks - 1)).color }
    }
    return [.dark: colors(.dark), .light: colors(.light)]
  }()
}
