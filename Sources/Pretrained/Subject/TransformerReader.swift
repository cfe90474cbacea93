import Snapshots
import Subjects
import Tensors
import Tokenizers

/// A transformer with its tokenizer: from a text to a snapshot.
final class TransformerReader: ReadableModel {
  let files: ModelFiles
  let model: TextModel
  let tokenizer: Tokenizer?
  /// What was read last, for tiles and the next token.
  var played: TextModel.Played?
  private var roles: [Site: [HeadStatistics]] = [:]
  /// The candidates of one place that are kept.
  static let candidateCount = 5
  /// The most weights of a site that a snapshot holds; of more it has summaries and tiles.
  static let mostWhole = 2_000_000
  private static let declared = DeclaredInputs(4, .repeatedTokens)

  /// The model of `files`; nothing is read of its weights yet.
  init(_ files: ModelFiles, isPacked: Bool = true) throws(ModelError) {
    self.files = files
    model = TextModel(files.architecture, files.table, files.weights, isPacked: isPacked)
    tokenizer = try files.fittingTokenizer()
  }

  var tokenizerIdentity: Int? {
    guard let tokenizer else { return nil }
    var hasher = Hasher()
    for id in 0..<tokenizer.idBound { hasher.combine(tokenizer.token(id)) }
    return hasher.finalize()
  }

  var ownText: ModelText {
    guard tokenizer != nil else {
      let count = min(11, model.sizes.context)
      return ModelText(ids: (0..<count).map { $0 * 2 % model.sizes.vocabulary })
    }
    return ModelText(
      model.sizes.isDecoder
        ? "When Mary and John went to the store, John gave a drink to"
        : "The cat sat on the mat because it was tired.")
  }

  func describe(_ id: RunID) -> Run {
    let sizes = model.sizes
    var abilities: Abilities = [.types, .switchesHeads, .explains, .explainsOneLayer]
    if sizes.isDecoder { abilities.formUnion([.generates, .seeks]) }
    return Run(
      id: id, origin: .model, title: files.title, abilities: abilities,
      facts: [
        .architecture(model.architecture.family),
        .modelSizes(layers: sizes.layers, heads: sizes.heads, keyHeads: sizes.keyHeads),
        .context(model.longest, of: sizes.context), .storedAs(files.storage),
      ] + (model.architecture.scoresTape(1) == nil ? [.withoutScores] : []),
      parameterCount: files.parameterCount)
  }

  // MARK: Reading

  func read(
    _ text: ModelText, continuedBy tokens: [Int], off: HeadsOff, explaining: Site?,
    comparing: [Int32], goesOn: (Double, Bool) -> Bool
  ) throws(ModelError) -> Snapshot? {
    let tokenized = try tokenized(text).continued(by: tokens, tokenizer)
    guard
      let played = try model.read(
        tokenized.ids, types: tokenized.types, off: off, goesOn: goesOn)
    else { return nil }
    self.played = played
    var reading = Reading(source: tokenized.text, target: nil, text: "", written: [])
    if !tokens.isEmpty {
      reading.continuedFrom = tokenized.ids.count - tokens.count
      reading.text = tokenizer?.decode(tokens) ?? ""
    }
    reading.candidates = try candidates(tokenized, played, comparing)
    let attention = (0..<model.sizes.layers).map { weights($0, tokenized, played) }
    var diagram: Diagram?
    if let layer = explaining.flatMap({ model.sizes.layer(of: $0) }) {
      diagram = try model.explain(played, layer: layer, off: off)
    }
    let moment: Moment = tokens.isEmpty ? .still : .token(tokens.count)
    return Snapshot(moment, reading: reading, attention: attention, diagram: diagram).summarized()
  }

  func tokenized(_ text: ModelText) throws(ModelError) -> TokenizedText {
    if let ids = text.ids { return TokenizedText(ids: ids, types: text.types ?? [], tokenizer) }
    guard let tokenizer else {
      let parts = text.text.split { $0 == " " || $0 == "," }
      let ids = parts.compactMap { Int($0) }
      guard ids.count == parts.count else {
        throw .unreadable(.noTokenizer)
      }
      return TokenizedText(ids: ids, types: [], nil)
    }
    return TokenizedText(text, tokenizer, types: model.sizes.types)
  }

  private func weights(
    _ layer: Int, _ text: TokenizedText, _ played: TextModel.Played
  ) -> AttentionWeights {
    let (sizes, count) = (model.sizes, text.ids.count)
    let all = 0..<count
    let isWhole = sizes.heads * count * count <= Self.mostWhole
    let map: AttentionMap
    if isWhole {
      var numbers: [Float] = []
      numbers.reserveCapacity(sizes.heads * count * count)
      for head in 0..<sizes.heads { numbers += played.weights(layer, head, all, all) }
      map = AttentionMap(Tensor([.head: sizes.heads, .query: count, .key: count], numbers))
    } else {
      map = AttentionMap(queries: count, keys: count, summaries: [])
    }
    var weights = AttentionWeights(
      site: sizes.site(layer), map: map, queries: text.labels, keys: text.labels,
      kind: sizes.isDecoder ? .causal : .selfAttention, layer: layer, specials: text.specials,
      carriesPattern: false, value: ModelSizes.weights(layer))
    if !isWhole {
      let summaries = (0..<sizes.heads).map { head in
        var builder = SummaryBuilder(
          labels: weights.queries, keys: count, kind: weights.kind,
          candidates: weights.sinkCandidates)
        played.forEachRow(layer, head, all) { builder.add($0) }
        return builder.summary()
      }
      weights.map = AttentionMap(queries: count, keys: count, summaries: summaries)
    }
    return weights
  }

