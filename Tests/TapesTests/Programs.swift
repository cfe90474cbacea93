import Layers
import Snapshots
import Tapes
import Tensors

/// The layers that laws are tried on, at widths that fill no register evenly.
enum Programs {
  private static func sequence(_ recorder: Recorder, _ batch: Int, _ keys: Int, _ width: Int)
    -> Value
  {
    recorder.input(
      "features", [.key: keys, .batch: batch, .feature: width], wantsGradient: true)
  }

  static func dense(_ width: Int, _ units: Int) -> Trial.Program {
    Trial.Program("dense \(width) → \(units)") { recorder, batch, keys in
      let x = sequence(recorder, batch, keys, width)
      return [
        Dense("d", units: units)(x, over: .feature),
        Dense.toOneNumber("v")(x, over: .feature, order: [.batch, .key]),
      ]
    }
  }

  /// Additive attention, with a mask or −1e9.
  static func attention(_ units: Int, isMasked: Bool = true) -> Trial.Program {
    Trial.Program("attention of \(units)\(isMasked ? "" : ", unmasked")") { recorder, batch, keys in
      let features = sequence(recorder, batch, keys, 5)
      let hidden = recorder.input("hidden", [.batch: batch, .unit: 6], wantsGradient: true)
      let mask = isMasked ? recorder.input("mask", [.batch: batch, .key: keys]) : nil
      let attention = AdditiveAttention(units: units)
      let (context, weights) = attention(
        features: features, projected: attention.project(features), hidden: hidden, mask: mask)
      return [context, weights]
    }
  }

  static func gru(
    _ units: Int, _ convention: ResetConvention, isMasked: Bool, hasState: Bool, backwards: Bool
  ) -> Trial.Program {
    let words = [isMasked ? "masked" : "", hasState ? "from a state" : "", backwards ? "←" : "→"]
    return Trial.Program("GRU \(units) \(convention) \(words.joined(separator: " "))") {
      recorder, batch, keys in
      let mask = isMasked ? recorder.input("mask", [.batch: batch, .key: keys]) : nil
      let state =
        hasState
        ? recorder.input("state", [.batch: batch, .unit: units], wantsGradient: true) : nil
      let states = Layers.GRU("g", units: units, convention: convention)(
        sequence(recorder, batch, keys, 3), over: .key, input: .feature, mask: mask,
        initialState: state, backwards: backwards
      ).states
      // The state at the end of the way, as a decoder takes it over.
      return [states, tanh(states.row(backwards ? 0 : keys - 1))]
    }
  }

  static let gruMasked: [Trial.Program] = [
    gru(7, .after, isMasked: true, hasState: false, backwards: false),
    gru(7, .after, isMasked: true, hasState: false, backwards: true),
    gru(18, .after, isMasked: true, hasState: true, backwards: true),
    gru(7, .before, isMasked: true, hasState: true, backwards: false),
    gru(18, .before, isMasked: true, hasState: false, backwards: true),
  ]

  static let gruPlain: [Trial.Program] = [
    gru(7, .after, isMasked: false, hasState: true, backwards: false),
    gru(18, .before, isMasked: false, hasState: false, backwards: true),
  ]

  /// Attention inside a recurrence: everything that waits for the end of a loop.
  static func decoder(_ convention: ResetConvention) -> Trial.Program {
    Trial.Program("decoder, reset \(convention)") { recorder, batch, keys in
      let features = sequence(recorder, batch, keys, 5)
      let mask = recorder.input("mask", [.batch: batch, .key: keys])
      let given = recorder.input(
        "given", [.query: 4, .batch: batch, .embedding: 3], wantsGradient: true)
      let initial = recorder.input("state", [.batch: batch, .unit: 6], wantsGradient: true)
      let cell = Layers.GRU("cell", units: 6, convention: convention)
      let attention = AdditiveAttention("att", units: 9)
      let projected = attention.project(features)
      let known = cell.project(given, over: .embedding, of: 8, from: 5, withBias: true)
      let states = recorder.loop(over: .query, 4, carrying: initial) { hidden in
        let (context, _) = attention(
          features: features, projected: projected, hidden: hidden, mask: mask)
        let x =
          known.step(of: .query)
          + cell.project(context, over: .feature, of: 8, from: 0, withBias: false)
        return cell.cell(x, state: hidden)
      }
      // The features are read after the loop too: their gradient has more than one source.
      let scores = Dense("fc", units: 11, output: .token)(states, over: .unit)
      return [states, scores, tanh(features.row(0))]
    }
  }

