extension Condition {
  /// Why a text is not a condition, and where.
  public struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text.
    public var text: String
    /// The place of the mistake, counted in characters from 1.
    public var column: Int
    /// What should stand there.
    public var expected: Expected
    /// A condition over the same quantities.
    public var example = "exact_match >= 0.99 and step > 100"

    /// `"exact >" is not a condition: at column 8 a number was expected; try "exact_match >= 0.99"`.
    public var description: String {
      "\"\(text)\" is not a condition: at column \(column) \(expected) was expected; "
        + "try \"\(example)\""
    }
  }

  /// What can be missing in a text that is no condition.
  public enum Expected: Hashable, Sendable, CustomStringConvertible {
    /// `and`, `or` or nothing more.
    case end
    /// `(`.
    case opening
    /// `)`.
    case closing
    /// The quote that ends a name.
    case quote
    /// No more than 64 levels of parentheses and `not`.
    case fewerLevels
    /// One of these names.
    case name([String])
    /// Any name.
    case anyName
    /// A comparison.
    case sign
    /// A number.
    case number
    /// A head: `1.3`.
    case head
    /// What a head does.
    case measure

    /// In words.
    public var description: String {
      switch self {
      case .end: "\"and\", \"or\" or the end"
      case .opening: "\"(\""
      case .closing: "\")\""
      case .quote: "a \" that ends the name"
      case .fewerLevels: "at most 64 levels of parentheses and \"not\""
      case .name(let names): "one of " + names.joined(separator: ", ")
      case .anyName: "a name, such as loss or \"train/loss\", or head(0.1).entropy"
      case .sign: "one of < <= > >= == !="
      case .number: "a number"
      case .head: "a head by layer and number, such as 1.3"
      case .measure: "one of " + HeadMeasure.names.joined(separator: ", ")
      }
    }
  }
}
