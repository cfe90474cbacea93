import Layers
import Snapshots
import Tapes
import Tensors

extension ReferenceSheet {
  private static let timeMajor: [Axis] = [.key, .batch, .embedding]

  /// Keras's LSTM over a sequence.
  func lstm(_ retention: Retention) throws(ReferenceCase.Problem) -> [String: ReferenceCase.Numbers]
  {
    let x = try take("in.x", .batch, .key, .embedding)
    try take("w.kernel", .embedding, .gate)
    try take("w.recurrent_kernel", .unit, .gate)
    let units = length(.unit)
    try demand("w.kernel", .gate, is: 4 * units)
    let mask = has("in.mask") ? try take("in.mask", .batch, .key) : nil
    let hidden = has("in.h0") ? try take("in.h0", .batch, .unit) : nil
    let cell = has("in.c0") ? try take("in.c0", .batch, .unit) : nil
    guard (hidden == nil) == (cell == nil) else {
      throw .missing(hidden == nil ? "in.h0" : "in.c0")
    }
    let sequence = try cotangent("sequence", [.batch, .key, .unit])
    let lastHidden = try cotangent("h", [.batch, .unit])
    let lastCell = try cotangent("c", [.batch, .unit])
    let keys = length(.key)
    var results = try ReferenceProgram.results(self, retention) { program in
      let embedded = program.input("in.x", x, order: Self.timeMajor)
      let given = mask.map { program.input("in.mask", $0, wantsGradient: false) }
      var initial: (hidden: Value, cell: Value)?
      if let hidden, let cell {
        initial = (program.input("in.h0", hidden), program.input("in.c0", cell))
      }
      let pass = LSTM("lstm", units: units)(
        embedded, over: .key, input: .embedding, mask: given, initial: initial)
      program.nameOfParameter = { String($0.dropFirst("lstm.".count)) }
      // A view, as the states may be the outputs themselves.
      pass.states.reshaped(pass.states.shape).named("states").markedAsOutput()
      pass.cells.named("cells")
      pass.gates.named("gates")
      let last = pass.states.row(keys - 1).named("last")
      let lastOfCells = pass.cells.row(keys - 1).named("last cell")
      pass.outputs.named("outputs")
      program.result("states", "states", [.batch, .key, .unit])
      for (name, value) in [("t.h", "outputs"), ("t.c", "cells")] {
        program.result(name, value, [.batch, .key, .unit])
      }
      program.result("gates", "gates", [.batch, .key, .gate])
      program.output(
        "sequence", pass.outputs, called: "outputs", [.batch, .key, .unit], cotangent: sequence)
      program.output("h", last, called: "last", [.batch, .unit], cotangent: lastHidden)
      program.output("c", lastOfCells, called: "last cell", [.batch, .unit], cotangent: lastCell)
    }
    guard retention == .everything, let states = results["states"] else { return results }
    columns(&results, of: "gates", ["t.i", "t.f", "t.g", "t.o"])
    results["t.z"] = try lstmSums(x, states, hidden)
    results["states"] = nil
    return results
  }

  /// x K + h R + b at every position: what the fused kernel never writes to memory.
  private func lstmSums(
    _ x: Tensor, _ states: ReferenceCase.Numbers, _ initial: Tensor?
  ) throws(ReferenceCase.Problem) -> ReferenceCase.Numbers? {
    let (batch, keys, units) = (length(.batch), length(.key), length(.unit))
    let own = Tensor([.batch: batch, .key: keys, .unit: units], states.floats)
    var before = initial?.elements ?? [Float](repeating: 0, count: batch * units)
    for key in 0..<(keys - 1) { before += own.at(key, of: .key).elements }
    let previous = Tensor([.key: keys, .batch: batch, .unit: units], before)
    return try ReferenceProgram.results(self, .everything) { program in
      program.nameOfParameter = { String($0.dropFirst("lstm.".count)) }
      let layer = LSTM("lstm", units: units)
      let embedded = program.input("in.x", x, order: Self.timeMajor, wantsGradient: false)
      let fromInput = layer.project(
        embedded, over: .embedding, of: length(.embedding), from: 0, withBias: true)
      let fromState = layer.projectState(
        program.input("previous", previous, wantsGradient: false))
      (fromInput + fromState).named("sums")
      program.result("t.z", "sums", [.batch, .key, .gate])
    }["t.z"]
  }

