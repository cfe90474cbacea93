import ArgumentParser
import Pretrained

/// What a pretrained model reads, and how it goes on.
struct WritingOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "The most tokens, or characters, that are written.")
  var tokens: Int?
  @OptionGroup var text: TextOptions
  @OptionGroup var numbers: TokenOptions
  @Option(
    parsing: .unconditional,
    help:
      "Draw tokens at random, the likelier ones the oftener the lower it is; else the likeliest.")
  var temperature: Float?
  @Option(help: "The seed of tokens that are drawn.")
  var seed: UInt64?
  @Flag(help: "A JSON object for each text: what was read and written, with probabilities.")
  var json = false

  /// The tokens that are written where nobody says how many.
  static let defaultTokens = 20
  /// The most that can be asked for.
  static let mostTokens = 1_000_000

  func validate() throws {
    if let tokens, !(1...Self.mostTokens).contains(tokens) {
      throw ValidationError("--tokens takes 1 … \(Self.mostTokens), not \(tokens).")
    }
    if let temperature, !(temperature > 0 && temperature.isFinite) {
      throw ValidationError("--temperature takes a number above 0, not \(temperature).")
    }
    if seed != nil, temperature == nil {
      throw ValidationError("--seed belongs to --temperature: without it nothing is random.")
    }
    if numbers.ids != nil, text.text != nil || text.textFile != nil {
      throw ValidationError("--ids and --text are two ways to say the same: choose one.")
    }
  }

  /// The options that were given, as they are written.
  var names: [String] {
    let given: [(String, Bool)] = [
      ("--tokens", tokens != nil), ("--text", text.text != nil),
      ("--text-file", text.textFile != nil), ("--ids", numbers.ids != nil),
      ("--temperature", temperature != nil), ("--json", json),
    ]
    return given.filter(\.1).map(\.0)
  }
}
