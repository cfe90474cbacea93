import Tokenizers

/// The text of tokens that come one by one, handed out as soon as it cannot change any more.
///
/// A character may be spread over several tokens, and a blank may belong to what stands before: so
/// all tokens are decoded, and what is new of the text is what is behind the old one.
struct WrittenText {
  /// What was written so far, as far as it is certain.
  private(set) var text = ""
  private let prompt: [Int]
  private let tokenizer: Tokenizer?
  private var ids: [Int] = []

  /// The text behind the tokens `prompt`; without a tokenizer numbers are written.
  init(_ prompt: [Int], _ tokenizer: Tokenizer?) {
    (self.prompt, self.tokenizer) = (prompt, tokenizer)
  }

  /// What a token adds; nothing while a character is not whole.
  mutating func add(_ token: Int) -> String {
    ids.append(token)
    let whole = decoded
    return whole.unicodeScalars.last == "\u{fffd}" ? "" : extend(to: whole)
  }

  /// What was held back.
  mutating func finish() -> String { extend(to: decoded) }

  private var decoded: String {
    guard let tokenizer else { return ids.map(String.init).joined(separator: " ") }
    let (all, before) = (tokenizer.decode(prompt + ids), tokenizer.decode(prompt))
    guard all.utf8.starts(with: before.utf8) else { return tokenizer.decode(ids) }
    return String(decoding: all.utf8.dropFirst(before.utf8.count), as: UTF8.self)
  }

  private mutating func extend(to whole: String) -> String {
    guard whole.utf8.starts(with: text.utf8) else { return "" }
    let new = String(decoding: whole.utf8.dropFirst(text.utf8.count), as: UTF8.self)
    text = whole
    return new
  }
}