  /// Keras's GRU over a sequence, in either convention.
  func gru(_ retention: Retention) throws(ReferenceCase.Problem) -> [String: ReferenceCase.Numbers]
  {
    let x = try take("in.x", .batch, .key, .embedding)
    try take("w.kernel", .embedding, .gate)
    try take("w.recurrent_kernel", .unit, .gate)
    let (units, keys) = (length(.unit), length(.key))
    try demand("w.kernel", .gate, is: 3 * units)
    let mask = has("in.mask") ? try take("in.mask", .batch, .key) : nil
    let hidden = has("in.h0") ? try take("in.h0", .batch, .unit) : nil
    let sequence = try cotangent("sequence", [.batch, .key, .unit])
    let lastHidden = try cotangent("h", [.batch, .unit])
    // Keras's default, as for every flag that is not there.
    let convention: ResetConvention = try flag("reset_after", default: true) ? .after : .before
    var results = try ReferenceProgram.results(self, retention) { program in
      let embedded = program.input("in.x", x, order: Self.timeMajor)
      let given = mask.map { program.input("in.mask", $0, wantsGradient: false) }
      let (states, gates, carried) = GRU("gru", units: units, convention: convention)(
        embedded, over: .key, input: .embedding, mask: given,
        initialState: hidden.map { program.input("in.h0", $0) })
      program.nameOfParameter = { String($0.dropFirst("gru.".count)) }
      states.named("states")
      gates.named("gates")
      program.result("t.h", "states", [.batch, .key, .unit])
      program.result("gates", "gates", [.batch, .key, .gate])
      let last = carried.row(keys - 1).named("last")
      program.output(
        "sequence", states, called: "states", [.batch, .key, .unit], cotangent: sequence)
      program.output("h", last, called: "last", [.batch, .unit], cotangent: lastHidden)
    }
    columns(&results, of: "gates", ["t.z", "t.r", "t.candidate"])
    return results
  }

  /// Cuts the last axis of one result into equal parts with names of their own.
  private func columns(
    _ results: inout [String: ReferenceCase.Numbers], of whole: String, _ names: [String]
  ) {
    guard let numbers = results[whole], let width = numbers.lengths.last else { return }
    let part = width / names.count
    for (place, name) in names.enumerated() {
      let floats = stride(from: 0, to: numbers.floats.count, by: width).flatMap {
        numbers.floats[($0 + place * part)..<($0 + (place + 1) * part)]
      }
      results[name] = ReferenceCase.Numbers(
        lengths: numbers.lengths.dropLast() + [part], floats: floats)
    }
    results[whole] = nil
  }

  /// Attention pooling over an LSTM, by the route of the original code.
  func pooling(_ retention: Retention) throws(ReferenceCase.Problem) -> [String: ReferenceCase
    .Numbers]
  {
    if has("in.ids") { try take("w.embedding", .token, .embedding) }
    let ids = has("in.ids") ? try positions("in.ids", .batch, .key, within: .token) : nil
    let given = ids == nil ? try take("in.embedded", .batch, .key, .embedding) : nil
    try take("w.lstm.kernel", .embedding, .gate)
    try take("w.lstm.recurrent_kernel", .unit, .gate)
    let (batch, keys, units) = (length(.batch), length(.key), length(.unit))
    try demand("w.lstm.kernel", .gate, is: 4 * units)
    let mask = has("in.mask") ? try take("in.mask", .batch, .key) : nil
    let context = try cotangent("context", [.batch, .unit])
    let weights = try cotangent("softmax", [.batch, .key])
    let score = try poolingScore()
    return try ReferenceProgram.results(self, retention) { program in
      let embedded: Value
      if let given {
        embedded = program.input("in.embedded", given, order: Self.timeMajor)
      } else {
        let turned = ids.map { Self.turned($0, batch, keys) } ?? []
        let positions = program.indices("in.ids", turned, [.key: keys, .batch: batch])
        embedded = Embedding("embedding", tokens: length(.token), width: length(.embedding))(
          positions)
        embedded.named("embedded")
        program.result("t.embedded", "embedded", [.batch, .key, .embedding])
      }
      let valid = mask.map { program.input("in.mask", $0, wantsGradient: false) }
      let activations = LSTM("lstm", units: units)(
        embedded, over: .key, input: .embedding, mask: valid
      ).outputs.named("activations")
      let layer = AttentionPooling("dense", score: score)
      // Only who keeps everything sees the detour; the shorter way gives the same outputs to the bit.
      let (pooled, row) =
        retention == .everything
        ? layer.repeating(activations, mask: valid) : layer(activations, mask: valid)
      let scored = score == .tanh ? "dense.score" : "dense.projected"
      program.result("t.activations", "activations", [.batch, .key, .unit])
      program.result("t.dense_tanh", scored, [.batch, .key], lengths: [batch, keys, 1])
      program.result("t.flatten", scored, [.batch, .key])
      program.result("t.softmax", "dense.attention_weights", [.batch, .key])
      program.result("t.repeat_vector", "dense.repeat_vector", [.batch, .unit, .key])
      program.result("t.permute", "dense.permute", [.batch, .key, .unit])
      program.result("t.multiply", "dense.multiply", [.batch, .key, .unit])
      program.output(
        "context", pooled, called: "dense.context", [.batch, .unit], cotangent: context)
      program.output(
        "softmax", row, called: "dense.attention_weights", [.batch, .key], cotangent: weights)
    }
  }

  /// tanh, as in the original code, unless the case says otherwise.
  func poolingScore() throws(ReferenceCase.Problem) -> PoolingScore {
    try text("score", among: ["tanh", "linear"]) == "linear" ? .linear : .tanh
  }

  /// `[batch, key]` as `[key, batch]`.
  static func turned(_ positions: [Int32], _ batch: Int, _ keys: Int) -> [Int32] {
    (0..<keys).flatMap { key in (0..<batch).map { positions[$0 * keys + key] } }
  }

  /// The fixed weights of an output in the loss, if the case has any.
  func cotangent(_ name: String, _ axes: [Axis]) throws(ReferenceCase.Problem) -> Tensor? {
    has("cot." + name) ? try take("cot." + name, axes) : nil
  }
}
