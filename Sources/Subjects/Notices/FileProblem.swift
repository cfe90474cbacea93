/// Why a file or a folder could not be used.
public struct FileProblem: Hashable, Sendable {
  /// What is wrong with it.
  public enum Kind: Hashable, Sendable {
    /// The system refused with this error number.
    case refused(Int32)
    /// Its content is not what its format demands.
    case malformed
    /// It lacks something of this name.
    case missing(String)
    /// It cannot be used as it is.
    case unsuitable
  }

  /// Where it lies.
  public var path: String
  /// What is wrong with it.
  public var kind: Kind
  /// What its format found, byte and field included: one sentence in English.
  public var words: String

  /// A problem with what lies at `path`.
  public init(path: String, _ kind: Kind, words: String) {
    self.path = path
    self.kind = kind
    self.words = words
  }
}
