/// One cell of a screen.
///
/// A wide character fills two cells: the first holds it, the second is a `continuation`.
public struct Cell: Hashable, Sendable {
  /// The character, already safe to show; empty in the second half of a wide one.
  public var text: String
  /// How it looks.
  public var style: Style

  /// A cell showing `text`.
  public init(_ text: String = " ", _ style: Style = .plain) {
    self.text = text
    self.style = style
  }

  /// A cell that shows nothing.
  public static let blank = Cell()

  /// The second half of a wide character of this style.
  public static func continuation(_ style: Style) -> Cell { Cell("", style) }
}
