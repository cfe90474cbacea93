/// A sentence that stays until the next key.
public struct Message: Hashable, Sendable {
  /// What it says.
  public var text: String
  /// Whether something went wrong.
  public var isError: Bool
  /// Whether it is true only until there is a picture.
  public var isPassing: Bool

  /// A message saying `text`.
  public init(_ text: String, isError: Bool = false, isPassing: Bool = false) {
    self.text = text
    self.isError = isError
    self.isPassing = isPassing
  }
}
