import Layers
import Snapshots
import Tapes
import Tensors

/// Two LSTMs over the last characters of a text, and attention pooling that says the next one.
///
/// The embedding and both LSTMs' states side by side are pooled by one learned vector, w · x_t without
/// tanh and bias; context → Dense → softmax. A short text is padded on the left, which is not masked,
/// as published. Tensors have the names of the file but for `attention.W`.
/// Source: textgenrnn 2.0.0; its attention is that of DeepMoji, Felbo et al. 2017.
struct KerasPoolingModel: Hashable, Sendable {
  let tokens: Int
  let embedding: Int
  let units: [Int]
  let keys: Int

  /// What the file calls a tensor whose name here is another.
  static let names = ["attention.kernel": "attention.W"]

  /// The model whose widths are those of `tensors`.
  init(_ tensors: KerasTensors, _ config: KerasConfig) throws(KerasModelError) {
    (tokens, embedding) = try tensors.table("embedding.weight", greatest: config.input.greatest)
    units = [
      try tensors.lengths("rnn_1.recurrent_kernel", rank: 2)[0],
      try tensors.lengths("rnn_2.recurrent_kernel", rank: 2)[0],
    ]
    keys = config.keys
  }

  /// The program: input `source` `[key, batch]`, results `attention.attention_weights` `[batch, key]`
  /// and `probabilities` `[batch, token]`.
  ///
  /// `explaining`: whether what only explains it is recorded too.
  func tape(explaining: Bool = false) -> Tape {
    Tape.record(explaining: explaining) { recorder in
      recorder.mechanism(.kerasModels) { record(recorder) }
    }
  }

  private func record(_ recorder: Recorder) {
    let source = recorder.indices("source", [.key: keys, .batch: 1])
    let states = recorder.group(Diagram.encoder) {
      let x = Embedding("embedding.weight", tokens: tokens, width: embedding)(source)
      let first = LSTM("rnn_1", units: units[0])(x, over: .key, input: .embedding).outputs
      let second = LSTM("rnn_2", units: units[1])(first, over: .key, input: .unit).outputs
      return concatenate(x, first, second, into: .feature).named("rnn_concat", as: .layersJoined)
        .markedAsOutput()
    }
    let context = recorder.group(Diagram.attention) {
      AttentionPooling("attention", score: .linear, usesBias: false)(states).context
        .markedAsOutput()
    }
    recorder.group(Diagram.decoder) {
      let scores = Dense("output", units: tokens, output: .token)(context, over: .feature)
        .named("scores", as: .tokenScores)
      softmax(scores, over: .token).named("probabilities", as: .probabilities).markedAsOutput()
    }
  }
}
