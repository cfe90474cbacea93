/// Why a reference case cannot be computed, or results cannot be written, as a sentence for a person.
public struct VerificationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, where, what was expected and what to try.
  public let description: String

  /// An error that says so.
  init(_ description: String) { self.description = description }
}
