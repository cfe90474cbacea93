import JSON
public import Subjects
public import TensorFiles
public import Tokenizers

/// Why a model cannot be opened or read a text with; the description is the sentence a person reads.
public enum ModelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A file that cannot be read, or is not what its format demands.
  case file(FileError)
  /// A Keras model that cannot be opened, or cannot read a text.
  case keras(KerasModelError)
  /// A tokenizer that cannot be read.
  case tokenizer(TokenizerError)
  /// Something that exists elsewhere but not here: what it is, its value, and what there is instead.
  case unsupported(path: String, field: String, value: String, supported: String)
  /// A field that has no possible value.
  case field(path: String, field: String, found: String, expected: String)
  /// A tensor that is not what the configuration says.
  case tensor(path: String, name: String, problem: String, advice: String)
  /// A path at which there is no model.
  case noModel(path: String, problem: String, advice: String)
  /// A text that the model cannot read.
  case unreadable(TextProblem)
  /// Something that cannot be done with this model.
  case text(problem: String, advice: String)

  /// One sentence or two: where, what was expected, what to try.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .tokenizer(let error): error.description
    case .keras(let error): error.description
    case .unsupported(let path, let field, let value, let supported):
      "\(legible(path)): not supported: \(legible(field)) = \(legible(value)); "
        + "supported: \(supported)"
    case .field(let path, let field, let found, let expected):
      "\(legible(path)), \(legible(field)): expected \(expected), found \(legible(found))"
    case .tensor(let path, let name, let problem, let advice):
      "\(legible(path)), tensor “\(legible(name))”: \(problem); \(advice)"
    case .noModel(let path, let problem, let advice): "\(legible(path)) \(problem); \(advice)"
    case .unreadable(let problem): problem.description
    case .text(let problem, let advice): "\(problem); \(advice)"
    }
  }
}

extension Problem {
  /// What an error of a model says, in the reader's language where it is about a text.
  public init(_ error: ModelError) {
    switch error {
    case .unreadable(let problem): self = .text(problem)
    default: self = .words(error.description)
    }
  }
}
