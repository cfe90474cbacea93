public import Screens

/// How a figure is drawn.
public struct FigureOptions: Hashable, Sendable {
  /// What it is a figure of.
  public var view: ScreenName
  /// In millimetres: a column of a journal has 84, its page 174.
  public var width = 84.0
  /// What it will lie on; it has no background of its own.
  public var background = Background.light
  /// Whether it is one of several that become a moving one: then every cell is a mark of its own, and
  /// the step is written in it.
  public var isFrame = false
  /// Whether a figure of the Anatomy is about the operation under the cursor alone, with what it reads.
  public var isOneOperation = false
  /// The weight up to which the automatic scale goes, where several figures share one.
  public var reaching: Float?

  /// The widths that a figure may have, in millimetres.
  public static let widths = 40.0...1_000.0

  /// A figure of `view`.
  public init(_ view: ScreenName) { self.view = view }
}

extension FigureOptions {
  /// What somebody wrote as a width, `84mm` or `84`, in millimetres; nil where it is none.
  public static func millimetres(_ text: String) -> Double? {
    let number = text.hasSuffix("mm") ? String(text.dropLast(2)) : text
    return Double(number).flatMap { widths.contains($0) ? $0 : nil }
  }
}
