import Layers
import Snapshots
import Tapes
import Tensors

/// A bidirectional GRU that reads, a GRU that writes, and Keras's additive attention between them.
///
/// Keys and values are Dense(features), queries are the decoder's outputs; padding is not masked, as
/// published. [output, context] → Dense → softmax. Tensors have the names of the file.
/// Source: netra-transliterate 1.0.1 (English to Khmer); Bahdanau, Cho, Bengio 2015.
struct KerasAdditiveModel: Hashable, KerasSequence {
  let inputTokens: Int
  let inputEmbedding: Int
  let encoderUnits: Int
  let width: Int
  let outputTokens: Int
  let outputEmbedding: Int
  let keys: Int

  let features = "encoder_proj"
  let firstState: [String] = []

  /// The model whose widths are those of `tensors`.
  init(_ tensors: KerasTensors, _ config: KerasConfig) throws(KerasModelError) {
    let input = try tensors.table("encoder_embedding", greatest: config.input.greatest)
    let output = try tensors.table("decoder_embedding", greatest: config.output.greatest)
    (inputTokens, inputEmbedding) = input
    (outputTokens, outputEmbedding) = output
    encoderUnits = try tensors.lengths("encoder.forward.recurrent_kernel", rank: 2)[0]
    width = try tensors.lengths("attention.scale", rank: 1)[0]
    keys = config.keys
  }

  private var decoder: GRU { GRU("decoder", units: width) }

  /// Keys, which are the values too: `[key, batch, unit]`.
  private func encode(_ recorder: Recorder) -> Value {
    let source = recorder.indices("source", [.key: keys, .batch: 1])
    return recorder.group(Diagram.encoder) {
      let x = Embedding("encoder_embedding", tokens: inputTokens, width: inputEmbedding)(source)
      let forwards = GRU("encoder.forward", units: encoderUnits)(x, over: .key, input: .embedding)
      let backwards = GRU("encoder.backward", units: encoderUnits)(
        x, over: .key, input: .embedding, backwards: true)
      let both = concatenate(forwards.states, backwards.states, into: .feature)
        .named("encoder_output").markedAsOutput()
      return Dense("encoder_proj", units: width)(both, over: .feature)
        .named("encoder_proj", as: .encoderProjection).markedAsOutput()
    }
  }

  /// What is written for the decoder's outputs `[batch, query, unit]`.
  private func write(_ outputs: Value, reading features: Value) {
    let recorder = outputs.recorder
    let context = recorder.group(Diagram.attention) {
      KerasAdditiveAttention("attention")(outputs, to: features).output.markedAsOutput()
    }
    recorder.group(Diagram.decoder) {
      let joined = concatenate(outputs, context, into: "joined").named("joined")
      let scores = Dense("output", units: outputTokens, output: .token)(joined, over: "joined")
        .named("scores", as: .tokenScores)
      softmax(scores, over: .token).named("probabilities", as: .probabilities).markedAsOutput()
    }
  }

  private func project(_ given: Value) -> Value {
    let x = Embedding("decoder_embedding", tokens: outputTokens, width: outputEmbedding)(given)
    return decoder.project(x, over: .embedding, of: outputEmbedding, from: 0, withBias: true)
  }

  func encoderTape() -> Tape { Tape.record { recorder in _ = encode(recorder) } }

  func stepTape() -> Tape {
    Tape.record { recorder in
      let features = recorder.input("features", [.key: keys, .batch: 1, .unit: width])
      let before = recorder.input("state_before", [.batch: 1, .unit: width])
      let given = project(recorder.indices("given", [.batch: 1]))
      let state = decoder.cell(given, state: before).named("state").markedAsOutput()
      write(state.reshaped([.batch: 1, .query: 1, .unit: width]), reading: features)
    }
  }

  func wholeTape(queries: Int) -> Tape {
    Tape.record(explaining: true) { recorder in
      recorder.mechanism(.kerasModels) {
        let features = encode(recorder)
        let outputs = recorder.group(Diagram.decoder) {
          let given = recorder.indices("given", [.query: queries, .batch: 1])
          let x = Embedding(
            "decoder_embedding", tokens: outputTokens, width: outputEmbedding)(given)
          return decoder(x, over: .query, input: .embedding).states.named("decoder.state")
        }
        write(
          outputs.reshaped([.batch: 1, .query: queries, .unit: width]), reading: features)
      }
    }
  }
}
