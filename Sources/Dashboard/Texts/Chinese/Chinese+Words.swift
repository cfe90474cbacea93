extension Chinese: WordsTexts {
  func says(_ token: String, _ probability: String) -> String { "回答 \(token) \(probability)" }
  func truth(_ token: String) -> String { "正确答案 \(token)" }
  var oneRow: String { "整段文字只有一行" }
  var asks: String { "提问" }
  var queryMark: String { "▾ 提问的 query" }
  var keyMark: String { "▾ 选中的 key" }
  var causalMeaning: String { "后面的词元遮住了" }
  func linesShown(_ first: Int, _ last: Int, _ all: Int) -> String {
    first == last ? "第 \(first) 行，共 \(all)" : "第 \(first)–\(last) 行，共 \(all)"
  }

  // The bars.
  func looksAtHeading(_ query: String) -> String { "\(query) 看" }
  var weighsHeading: String { "权重最大的" }
  var timesMean: String { "× 平均" }
  func ranksShown(_ first: Int, _ last: Int, _ all: Int) -> String {
    "第 \(first)–\(last) 个，共 \(all)"
  }

  // The chart.
  var wordByWord: String { "逐词的权重" }
  func largestHere(_ weight: String) -> String { "最大 \(weight)" }
  var scoreHeading: String { "softmax 之前的分数" }
  var scoreHeadingTanh: String { "softmax 之前的分数：tanh 把它限制在 −1 … 1" }
  func scoreIs(_ score: String, _ isCapped: Bool) -> String {
    "分数 \(score)" + (isCapped ? "，至多 1" : "")
  }

  // The cap.
  func capIs(_ cap: String) -> String { "上限 \(cap)" }
  func capFormula(_ others: Int) -> String { "e²/(e²+\(others))" }
  func ofAtMost(_ cap: String) -> String { "至多 \(cap)" }
  var capMeaning: String { "┊ 可能的最大值" }
  var capLineMeaning: String { "┄ 可能的最大值" }
}
