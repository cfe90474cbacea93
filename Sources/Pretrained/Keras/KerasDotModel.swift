import Layers
import Snapshots
import Tapes
import Tensors

/// A bidirectional LSTM that reads, an LSTM that writes, and dot products between them.
///
/// The decoder starts from both last states of the encoder. Padding is masked in the encoder, whose
/// outputs there are 0, but not in the softmax, as published: a padded key has the score 0.
/// [context, output] → Dense, tanh → Dense → softmax. Tensors have the names of the file.
/// Source: transly 0.1.3 (CMU graphemes to phonemes), in Keras 3; Luong, Pham, Manning 2015.
struct KerasDotModel: Hashable, KerasSequence {
  let inputTokens: Int
  let inputEmbedding: Int
  let encoderUnits: Int
  let outputTokens: Int
  let outputEmbedding: Int
  let hiddenUnits: Int
  let keys: Int

  let features = "encoder_output"
  let firstState = ["encoder_hidden", "encoder_cell"]
  var width: Int { 2 * encoderUnits }

  /// The model whose widths are those of `tensors`.
  init(_ tensors: KerasTensors, _ config: KerasConfig) throws(KerasModelError) {
    let input = try tensors.table("encoder_embedding", greatest: config.input.greatest)
    let output = try tensors.table("decoder_embedding", greatest: config.output.greatest)
    (inputTokens, inputEmbedding) = input
    (outputTokens, outputEmbedding) = output
    encoderUnits = try tensors.lengths("encoder.forward.recurrent_kernel", rank: 2)[0]
    hiddenUnits = try tensors.lengths("dense1.bias", rank: 1)[0]
    keys = config.keys
  }

  private var decoder: LSTM { LSTM("decoder", units: width) }

  private struct Encoded {
    /// `[key, batch, unit]`; 0 at padding.
    var features: Value
    /// `[batch, unit]`.
    var hidden: Value
    /// `[batch, unit]`.
    var cell: Value
  }

  private func encode(_ recorder: Recorder) -> Encoded {
    let source = recorder.indices("source", [.key: keys, .batch: 1])
    let mask = recorder.input("mask", [.batch: 1, .key: keys])
    return recorder.group(Diagram.encoder) {
      let x = Embedding("encoder_embedding", tokens: inputTokens, width: inputEmbedding)(source)
      let forwards = LSTM("encoder.forward", units: encoderUnits)(
        x, over: .key, input: .embedding, mask: mask)
      let backwards = LSTM("encoder.backward", units: encoderUnits)(
        x, over: .key, input: .embedding, mask: mask, backwards: true)
      let (last, first) = (keys - 1, 0)
      let hidden = concatenate(
        forwards.states.row(last), backwards.states.row(first), into: .unit
      ).named("encoder_hidden").markedAsOutput()
      let cell = concatenate(forwards.cells.row(last), backwards.cells.row(first), into: .unit)
        .named("encoder_cell").markedAsOutput()
      let both = concatenate(forwards.outputs, backwards.outputs, into: .unit)
        .named("encoder_joined")
      // Without it the outputs at padding would be the last one again, and not 0.
      let features = (both * mask).named("encoder_output", as: .maskedFeatures).markedAsOutput()
      return Encoded(features: features, hidden: hidden, cell: cell)
    }
  }

  /// What is written for the decoder's outputs `[batch, query, unit]`.
  private func write(_ outputs: Value, reading features: Value) {
    let recorder = outputs.recorder
    let context = recorder.group(Diagram.attention) {
      KerasAttention("attention")(outputs, to: features).output.markedAsOutput()
    }
    recorder.group(Diagram.decoder) {
      let hidden: Axis = "hidden unit"
      let joined = concatenate(context, outputs, into: "joined").named("joined")
      let combination = Dense("dense1", units: hiddenUnits, output: hidden)(joined, over: "joined")
        .named("combination", as: .combination)
      let combined = tanh(combination).named("combined", as: .combined)
      let scores = Dense("dense2", units: outputTokens, output: .token)(combined, over: hidden)
        .named("scores", as: .tokenScores)
      softmax(scores, over: .token).named("probabilities", as: .probabilities).markedAsOutput()
    }
  }

  private func embed(_ given: Value) -> Value {
    Embedding("decoder_embedding", tokens: outputTokens, width: outputEmbedding)(given)
  }

  func encoderTape() -> Tape { Tape.record { recorder in _ = encode(recorder) } }

  func stepTape() -> Tape {
    Tape.record { recorder in
      let features = recorder.input("features", [.key: keys, .batch: 1, .unit: width])
      let before = recorder.input("state_before", ["side": 2, .batch: 1, .unit: width])
      let given = decoder.project(
        embed(recorder.indices("given", [.batch: 1])), over: .embedding, of: outputEmbedding,
        from: 0, withBias: true)
      let state = decoder.cell(given, state: before).named("state").markedAsOutput()
      write(state.row(0).reshaped([.batch: 1, .query: 1, .unit: width]), reading: features)
    }
  }

  func wholeTape(queries: Int) -> Tape {
    Tape.record(explaining: true) { recorder in
      recorder.mechanism(.kerasModels) {
        let encoded = encode(recorder)
        let outputs = recorder.group(Diagram.decoder) {
          let given = recorder.indices("given", [.query: queries, .batch: 1])
          return decoder(
            embed(given), over: .query, input: .embedding, initial: (encoded.hidden, encoded.cell)
          ).outputs.named("decoder.state")
        }
        write(
          outputs.reshaped([.batch: 1, .query: queries, .unit: width]),
          reading: encoded.features)
      }
    }
  }
}
