public import Subjects
import TensorFiles

extension Problem {
  /// What an error says: of a file as a value, of anything else in its own words.
  public init(_ error: any Error) {
    if let problem = error as? Problem {
      self = problem
      return
    }
    guard let error = error as? FileError else {
      self = .words("\(error)")
      return
    }
    let kind: FileProblem.Kind =
      switch error {
      case .refused(_, _, let code): .refused(code)
      case .malformed: .malformed
      case .missing(_, let name): .missing(name)
      case .unsuitable: .unsuitable
      }
    self = .file(FileProblem(path: error.path, kind, words: "\(error)"))
  }
}
