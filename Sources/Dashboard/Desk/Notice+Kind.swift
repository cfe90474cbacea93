import Subjects

extension Notice {
  /// Whether something went wrong.
  var isProblem: Bool {
    switch self {
    case .unsaved(.some), .noTour, .wayLeftOut, .problem, .notReplaced: true
    default: false
    }
  }

  /// Whether it is true only until there is a picture.
  var isPassing: Bool {
    if case .starting = self { true } else { false }
  }
}
