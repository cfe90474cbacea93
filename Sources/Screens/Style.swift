/// How a cell looks.
public struct Style: Hashable, Sendable {
  /// The colour of the text.
  public var foreground: Color
  /// The colour behind it.
  public var background: Color
  /// Heavier text.
  public var isBold: Bool
  /// Fainter text.
  public var isDim: Bool
  /// Foreground and background exchanged.
  public var isReversed: Bool
  /// A line below the text.
  public var isUnderlined: Bool

  /// A style; by default the terminal's own.
  public init(
    foreground: Color = .standard, background: Color = .standard, isBold: Bool = false,
    isDim: Bool = false, isReversed: Bool = false, isUnderlined: Bool = false
  ) {
    self.foreground = foreground
    self.background = background
    self.isBold = isBold
    self.isDim = isDim
    self.isReversed = isReversed
    self.isUnderlined = isUnderlined
  }

  /// The terminal's own colours.
  public static let plain = Style()
}
