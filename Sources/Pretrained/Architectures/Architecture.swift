import Snapshots
import Layers
import Tapes
import Tensors

/// A family of models: how its sentence becomes hidden states, and which tensor of a file is which of
/// ours.
///
/// The recording functions read like the paper. What they record has no axis of batch: one text.
protocol Architecture: Sendable {
  /// The name of the family: `BERT`.
  var family: String { get }
  /// The sizes that screens and readers need.
  var sizes: ModelSizes { get }
  /// The hidden states that the first layer reads, `[query, embedding]`.
  func embed(_ text: TextInputs) -> Value
  /// One layer; its attention weights are called ``ModelSizes/weights(_:)``.
  func block(_ layer: Int, _ x: Value, _ text: TextInputs) -> Value
  /// What is made of the last layer's states before anything reads them.
  func finish(_ x: Value) -> Value
  /// A score for every token from finished states `[query, embedding]`; nil: the file has no such head.
  func scores(_ x: Value) -> Value?
  /// How positions turn queries and keys; nil where they do not.
  var rotation: RotaryPositions? { get }
  /// Which tensors of the file it reads.
  func table(_ names: TensorNames) throws(ModelError) -> WeightTable
  /// The positions of tokens, as the family counts them.
  func positions(of ids: [Int]) -> [Int]
}

extension Architecture {
  /// What is made of the last states: nothing.
  func finish(_ x: Value) -> Value { x }
  /// No rotation.
  var rotation: RotaryPositions? { nil }
  /// The places themselves: 0, 1, 2 and so on.
  func positions(of ids: [Int]) -> [Int] { Array(ids.indices) }

  /// The tape of a text of `length` tokens, one stage for the embedding, each layer and the end.
  func tape(length: Int) -> Tape {
    Tape.record { recorder in
      recorder.stage()
      let text = TextInputs(recorder, length: length, sizes, rotation)
      var x = embed(text).named(ModelSizes.embedded).markedAsOutput()
      for layer in 0..<sizes.layers {
        recorder.stage()
        x = recorder.group("layer \(layer)") { block(layer, x, text) }
          .named(ModelSizes.state(layer)).markedAsOutput()
      }
      recorder.stage()
      // A family that finishes nothing leaves the last layer's states; they get a name of their own.
      let states = finish(x)
      (states.shape == x.shape ? states.reshaped(x.shape) : states).named(ModelSizes.hidden)
        .markedAsOutput()
    }
  }

  /// The tape of one layer by itself, explained: its input is the states that it reads.
  func layerTape(_ layer: Int, length: Int) -> Tape {
    Tape.record(explaining: true) { recorder in
      let text = TextInputs(recorder, length: length, sizes, rotation, hasTokens: false)
      let x = recorder.input(ModelSizes.entering, [.query: length, .embedding: sizes.width])
      _ = recorder.group("layer \(layer)") { block(layer, x, text) }
        .named(ModelSizes.state(layer))
    }
  }

  /// The tape of the scores for `count` finished states; nil where there is no head.
  func scoresTape(_ count: Int) -> Tape? {
    var hasHead = false
    let tape = Tape.record { recorder in
      let x = recorder.input(ModelSizes.hidden, [.query: count, .embedding: sizes.width])
      guard let scores = scores(x) else { return }
      hasHead = true
      scores.named(ModelSizes.scores, as: .tokenScores).markedAsOutput()
    }
    return hasHead ? tape : nil
  }
}
