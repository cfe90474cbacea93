extension English: WordsTexts {
  func says(_ token: String, _ probability: String) -> String { "says \(token) \(probability)" }
  func truth(_ token: String) -> String { "truth \(token)" }
  var oneRow: String { "one row for the whole text" }
  var asks: String { "asks" }
  var queryMark: String { "▾ query" }
  var keyMark: String { "▾ key" }
  var causalMeaning: String { "later tokens are masked" }
  func linesShown(_ first: Int, _ last: Int, _ all: Int) -> String {
    first == last ? "line \(first) of \(all)" : "lines \(first)–\(last) of \(all)"
  }

  // The bars.
  func looksAtHeading(_ query: String) -> String { "\(query) looks at" }
  var weighsHeading: String { "what weighs most" }
  var timesMean: String { "× mean" }
  func ranksShown(_ first: Int, _ last: Int, _ all: Int) -> String { "\(first)–\(last) of \(all)" }

  // The chart.
  var wordByWord: String { "weight, word by word" }
  func largestHere(_ weight: String) -> String { "largest \(weight)" }
  var scoreHeading: String { "score, before softmax" }
  var scoreHeadingTanh: String { "score, before softmax: tanh keeps it in −1 … 1" }
  func scoreIs(_ score: String, _ isCapped: Bool) -> String {
    "score \(score)" + (isCapped ? " of at most 1" : "")
  }

  // The cap.
  func capIs(_ cap: String) -> String { "cap \(cap)" }
  func capFormula(_ others: Int) -> String { "e²/(e²+\(others))" }
  func ofAtMost(_ cap: String) -> String { "of at most \(cap)" }
  var capMeaning: String { "┊ the most that can be" }
  var capLineMeaning: String { "┄ the most that can be" }
}
