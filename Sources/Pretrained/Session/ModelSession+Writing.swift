import Snapshots
import Tensors
import Tokenizers

/// What a model writes.
extension ModelSession {
  /// The candidates of a masked place that are kept.
  private static let candidateCount = 5

  /// Lets the model go on with a text, token by token, until it ends or has written `tokens` of them.
  ///
  /// An encoder fills the masked places instead.
  ///
  /// - `temperature`: what the scores are divided by before a token is drawn; nil: the likeliest is taken.
  /// - `seed`: of the tokens that are drawn.
  /// - `each`: called with every part of the text once it cannot change any more; false ends it.
  public func write(
    on text: ModelText, tokens count: Int, temperature: Float? = nil, seed: UInt64 = 1,
    each: (String) -> Bool = { _ in true }
  ) throws(ModelError) -> Continuation {
    switch kind {
    case .keras(let model):
      return try write(on: text, model, count, temperature, Lots(seed), each)
    case .transformer(let reader):
      guard reader.model.sizes.isDecoder else { return try fill(text, reader) }
      return try write(on: text, reader, count, temperature, Lots(seed), each)
    }
  }

  /// The random numbers of a continuation, one for each token: those that a screen draws.
  private struct Lots {
    private let stream: RandomStream
    init(_ seed: UInt64) { stream = RandomStream(seed: seed)("temperature") }
    subscript(place: Int) -> Double { Double(stream.unit(place)) }
  }

  // MARK: Decoders

  private func write(
    on text: ModelText, _ reader: TransformerReader, _ count: Int, _ temperature: Float?,
    _ lots: Lots, _ each: (String) -> Bool
  ) throws(ModelError) -> Continuation {
    let prompt = try reader.tokenized(text)
    var continuation = Continuation()
    continuation.read = prompt.ids
    var writing = WrittenText(prompt.ids, reader.tokenizer)
    try reader.model.check(prompt.ids, types: prompt.types)
    for place in 0..<count {
      guard prompt.ids.count + place <= reader.model.longest else { break }
      reader.played = try reader.model.read(prompt.ids + continuation.ids, types: prompt.types)
      guard let scores = try reader.lastScores() else {
        throw .text(
          problem: "the model's file has no head that scores tokens",
          advice: "it can only be looked at: headlight open, headlight export")
      }
      guard
        let token = TransformerReader.choice(scores, temperature: temperature, lot: lots[place])
      else { throw Self.notNumbers }
      continuation.ids.append(token)
      continuation.tokens.append(TokenizedText.label(token, reader.tokenizer))
      continuation.logProbabilities.append(scores.logProbability(of: token))
      if reader.ends(token) { break }
      guard each(writing.add(token)) else { break }
    }
    let rest = writing.finish()
    if !rest.isEmpty { _ = each(rest) }
    continuation.text = writing.text
    return continuation
  }

  // MARK: Encoders

  private func fill(
    _ text: ModelText, _ reader: TransformerReader
  ) throws(ModelError) -> Continuation {
    let tokenized = try reader.tokenized(text)
    guard let tokenizer = reader.tokenizer, let mask = tokenizer.special.mask,
      let name = tokenizer.token(mask)
    else {
      throw .text(
        problem: "\(family) writes nothing, and its tokenizer has no mask",
        advice: "export its numbers instead")
    }
    let places = tokenized.ids.indices.filter { tokenized.ids[$0] == mask }
    guard let played = try reader.model.read(tokenized.ids, types: tokenized.types) else {
      fatalError("nobody gave the reading up")
    }
    guard let scores = try reader.model.scores(played, at: places.isEmpty ? [0] : places) else {
      throw .text(
        problem: "the model's file has no head that scores tokens",
        advice: "it can only be looked at: headlight open, headlight export")
    }
    guard !places.isEmpty else {
      throw .text(
        problem: "\(family) writes nothing but what is masked, and no place is",
        advice: "write \(name) where a word is to be guessed")
    }
    var continuation = Continuation()
    continuation.read = tokenized.ids
    continuation.masks = zip(places, scores).map { place, scores in
      Candidates(place: place, isMask: true, scores: scores, count: Self.candidateCount) {
        TokenizedText.label(Int($0), tokenizer)
      }
    }
    guard continuation.masks.allSatisfy({ !$0.best.isEmpty }) else { throw Self.notNumbers }
    return continuation
  }

  /// What is wrong with a model whose scores cannot be compared.
  private static let notNumbers = ModelError.text(
    problem: "the model's scores are not numbers: its weights hold NaN, infinity or huge numbers",
    advice: "headlight inspect FILE --values shows them; download the file again")

  // MARK: Keras models

  private func write(
    on text: ModelText, _ model: KerasModel, _ count: Int, _ temperature: Float?, _ lots: Lots,
    _ each: (String) -> Bool
  ) throws(ModelError) -> Continuation {
    guard text.ids == nil else {
      throw .text(problem: "the model reads characters, not numbers", advice: "use --text")
    }
    var place = 0
    func choose(_ probabilities: [Float]) -> Int {
      defer { place += 1 }
      // Probabilities are e^score over a sum, which drops out again.
      let scores = probabilities.map { Float(Transcendental.logarithm(Double(max($0, 1e-30)))) }
      return TransformerReader.choice(scores, temperature: temperature, lot: lots[place]) ?? 0
    }
    let reading: KerasReading
    do throws(KerasModelError) {
      reading = try model.read(text.text, length: count, choosing: choose)
    } catch { throw .keras(error) }
    var continuation = Continuation()
    continuation.read = reading.source.map { Int($0) }
    continuation.ids = reading.written.map { Int($0) }
    let written = reading.snapshot.reading.written
    continuation.tokens = written.map(\.token)
    continuation.logProbabilities = written.map {
      Float(Transcendental.logarithm(Double(max($0.probability, 1e-30))))
    }
    continuation.text = reading.snapshot.reading.text
    _ = each(continuation.text)
    return continuation
  }
}

extension [Float] {
  /// ln of the softmax at one place.
  fileprivate func logProbability(of token: Int) -> Float {
    guard indices.contains(token) else { return -.infinity }
    let most = reduce(-Float.infinity) { Swift.max($0, $1) }
    var sum = 0.0
    for score in self { sum += Transcendental.exponential(Double(score - most)) }
    return self[token] - most - Float(Transcendental.logarithm(sum))
  }
}
