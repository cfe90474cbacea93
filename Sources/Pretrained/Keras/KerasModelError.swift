import JSON
public import TensorFiles

/// Why a Keras model could not be opened or a text not be read; the description is the sentence that
/// a person reads.
public enum KerasModelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A file could not be read.
  case file(FileError)
  /// A field of config.json does not say what it must.
  case config(path: String, field: String, problem: String)
  /// A tensor is missing, too many or not as the others demand.
  case tensor(path: String, name: String, problem: String)
  /// A text that the model cannot read.
  case text(problem: String, advice: String)

  /// One sentence: where, what was expected, what to try.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .config(let path, let field, let problem):
      "\(legible(path, limit: 200)), \(legible(field, limit: 60)): \(legible(problem, limit: 300))"
    case .tensor(let path, let name, let problem):
      "\(legible(path, limit: 200)), tensor “\(legible(name, limit: 60))”: "
        + legible(problem, limit: 300)
    case .text(let problem, let advice):
      "\(legible(problem, limit: 200)); \(legible(advice, limit: 300))"
    }
  }
}
