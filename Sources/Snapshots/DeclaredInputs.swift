/// The inputs that something was measured on, where that is not the one that is shown.
public struct DeclaredInputs: Hashable, Sendable {
  /// What they are.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Random tokens that repeat.
    case repeatedTokens = "repeated tokens"
    /// Held-out dates.
    case dates = "held-out dates"
    /// Held-out strips of digits.
    case strips = "held-out strips"
    /// Held-out rows of a user's file.
    case rows = "held-out rows"
  }

  /// How many.
  public var count: Int
  /// What they are.
  public var kind: Kind
  /// The step at which was measured, where it is not the one that is shown.
  public var step: Int?

  /// So many inputs of a kind.
  public init(_ count: Int, _ kind: Kind, at step: Int? = nil) {
    self.count = count
    self.kind = kind
    self.step = step
  }
}
