/// Added tokens as a file lists them, each with the id that the reference gives it.
struct AddedTokenList {
  /// The tokens.
  private(set) var tokens: [AddedToken] = []
  private var ids: [[UInt8]: Int] = [:]
  private var greatest: Int?
  private let table: TokenTable

  /// A list of tokens added to a model.
  init(_ model: Model) {
    table =
      switch model {
      case .wordPiece(let model): model.table
      case .bytePairs(let model): model.table
      case .unigram(let model): model.table
      case .wordLevel(let model): model.table
      }
  }

  /// Adds a token with the id that its text has already, or the next free one.
  ///
  /// That is behind the vocabulary. An empty text is left out.
  mutating func add(_ token: AddedToken) {
    let bytes = Array(token.content.utf8)
    guard !bytes.isEmpty else { return }
    var token = token
    if let known = ids[bytes] ?? table.id(bytes, 0..<bytes.count) {
      token.id = known
    } else if let greatest, greatest >= table.count || table.count == 0 {
      token.id = greatest + 1
    } else {
      token.id = table.count
    }
    greatest = max(greatest ?? 0, token.id)
    ids[bytes] = token.id
    tokens.append(token)
  }
}