  static func lstm(
    _ units: Int, isMasked: Bool, hasState: Bool, backwards: Bool
  ) -> Trial.Program {
    let words = [isMasked ? "masked" : "", hasState ? "from states" : "", backwards ? "←" : "→"]
    return Trial.Program("LSTM \(units) \(words.joined(separator: " "))") {
      recorder, batch, keys in
      func state(_ name: String) -> Value {
        recorder.input(name, [.batch: batch, .unit: units], wantsGradient: true)
      }
      let pass = Layers.LSTM("l", units: units)(
        sequence(recorder, batch, keys, 3), over: .key, input: .feature,
        mask: isMasked ? recorder.input("mask", [.batch: batch, .key: keys]) : nil,
        initial: hasState ? (state("hidden"), state("cell")) : nil, backwards: backwards)
      let last = backwards ? 0 : keys - 1
      return [pass.outputs, tanh(pass.states.row(last)), tanh(pass.cells.row(last))]
    }
  }

  /// Pooling over an LSTM.
  static func pooling(_ units: Int, _ score: PoolingScore) -> Trial.Program {
    Trial.Program("pooling of \(units), \(score)") { recorder, batch, keys in
      let mask = recorder.input("mask", [.batch: batch, .key: keys])
      let activations = Layers.LSTM("l", units: units)(
        sequence(recorder, batch, keys, 3), over: .key, input: .feature, mask: mask
      ).outputs
      let (context, weights) = AttentionPooling("p", score: score)(activations, mask: mask)
      return [context, weights]
    }
  }

  /// Attention of four queries to a masked sequence, by heads.
  static func heads(_ count: Int, width: Int) -> Trial.Program {
    Trial.Program("\(count) heads of \(width / count)") { recorder, batch, keys in
      let x = recorder.input(
        "asking", [.batch: batch, .query: 4, .embedding: width], wantsGradient: true)
      let y = sequence(recorder, batch, keys, width)
      let mask = recorder.input("mask", [.batch: batch, .key: keys])
      let (output, weights) = MultiHeadAttention("m", width: width, heads: count)(
        x, to: y, mask: mask)
      return [output, weights]
    }
  }

  /// A whole transformer in small: a masked encoder, and a decoder that reads it.
  static let transformer = Trial.Program("transformer") { recorder, batch, keys in
    let size = TransformerSize(width: 6, heads: 2, filter: 7)
    let mask = recorder.input("mask", [.batch: batch, .key: keys])
    let x = recorder.input(
      "features", [.batch: batch, .key: keys, .embedding: 6], wantsGradient: true)
    let encoded = TransformerEncoderBlock("e", size)(
      addPositions(x.renaming(.key, to: .query), along: .query), mask: mask
    ).output.renaming(.query, to: .key)
    let target = recorder.input(
      "target", [.batch: batch, .query: 3, .embedding: 6], wantsGradient: true)
    let block = TransformerDecoderBlock("d", size)
    let result = block(target, to: block.memory(of: encoded), mask: mask)
    return [LayerNormalization("ln")(result.output), result.cross]
  }

  static let mechanisms: [Trial.Program] = [
    lstm(7, isMasked: true, hasState: false, backwards: false),
    lstm(18, isMasked: true, hasState: true, backwards: false),
    lstm(7, isMasked: true, hasState: true, backwards: true),
    pooling(7, .tanh), pooling(18, .linear), heads(2, width: 6), heads(1, width: 20),
    heads(5, width: 5), transformer,
  ]

  static let all: [Trial.Program] =
    mechanisms + [lstm(18, isMasked: false, hasState: true, backwards: true)] + [
      dense(5, 4), dense(33, 40), attention(9), attention(20, isMasked: false),
    ]
    + gruMasked + gruPlain + [decoder(.after), decoder(.before)]
  static let masked: [Trial.Program] =
    [attention(9), attention(20), decoder(.after), decoder(.before)] + gruMasked
    + mechanisms
  static let fusible: [Trial.Program] = [
    attention(9), attention(20, isMasked: false), decoder(.after), decoder(.before),
    pooling(7, .tanh), pooling(18, .linear),
  ]
}