  func tile(_ request: TileRequest) -> AttentionMap.Tile? {
    guard let played, let layer = model.sizes.layer(of: request.site),
      (0..<model.sizes.heads).contains(request.head)
    else { return nil }
    let all = 0..<played.ids.count
    let (queries, keys) = (request.queries.clamped(to: all), request.keys.clamped(to: all))
    guard !queries.isEmpty, !keys.isEmpty else { return nil }
    return AttentionMap.Tile(
      head: request.head, queries: queries, keys: keys,
      numbers: played.weights(layer, request.head, queries, keys))
  }

  // MARK: Candidates

  private func candidates(
    _ text: TokenizedText, _ played: TextModel.Played, _ comparing: [Int32]
  ) throws(ModelError) -> [Candidates] {
    let isMask = !model.sizes.isDecoder
    var places = [text.ids.count - 1]
    if isMask {
      guard let mask = tokenizer?.special.mask else { return [] }
      places = Array(text.ids.indices.filter { text.ids[$0] == mask }.prefix(4))
    }
    guard let scores = try model.scores(played, at: places) else { return [] }
    return zip(places, scores).map { place, scores in
      Candidates(
        place: place, isMask: isMask, scores: scores, count: Self.candidateCount, also: comparing
      ) { [tokenizer] id in TokenizedText.label(Int(id), tokenizer) }
    }
  }

  func next(temperature: Float?, lot: Double) throws(ModelError) -> Int? {
    guard model.sizes.isDecoder, let played, played.ids.count < model.longest,
      let scores = try lastScores()
    else { return nil }
    return Self.choice(scores, temperature: temperature, lot: lot)
  }

  /// The scores of the token that follows what was read last; nil: the file has no head for it.
  func lastScores() throws(ModelError) -> [Float]? {
    guard let played else { return nil }
    return try model.scores(played, at: [played.ids.count - 1])?.first
  }

  /// The likeliest token, or with a temperature the one that a lot falls on.
  static func choice(_ scores: [Float], temperature: Float?, lot: Double) -> Int? {
    let most = scores.reduce(-Float.infinity) { max($0, $1) }
    guard let temperature else { return scores.firstIndex(of: most) }
    let shares = scores.map { Transcendental.exponential(Double(($0 - most) / temperature)) }
    var rest = lot * shares.reduce(0, +)
    for (token, share) in shares.enumerated() {
      rest -= share
      if rest < 0 { return token }
    }
    return scores.firstIndex(of: most)
  }

  /// Whether a token ends what a decoder writes.
  func ends(_ token: Int) -> Bool { tokenizer?.special.end == token }

  // MARK: Roles

  /// Declared inputs are so many tokens, twice.
  private var measuredTokens: Int { min(12, (model.longest - 2) / 2) }

  var hasRoles: Bool { measuredTokens >= 4 && model.sizes.vocabulary > 4 * measuredTokens }

  func measure(goesOn: (Double, Bool) -> Bool) throws(ModelError) -> Bool {
    let sizes = model.sizes
    let half = measuredTokens
    guard roles.isEmpty, hasRoles else { return true }
    let stream = RandomStream(seed: 1)("repeated tokens")
    var measured: [[[HeadStatistics]]] = []
    // The memory that the text was read into is used for other tokens.
    played = nil
    for input in 0..<Self.declared.count {
      let tokens = (0..<half).map {
        Int(stream("input \(input)").unit($0) * Float(sizes.vocabulary - 1))
      }
      let ids = tokens + tokens
      guard let played = try model.read(ids, goesOn: goesOn) else { return false }
      let text = TokenizedText(ids: ids, types: [], nil)
      measured.append(
        (0..<sizes.layers).map { HeadStatistics.heads(of: weights($0, text, played)) })
    }
    for layer in 0..<sizes.layers {
      roles[sizes.site(layer)] = (0..<sizes.heads).compactMap { head in
        HeadStatistics.mean(measured.map { $0[layer][head] })
      }
    }
    return true
  }

  func labelled(_ snapshot: Snapshot) -> Snapshot {
    var snapshot = snapshot
    for place in snapshot.attention.indices {
      guard let measured = roles[snapshot.attention[place].site] else { continue }
      snapshot.attention[place].statistics = measured
      snapshot.attention[place].measuredOn = Self.declared
    }
    return snapshot
  }
}
