public import TensorFiles

/// The numbers of one text in a model, for a file: they are taken from the model as they are written,
/// so they must be before it reads another text.
public struct ModelNumbers {
  /// The arrays: `attentions` `[layer, head, query, key]`, `last_hidden_state` `[query, embedding]` and
  /// `logits` `[query, token]` as far as the model has them, and `ids` `[query]`.
  public var arrays: [StreamedNumbers] = []
  /// What is known of them: the names of axes, the tokens, the text, the model.
  public var facts: [(key: String, value: String)] = []

  /// The tokens of a query at a time whose numbers lie in memory twice.
  static let rowsAtOnce = 32

  mutating func add(_ array: StreamedNumbers, axes: String) {
    arrays.append(array)
    facts.append(("axes." + array.name, axes))
  }
}
