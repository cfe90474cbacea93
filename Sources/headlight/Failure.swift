import Dashboard
import Runs
import Screens
import Subjects

/// Why the program ends without having done what was asked: a sentence for a person and a status.
struct Failure: Error {
  /// What went wrong, where, what was expected and what to try.
  var message: String
  var status = ExitStatus.badInput
  /// The same as a value, for a screen that may speak another language.
  var problem: Problem

  init(_ message: String, status: ExitStatus = .badInput) {
    self.init(.words(message), status: status)
  }

  init(_ problem: Problem, status: ExitStatus = .badInput) {
    message = Language.english.line(problem)
    self.problem = problem
    self.status = status
  }

  /// What an error says; a failure stays what it is.
  init(_ error: any Error, status: ExitStatus = .badInput) {
    if let failure = error as? Failure {
      self = failure
    } else {
      self.init(Problem(error), status: status)
    }
  }
}

extension Failure {
  /// A word that is neither a command nor a lesson, and what may have been meant.
  static func unknownWord(_ word: String, commands: [String], lessons: [String]) -> Failure {
    let near = (commands + lessons).filter { distance($0, word) <= 2 }
      .min { distance($0, word) < distance($1, word) }
    let meant = near.map { "did you mean \($0)? " } ?? ""
    return Failure(
      "there is no command or lesson called \"\(safe(word, cells: 40))\"; \(meant)commands: "
        + commands.joined(separator: ", ") + "; lessons: " + lessons.joined(separator: ", ")
        + "; \"headlight --help\" explains them")
  }

  /// How many letters have to be put in, left out or exchanged.
  private static func distance(_ first: String, _ second: String) -> Int {
    let second = Array(second.prefix(40))
    var row = Array(0...second.count)
    for (place, letter) in first.enumerated() {
      var diagonal = row[0]
      row[0] = place + 1
      for column in second.indices {
        let change = diagonal + (second[column] == letter ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(change, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[second.count]
  }
}
