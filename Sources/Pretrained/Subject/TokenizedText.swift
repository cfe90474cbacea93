import Snapshots
import Tokenizers

/// A text as a model reads it: numbers, and what stands at each place.
struct TokenizedText {
  /// The text, of a pair both.
  var text: String
  /// The numbers of the tokens.
  var ids: [Int]
  /// The kinds of the tokens; empty where the model knows none.
  var types: [Int]
  /// What stands at each place.
  var tokens: [Labels.Token]
  /// The places of marks of the format.
  var specials: Set<Int>

  /// What stands between two texts of a pair where they are shown as one.
  private static let between = "  "

  var labels: Labels { .tokens(tokens) }

  /// Tokens by their numbers; `types`: empty, or one for each.
  init(ids: [Int], types: [Int], _ tokenizer: Tokenizer?) {
    text = tokenizer?.decode(ids) ?? ids.map(String.init).joined(separator: " ")
    (self.ids, self.types) = (ids, types)
    tokens = ids.map { .init(Self.label($0, tokenizer), id: Int32(clamping: $0)) }
    specials = Set(ids.indices.filter { tokenizer?.isSpecial(ids[$0]) ?? false })
  }

  /// What a tokenizer makes of a text, or of two; `types`: how many kinds the model knows.
  init(_ text: ModelText, _ tokenizer: Tokenizer, types kinds: Int) {
    let encoding = tokenizer.encode(text.text, pair: text.pair)
    self.text = text.text + (text.pair.map { Self.between + $0 } ?? "")
    ids = encoding.ids
    types = kinds > 0 ? encoding.types.map { min($0, kinds - 1) } : []
    let starts = [
      Self.bytes(text.text, from: 0),
      text.pair.map { Self.bytes($0, from: text.text.utf8.count + Self.between.utf8.count) } ?? [],
    ]
    let markers = TokenMarkers(tokenizer.markers)
    tokens = encoding.ids.indices.map { place in
      let range = encoding.offsets[place]
      let bytes = starts[encoding.sequences[place] == 1 ? 1 : 0]
      let isThere = !range.isEmpty && range.upperBound < bytes.count
      let token = encoding.tokens[place]
      return .init(
        encoding.isSpecial[place] ? token : markers?.readable(token) ?? token,
        id: Int32(clamping: encoding.ids[place]),
        offset: isThere ? bytes[range.lowerBound]..<bytes[range.upperBound] : nil,
        word: encoding.words[place])
    }
    specials = Set(encoding.ids.indices.filter { encoding.isSpecial[$0] })
  }

  /// The same with tokens behind it that the model wrote.
  func continued(by written: [Int], _ tokenizer: Tokenizer?) -> TokenizedText {
    guard !written.isEmpty else { return self }
    var whole = self
    for id in written {
      if tokenizer?.isSpecial(id) ?? false { whole.specials.insert(whole.ids.count) }
      whole.ids.append(id)
      if !types.isEmpty { whole.types.append(types[0]) }
      whole.tokens.append(.init(Self.label(id, tokenizer), id: Int32(clamping: id)))
    }
    whole.text += tokenizer?.decode(written) ?? ""
    return whole
  }

  /// A token as a person reads it; its number where there is no tokenizer.
  static func label(_ id: Int, _ tokenizer: Tokenizer?) -> String {
    guard let tokenizer, let token = tokenizer.token(id) else { return "\(id)" }
    if tokenizer.isSpecial(id) { return token }
    return TokenMarkers(tokenizer.markers)?.readable(token) ?? token
  }

  /// Where each scalar of a text begins, in bytes, and where the last one ends.
  private static func bytes(_ text: String, from start: Int) -> [Int] {
    var places = [start]
    for scalar in text.unicodeScalars { places.append((places.last ?? start) + scalar.utf8.count) }
    return places
  }
}

extension TokenMarkers {
  /// The marks of a tokenizer.
  init?(_ markers: Tokenizer.Markers) {
    switch markers {
    case .bpe: self = .bpe
    case .sentencepiece: self = .sentencepiece
    case .wordpiece: self = .wordpiece
    case .none: return nil
    }
  }
}
