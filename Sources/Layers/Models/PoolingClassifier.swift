package import Snapshots
package import Tapes
import Tensors

/// A classifier by attention pooling over word embeddings or over the states of an LSTM, or, as the
/// baseline, by the LSTM's last state or the mean of the words.
///
/// Tensors: `embedding`, `lstm.kernel` …, `pooling.kernel` …, `class.kernel`, `class.bias`.
package struct PoolingClassifier: Hashable, Sendable {
  /// The number of source tokens.
  package var tokens: Int
  /// The number of classes.
  package var classes: Int
  /// How it finds the word that decides; without attention it is the baseline.
  package var mechanism: Mechanism
  /// What reads the words before attention does.
  package var encoder: Encoder
  /// What pooling applies to the projection of a position.
  package var score: PoolingScore
  /// The units of the LSTM.
  package var units: Int

  /// A model of these choices.
  package init(
    tokens: Int, classes: Int, mechanism: Mechanism, encoder: Encoder,
    score: PoolingScore, units: Int
  ) {
    self.tokens = tokens
    self.classes = classes
    self.mechanism = mechanism
    self.encoder = encoder
    self.score = score
    self.units = units
  }

  /// The program for a batch: class scores and, for training, the loss.
  ///
  /// `explaining`: whether what only explains it is recorded too.
  package func tape(batch: Int, keys: Int, explaining: Bool = false) -> Tape {
    Tape.recordModel(explaining: explaining) { recorder in
      let source = recorder.indices("source", [.key: keys, .batch: batch])
      let mask = recorder.input("mask", [.batch: batch, .key: keys])
      let states: Value = recorder.group(Diagram.encoder) {
        let embedded = Embedding("embedding", tokens: tokens, width: 32)(source)
        return encoder == .lstm
          ? LSTM("lstm", units: units)(
            embedded, over: .key, input: .embedding, mask: mask
          ).outputs : embedded
      }
      let read = recorder.group(Diagram.attention) { summary(of: states, mask) }
      let scores = Dense("class", units: classes, output: .token)(
        read, over: states.shape.axes[2]
      ).named("scores", as: .tokenScores).markedAsOutput()
      crossEntropy(
        scores, labels: recorder.indices("labels", [.batch: batch]),
        weights: recorder.input("label_weight", [.batch: batch])
      ).named("loss")
    }
  }

  private func summary(of states: Value, _ mask: Value) -> Value {
    guard mechanism == .none else {
      return AttentionPooling("pooling", score: score)(states, mask: mask).context
    }
    let keys = states.length(.key)
    if encoder == .lstm { return states.row(keys - 1) }
    // Equal scores at every word that counts: the mean.
    let equal = softmax(0 * mask, over: .key, mask: mask)
    return sum(equal * states, over: .key)
  }
}
