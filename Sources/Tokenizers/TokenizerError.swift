import JSON

/// Why a tokenizer could not be read; the description is the sentence a person reads.
public enum TokenizerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A field is not what its format demands.
  case malformed(path: String, field: String, problem: String)
  /// A component of a kind that is not known, and the kinds that are.
  case unsupported(path: String, field: String, name: String, supported: String)

  /// One sentence: where, what, what would work.
  public var description: String {
    switch self {
    case .malformed(let path, let field, let problem):
      Self.place(path, field) + ": " + legible(problem, limit: 400)
    case .unsupported(let path, let field, let name, let supported):
      Self.place(path, field) + ": “\(legible(name))” is not supported; supported are \(supported)"
    }
  }

  /// An error of JSON at a byte.
  init(_ error: JSONError, path: String, field: String) {
    self = .malformed(
      path: path, field: field,
      problem: "byte \(error.offset): expected \(error.expected), found \(error.found)")
  }

  private static func place(_ path: String, _ field: String) -> String {
    let shown = path.isEmpty ? "the tokenizer" : legible(path, limit: 200)
    return field.isEmpty ? shown : shown + ", " + legible(field)
  }
}
