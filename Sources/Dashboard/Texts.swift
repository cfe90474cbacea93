/// A language of the interface.
public enum Language: String, Hashable, Sendable, CaseIterable {
  case english = "en"

  var texts: Texts {
    switch self {
    case .english: .english
    }
  }
}

struct Texts: Sendable {
  static let english = Texts()
}
