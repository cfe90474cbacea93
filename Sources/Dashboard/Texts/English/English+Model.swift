extension English: ModelTexts {
  func writtenTokens(_ now: Int, _ latest: Int) -> String {
    now < latest ? "token \(now) of \(latest)" : counted(latest, "token") + " written"
  }
  var writing: String { "▶ writing" }
  func reading(_ percent: Int) -> String { "reading \(percent) %   esc stops" }
  func readingShort(_ percent: Int) -> String { "\(percent) %" }
  var nothingRead: String { "nothing was read yet: t types a text" }
  var tokenAxis: String { "token" }
  var nextToken: String { "next token" }
  func maskAt(_ place: Int) -> String { "mask at \(place)" }
  var logChange: String { "Δ ln p" }
  var logProbability: String { "ln p, Δ ln p" }
  var writeShort: String { "write" }
  var tokenShort: String { "token" }
  var whyNothingWritten: String { "nothing was written yet; . writes a token" }
  var whyNoGradients: String { "a model that only reads has no loss, so it has no gradients" }
  var whyLastToken: String { "this is the last token; . writes one more" }
  func temperatureIs(_ temperature: Float?) -> String {
    guard let temperature else { return "the likeliest token is written" }
    return
      "tokens are chosen at random at temperature \(temperature); :temperature 0 takes the likeliest"
  }
  var expectedTemperature: String { "a number in 0 … 10; 0 takes the likeliest token" }
  func alignedTexts(_ equal: Int, _ all: Int) -> String {
    "aligned by equal tokens, \(equal) of \(all)"
  }
  var whyNotAligned: String { "the two texts have no token in common" }
}
