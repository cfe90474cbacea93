import Layers
import Snapshots
import Tapes
import Tensors
import Testing

/// Gradient = finite difference, for the operations and layers of attention pooling and transformers.
extension GradientTests {
  @Test(arguments: [Retention.outputs, .everything], [false, true])
  func longShortTermMemory(_ retention: Retention, _ backwards: Bool) {
    func pass(_ inputs: Inputs, mask: Bool, state: Bool, all: Bool = true) -> [Value] {
      let x = inputs("x", [.key: 4, .batch: 2, .feature: 3])
      let initial =
        state ? (inputs("h", [.batch: 2, .unit: 3]), inputs("c", [.batch: 2, .unit: 3])) : nil
      let pass = LSTM("l", units: 3)(
        x, over: .key, input: .feature, mask: mask ? inputs("mask", [.batch: 2, .key: 4]) : nil,
        initial: initial, backwards: backwards)
      let last = backwards ? 0 : 3
      guard all else { return [tanh(pass.cells.row(last))] }
      return [pass.outputs, tanh(pass.states.row(last)), tanh(pass.cells.row(last))]
    }
    check("lstm", retention: retention) { pass($0, mask: false, state: false) }
    check("lstm from states", retention: retention) { pass($0, mask: false, state: true) }
    check("masked lstm", retention: retention, masks: ["mask"]) {
      pass($0, mask: true, state: false)
    }
    check("masked lstm from states", retention: retention, masks: ["mask"]) {
      pass($0, mask: true, state: true)
    }
    check("only the cell", retention: retention) { pass($0, mask: false, state: true, all: false) }
  }

  @Test(arguments: [Retention.outputs, .everything])
  func longShortTermMemoryInALoop(_ retention: Retention) {
    func states(_ inputs: Inputs, mask: Bool) -> [Value] {
      let given = inputs("given", [.query: 3, .batch: 2, .embedding: 2])
      let layer = LSTM("cell", units: 4)
      let known = layer.project(given, over: .embedding, of: 2, from: 0, withBias: true)
      let valid = mask ? inputs("mask", [.query: 3, .batch: 2]) : nil
      let initial = inputs("state", ["side": 2, .batch: 2, .unit: 4])
      let states = inputs.recorder.loop(over: .query, 3, carrying: initial) { state in
        layer.cell(known.step(of: .query), state: state, mask: valid?.step(of: .query))
      }
      return [states, tanh(states.row(2))]
    }
    check("lstm cell", retention: retention) { states($0, mask: false) }
    check("masked lstm cell", retention: retention, masks: ["mask"]) { states($0, mask: true) }
    check("lstm cell alone", retention: retention) { inputs in
      let layer = LSTM("cell", units: 4)
      let x = inputs("x", [.batch: 2, .gate: 16])
      return [layer.cell(x, state: inputs("state", ["side": 2, .batch: 2, .unit: 4]))]
    }
  }

  @Test(arguments: [Retention.outputs, .everything])
  func pooling(_ retention: Retention) {
    for score in PoolingScore.allCases {
      for repeats in [false, true] {
        check("pooling, \(score)", retention: retention, masks: ["mask"]) { inputs in
          let x = inputs("x", [.key: 4, .batch: 2, .unit: 3])
          let mask = inputs("mask", [.batch: 2, .key: 4])
          let layer = AttentionPooling("p", score: score)
          let (context, weights) = repeats ? layer.repeating(x, mask: mask) : layer(x, mask: mask)
          return [context, weights]
        }
      }
    }
    check("pooling without a bias") { inputs in
      let layer = AttentionPooling("p", score: .linear, usesBias: false)
      let (context, weights) = layer(inputs("x", [.key: 4, .batch: 2, .unit: 3]))
      return [context, weights]
    }
    check("repeat and permute") { inputs in
      let x = inputs("x", [.batch: 2, .key: 4])
      let repeated = x.apply(RepeatVector(along: .unit, count: 3))
      // Twice the same: one of the two adds to the gradient.
      return [repeated.apply(Permute()), tanh(repeated.apply(Permute())), tanh(x)]
    }
  }

