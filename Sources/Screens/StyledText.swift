/// Text in several styles, one run after the other.
public struct StyledText: Hashable, Sendable, ExpressibleByStringLiteral {
  /// A stretch of text in one style.
  public struct Piece: Hashable, Sendable {
    /// The text.
    public var text: String
    /// How it looks.
    public var style: Style
  }

  /// The runs from left to right.
  public private(set) var pieces: [Piece] = []

  /// `text` in one style.
  public init(_ text: String = "", _ style: Style = .plain) {
    if !text.isEmpty { pieces.append(Piece(text: text, style: style)) }
  }

  /// Plain text.
  public init(stringLiteral text: String) { self.init(text) }

  /// The number of cells it takes.
  public var cells: Int { pieces.reduce(0) { $0 + width(of: $1.text) } }

  /// Whether it shows nothing.
  public var isEmpty: Bool { pieces.isEmpty }

  /// The text without its styles.
  public var text: String { pieces.map(\.text).joined() }

  /// One after the other.
  public static func + (left: StyledText, right: StyledText) -> StyledText {
    var sum = left
    sum.pieces += right.pieces
    return sum
  }

  /// Adds `other` at the end.
  public static func += (left: inout StyledText, right: StyledText) { left = left + right }
}
