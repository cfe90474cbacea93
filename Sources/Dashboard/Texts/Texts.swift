/// A language of the interface.
public enum Language: String, Hashable, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh"

  var texts: any Texts {
    switch self {
    case .english: English()
    case .chinese: Chinese()
    }
  }
}

/// Every word of the interface: a protocol for each screen.
///
/// There are no defaults: a language that lacks a sentence does not compile.
typealias Texts = DeskTexts & MapTexts & HeadsTexts & WordsTexts & CompareTexts & AnatomyTexts
  & TourTexts & KeyboardTexts & CommandTexts & LessonTexts & RunTexts & BreakpointTexts
  & FigureTexts & ModelTexts
  & Sendable