  @Test func normalizationAndSelection() {
    check("layer normalization", tolerance: 1e-2) { inputs in
      let layer = LayerNormalization("n", epsilon: 0.05)
      return [layer(inputs("x", [.key: 3, .batch: 2, .embedding: 5]))]
    }
    check("a normalization used twice", tolerance: 1e-2) { inputs in
      let x = inputs("x", [.batch: 3, .embedding: 18])
      let layer = LayerNormalization("n", epsilon: 0.05)
      return [layer(x), tanh(layer(tanh(x))) + x]
    }
    check("replace", masks: ["mask"]) {
      let x = $0("x", [.batch: 2, .head: 3, .query: 2, .key: 4])
      return [replace(x, where: $0("mask", [.batch: 2, .query: 2, .key: 4]), by: -2), tanh(x)]
    }
    check("replace whole rows", masks: ["mask"]) {
      let x = $0("x", [.batch: 2, .query: 5, .key: 4])
      return [tanh(x), replace(x, where: $0("mask", [.batch: 2, .query: 5]), by: 1)]
    }
    check("given dropout", masks: ["mask"]) {
      let x = $0("x", [.batch: 3, .key: 7])
      return [dropout(x, rate: 0.3, named: "d", kept: $0("mask", [.batch: 3, .key: 7])), tanh(x)]
    }
    check("drawn dropout", indices: ["dropout": [3, 9, -7, 12345]]) {
      let x = $0("x", [.key: 3, .batch: 2, .unit: 17])
      return [dropout(x, rate: 0.4, named: "d"), tanh(x)]
    }
  }

  @Test func masksOfAnyAxes() {
    check("a mask for every head and query", masks: ["mask"]) {
      let x = $0("x", [.batch: 2, .head: 3, .query: 2, .key: 5])
      return [softmax(x, over: .key, mask: $0("mask", [.batch: 2, .key: 5]))]
    }
    check("a mask for every head", masks: ["mask"]) {
      let x = $0("x", [.batch: 2, .head: 3, .query: 2, .key: 5])
      return [softmax(x, over: .key, mask: $0("mask", [.batch: 2, .query: 2, .key: 5]))]
    }
    check("causal") {
      [softmax($0("x", [.batch: 2, .head: 3, .query: 4, .key: 4]), over: .key, causal: .query)]
    }
    check("causal and masked", masks: ["mask"]) {
      let x = $0("x", [.batch: 2, .query: 3, .key: 5])
      return [softmax(x, over: .key, mask: $0("mask", [.batch: 2, .key: 5]), causal: .query)]
    }
    check("causal bias") {
      [softmax($0("x", [.batch: 2, .query: 4, .key: 4]).apply(CausalBias()), over: .key)]
    }
  }

  @Test func productsInAnyOrder() {
    check("every pair") {
      let a = $0("a", [.batch: 2, .query: 3, .unit: 4])
      return [
        add(a, $0("b", [.batch: 2, .key: 5, .unit: 4]), order: [.batch, .query, .key, .unit])
      ]
    }
    check("heads between") {
      let w = $0("w", [.batch: 2, .head: 3, .query: 4, .key: 5])
      let v = $0("v", [.batch: 2, .key: 5, .head: 3, "depth": 2])
      return [contract(w, v, over: .key, order: [.batch, .query, .head, "depth"])]
    }
    check("heads of one number") {
      let w = $0("w", [.batch: 2, .head: 3, .query: 4, .key: 5])
      let v = $0("v", [.batch: 2, .key: 5, .head: 3, "depth": 1])
      return [contract(w, v, over: .key, order: [.batch, .query, .head, "depth"])]
    }
    check("columns apart") {
      [
        dense(
          $0("x", [.batch: 2, .query: 3, .embedding: 4]), over: .embedding,
          kernel: $0("k", [Axis.embedding.primed: 4, .head: 2, "depth": 3]),
          bias: $0("b", [.head: 2, "depth": 3]), order: [.head, .batch, .query, "depth"])
      ]
    }
    check("columns in front") {
      [
        dense(
          $0("x", [.batch: 2, .query: 3, .embedding: 4]), over: .embedding,
          kernel: $0("k", [Axis.embedding.primed: 4, .unit: 3]), bias: $0("b", [.unit: 3]),
          order: [.unit, .query, .batch])
      ]
    }
    check("concatenate along") {
      let a = $0("a", [.batch: 2, .key: 2, .unit: 3])
      return [concatenate(a, $0("b", [.batch: 2, .key: 1, .unit: 3]), along: .key), tanh(a)]
    }
    check("positions") {
      let x = $0("x", [.batch: 2, .query: 3, .embedding: 6])
      return [tanh(addPositions(x, along: .query, from: 2)), tanh(x)]
    }
  }

