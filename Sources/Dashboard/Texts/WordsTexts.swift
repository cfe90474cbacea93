/// The screen of the words, and its chart and bars.
protocol WordsTexts {
  func says(_ token: String, _ probability: String) -> String
  func truth(_ token: String) -> String
  var oneRow: String { get }
  var asks: String { get }
  var queryMark: String { get }
  var keyMark: String { get }
  var causalMeaning: String { get }
  func linesShown(_ first: Int, _ last: Int, _ all: Int) -> String

  // The bars.
  func looksAtHeading(_ query: String) -> String
  var weighsHeading: String { get }
  var timesMean: String { get }
  func ranksShown(_ first: Int, _ last: Int, _ all: Int) -> String

  // The chart.
  var wordByWord: String { get }
  func largestHere(_ weight: String) -> String
  var scoreHeading: String { get }
  var scoreHeadingTanh: String { get }
  func scoreIs(_ score: String, _ isCapped: Bool) -> String

  // The cap.
  func capIs(_ cap: String) -> String
  func capFormula(_ others: Int) -> String
  func ofAtMost(_ cap: String) -> String
  var capMeaning: String { get }
  var capLineMeaning: String { get }
}
