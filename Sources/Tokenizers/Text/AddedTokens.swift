/// The added tokens of a tokenizer, and the search for them: the leftmost, of these the longest.
///
/// Source: `AddedVocabulary` of Hugging Face's tokenizers.
struct AddedTokens: Sendable {
  /// The tokens by id.
  private(set) var tokens: [Int: AddedToken] = [:]
  private let raw: PrefixIndex
  private let normalized: PrefixIndex

  /// The search for `list`; a later token replaces an earlier one of its id.
  init(_ list: [AddedToken], _ normalizer: Normalizer?) {
    for var token in list where !token.content.isEmpty {
      var text = AlignedText(token.content)
      if token.isNormalized { normalizer?.normalize(&text) }
      token.decoded = text.bytes
      tokens[token.id] = token
    }
    let inOrder = tokens.values.sorted { $0.id < $1.id }
    raw = PrefixIndex(inOrder.filter { !$0.isNormalized }.map { ($0.decoded, $0.id) })
    normalized = PrefixIndex(inOrder.filter(\.isNormalized).map { ($0.decoded, $0.id) })
  }

  /// The text cut at added tokens and normalized between those that are looked for before.
  func pieces(_ text: AlignedText, _ normalizer: Normalizer?) -> PieceList {
    var pieces = PieceList(text)
    if !raw.isEmpty { pieces.split { bytes, range in split(bytes, range, raw) } }
    if let normalizer {
      pieces.rewrite { old, piece, new in
        var text = old.slice(piece.range)
        normalizer.normalize(&text)
        new.append(text, 0..<text.bytes.count)
      }
    }
    if !normalized.isEmpty { pieces.split { bytes, range in split(bytes, range, normalized) } }
    return pieces
  }

  private func split(
    _ bytes: [UInt8], _ range: Range<Int>, _ index: PrefixIndex
  ) -> [(range: Range<Int>, token: Int?)] {
    var pieces: [(range: Range<Int>, token: Int?)] = []
    var reached = range.lowerBound
    var place = range.lowerBound
    while place < range.upperBound {
      var longest: (length: Int, id: Int)?
      index.prefixes(of: bytes, from: place, to: range.upperBound) { longest = ($0, $1) }
      guard let longest else {
        place += 1
        continue
      }
      var (start, end) = (place, place + longest.length)
      place = end
      guard let token = tokens[longest.id] else { continue }
      if token.isSingleWord,
        start > range.lowerBound && ScalarSet.joinedWord.contains(bytes.scalar(before: start).value)
          || end < range.upperBound && ScalarSet.joinedWord.contains(bytes.scalar(at: end).value)
      {
        continue
      }
      if token.stripsLeft {
        while start > reached, case let (scalar, width) = bytes.scalar(before: start),
          ScalarSet.whitespace.contains(scalar)
        {
          start -= width
        }
      }
      if token.stripsRight {
        while end < range.upperBound, case let (scalar, width) = bytes.scalar(at: end),
          ScalarSet.whitespace.contains(scalar)
        {
          end += width
        }
      }
      if reached < start { pieces.append((reached..<start, nil)) }
      pieces.append((start..<end, longest.id))
      reached = end
    }
    if reached < range.upperBound { pieces.append((reached..<range.upperBound, nil)) }
    return pieces
  }
}