  @Test(arguments: [Retention.outputs, .everything])
  func multiHeadAttention(_ retention: Retention) {
    check("to itself", retention: retention, masks: ["mask"]) { inputs in
      let x = inputs("x", [.batch: 2, .query: 3, .embedding: 4])
      let layer = MultiHeadAttention(width: 4, heads: 2)
      let (output, weights) = layer(x, mask: inputs("mask", [.batch: 2, .key: 3]), isCausal: true)
      return [output, weights]
    }
    check("to another, time in front", retention: retention) { inputs in
      let x = inputs("x", [.query: 3, .batch: 2, .embedding: 4])
      let y = inputs("y", [.key: 5, .batch: 2, .embedding: 4])
      let bias = inputs("bias", [.batch: 2, .key: 5])
      let (output, weights) = MultiHeadAttention("m", width: 4, heads: 4)(
        x, to: y, bias: .values(bias))
      return [output, weights]
    }
    check("with dropout", retention: retention, indices: ["dropout": [5, 6, 7, 8]]) { inputs in
      let x = inputs("x", [.batch: 2, .query: 3, .embedding: 4])
      let layer = MultiHeadAttention(width: 4, heads: 2, dropout: 0.3)
      return [layer(x, bias: .causal).output]
    }
    check("Keras's", retention: retention, masks: ["mask"]) { inputs in
      let x = inputs("x", [.batch: 2, .query: 3, .embedding: 4])
      let y = inputs("y", [.batch: 2, .key: 5, "memory": 3])
      let layer = KerasMultiHeadAttention(heads: 2, keyWidth: 3, valueWidth: 2)
      let (output, weights) = layer(
        x, to: y, mask: inputs("mask", [.batch: 2, .query: 3, .key: 5]))
      return [output, weights]
    }
  }

  @Test func kerasAttentions() {
    for usesScale in [false, true] {
      for score in [KerasAttention.Score.dot, .concat] {
        check("Keras's attention") { inputs in
          let (output, weights) = KerasAttention(score: score, usesScale: usesScale)(
            inputs("q", [.batch: 2, .query: 3, .embedding: 4]),
            to: inputs("v", [.batch: 2, .key: 5, .feature: 2]),
            keys: inputs("k", [.batch: 2, .key: 5, .embedding: 4]),
            bias: inputs("bias", [.batch: 2, .key: 5]))
          return [output, weights]
        }
      }
      check("Keras's additive attention", masks: ["mask"]) { inputs in
        let (output, weights) = KerasAdditiveAttention(usesScale: usesScale)(
          inputs("q", [.batch: 2, .query: 3, .embedding: 4]),
          to: inputs("v", [.batch: 2, .key: 5, .embedding: 4]),
          queryMask: inputs("mask", [.batch: 2, .query: 3]))
        return [output, weights]
      }
    }
  }

  @Test func transformerBlocks() {
    let size = TransformerSize(width: 4, heads: 2, filter: 5)
    check("encoder block", masks: ["mask"], tolerance: 2e-2) { inputs in
      let x = inputs("x", [.batch: 2, .query: 3, .embedding: 4])
      let (output, weights) = TransformerEncoderBlock("b", size)(
        x, present: inputs("mask", [.batch: 2, .query: 3]))
      return [output, weights]
    }
    check("decoder block", tolerance: 2e-2) { inputs in
      let x = inputs("x", [.batch: 2, .query: 3, .embedding: 4])
      let block = TransformerDecoderBlock("b", size)
      let memory = block.memory(of: inputs("y", [.batch: 2, .key: 4, .embedding: 4]))
      let result = block(x, to: memory)
      return [result.output, result.own, result.cross]
    }
    check("shared embedding", indices: ["ids": [1, -1, 3, 0], "labels": [2, 1, 0, 3]]) { inputs in
      let table = SharedEmbedding("e", tokens: 4, width: 6)
      let shape: Shape = [.batch: 2, .query: 2]
      let x = table(inputs.recorder.indices("ids", shape))
      return [
        smoothedCrossEntropy(
          table.scores(tanh(x) + inputs("x", x.shape)),
          labels: inputs.recorder.indices("labels", shape),
          weights: inputs.recorder.input("probe share", shape), smoothing: 0.2
        ).loss
      ]
    }
  }
}
