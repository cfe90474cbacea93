import JSON
import Snapshots
import TensorFiles
import Tensors
import Tokenizers

/// The numbers of a text.
extension ModelSession {
  /// Reads a text by itself, without padding, and hands out its numbers.
  public func numbers(of text: ModelText) throws(ModelError) -> ModelNumbers {
    var numbers: ModelNumbers
    switch kind {
    case .keras(let model): numbers = try Self.numbers(of: text, model)
    case .transformer(let reader): numbers = try Self.numbers(of: text, reader)
    }
    numbers.facts.append(("model", title))
    numbers.facts.append(("family", family))
    return numbers
  }

  private static func list(_ names: some Sequence<String>) -> String {
    JSONText.line(.array(names.map { .string($0) }))
  }

  private static func numbers(
    of text: ModelText, _ reader: TransformerReader
  ) throws(ModelError) -> ModelNumbers {
    let (model, sizes) = (reader.model, reader.model.sizes)
    let tokenized = try reader.tokenized(text)
    guard let played = try model.read(tokenized.ids, types: tokenized.types, isExact: true) else {
      fatalError("nobody gave the reading up")
    }
    var numbers = ModelNumbers()
    let count = played.ids.count
    numbers.add(attentions(played, sizes), axes: "layer,head,query,key")
    numbers.add(
      StreamedNumbers("last_hidden_state", lengths: [count, sizes.width], partCount: 1) { _ in
        played.hidden(width: sizes.width)
      }, axes: "query,embedding")
    if let scores = try ScoreRows(model, played, rows: ModelNumbers.rowsAtOnce) {
      let rows = scores.rows
      numbers.add(
        StreamedNumbers(
          "logits", lengths: [count, sizes.vocabulary], partCount: (count + rows - 1) / rows
        ) { part in scores.scores((part * rows)..<min(count, (part + 1) * rows)) },
        axes: "query,token")
    }
    numbers.add(whole("ids", played.ids), axes: "query")
    if !tokenized.types.isEmpty {
      numbers.add(whole("types", tokenized.types), axes: "query")
    }
    if let tokenizer = reader.tokenizer {
      numbers.facts.append(
        ("tokens", list(played.ids.map { tokenizer.token($0) ?? "\($0)" })))
    }
    numbers.facts.append(("text", tokenized.text))
    numbers.facts.append(("stored as", reader.files.storage))
    return numbers
  }

  private static func whole(_ name: String, _ numbers: [Int]) -> StreamedNumbers {
    StreamedNumbers(
      NamedNumbers(name, lengths: [numbers.count], .integers64(numbers.map { Int64($0) })))
  }

  /// All weights, some rows of one head after the other.
  private static func attentions(
    _ played: TextModel.Played, _ sizes: ModelSizes
  ) -> StreamedNumbers {
    let count = played.ids.count
    let rows = max(1, min(count, (1 << 18) / count))
    let blocks = (count + rows - 1) / rows
    return StreamedNumbers(
      "attentions", lengths: [sizes.layers, sizes.heads, count, count],
      partCount: sizes.layers * sizes.heads * blocks
    ) { part in
      let (map, block) = part.quotientAndRemainder(dividingBy: blocks)
      return played.weights(
        map / sizes.heads, map % sizes.heads,
        (block * rows)..<min(count, (block + 1) * rows), 0..<count)
    }
  }

  // MARK: Keras models

  private static func numbers(
    of text: ModelText, _ model: KerasModel
  ) throws(ModelError) -> ModelNumbers {
    guard text.ids == nil else {
      throw .text(problem: "the model reads characters, not numbers", advice: "use --text")
    }
    let reading: KerasReading
    do throws(KerasModelError) { reading = try model.read(text.text) } catch { throw .keras(error) }
    var numbers = ModelNumbers()
    let weights = reading.weights
    numbers.add(
      StreamedNumbers(
        NamedNumbers("attentions", lengths: [1, 1] + weights.shape.lengths, weights.elements)),
      axes: "layer,head,query,key")
    numbers.add(whole("ids", reading.source.map { Int($0) }), axes: "key")
    numbers.add(whole("written", reading.written.map { Int($0) }), axes: "query")
    numbers.facts.append(
      ("queries", list(reading.snapshot.reading.written.map(\.token))))
    numbers.facts.append(("text", reading.text))
    numbers.facts.append(("written text", reading.snapshot.reading.text))
    return numbers
  }
}
