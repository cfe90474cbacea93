/// Why a model cannot read a text, as a value: a language makes the sentence.
public enum TextProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is nothing in it.
  case empty
  /// It has more tokens than the model was made for; so many could be read.
  case tooLong(tokens: Int, context: Int, fits: Int)
  /// Its attention would take more memory than is given to it; so many tokens could be read.
  case tooLarge(tokens: Int, fits: Int)
  /// A number that no token has.
  case noToken(Int, last: Int)
  /// A number that no kind of sentence has.
  case noKind(Int, last: Int)
  /// As many kinds as tokens are needed.
  case kinds(Int, tokens: Int)
  /// The model has no tokenizer: it reads the numbers of tokens.
  case noTokenizer

  /// The sentence in English: what is wrong, and what to try.
  public var description: String {
    switch self {
    case .empty: "a text without tokens; type something"
    case .tooLong(let tokens, let context, let fits):
      "\(tokens) tokens are more than the model's \(context); shorten the text to \(fits) tokens"
    case .tooLarge(let tokens, let fits):
      "the attention of \(tokens) tokens takes more than 1 GB; shorten the text to \(fits) tokens"
    case .noToken(let number, let last):
      "the model has no token \(number); its numbers are 0 … \(last)"
    case .noKind(let number, let last):
      "the model has no kind of sentence \(number); its kinds are 0 … \(last)"
    case .kinds(let kinds, let tokens):
      "\(kinds) kinds for \(tokens) tokens; give one for each token"
    case .noTokenizer: "the model has no tokenizer; type the numbers of tokens, such as 0 2 1"
    }
  }
}
