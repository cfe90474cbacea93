import Layers
import Tapes
import Tensors
import Testing

/// Gradient = finite difference, for every operation, for inputs and parameters alike.
@Suite struct GradientTests {
  /// Inputs with a first value for each element; every number input wants its gradient.
  struct Inputs {
    let recorder: Recorder

    func callAsFunction(_ name: String, _ shape: Shape) -> Value {
      recorder.input(name, shape, wantsGradient: true)
    }
  }

  /// Records `body`, adds Σ result · probe as the loss and holds all gradients against differences.
  func check(
    _ what: String, retention: Retention = .outputs, masks: [String] = [],
    indices: [String: [Int32]] = [:], tolerance: Float = 4e-3,
    interventions: [Intervention] = [],
    sourceLocation: SourceLocation = #_sourceLocation, _ body: (Inputs) -> [Value]
  ) {
    var inputs: [String] = []
    let tape = Tape.record { recorder in
      let results = body(Inputs(recorder: recorder))
      var losses: [Value] = []
      for (place, result) in results.enumerated() {
        if result.shape.rank == 0 {
          losses.append(result)
          continue
        }
        let probe = recorder.input("probe\(place)", result.shape)
        losses.append(result.shape.axes.reduce(result * probe) { sum($0, over: $1) })
      }
      losses.dropFirst().reduce(losses[0], +).named("loss")
    }
    inputs = tape.inputNames
    let layout = ParameterLayout([tape])
    let (weights, gradients) = (ParameterMemory(layout), ParameterMemory(layout))
    let stream = RandomStream(seed: 7)(what)
    weights.elements = (0..<layout.count).map { 1.6 * stream("w").unit($0) - 0.8 }
    let player = Player(
      tape, weights: weights, gradients: gradients, retention: retention, gradientOf: "loss",
      interventions: interventions)
    #expect(player.collisionCount == 0, sourceLocation: sourceLocation)
    var values: [String: [Float]] = [:]
    for name in inputs where indices[name] == nil {
      let count = tape.shape(of: name).count
      values[name] = (0..<count).map { 1.6 * stream(name).unit($0) - 0.8 }
      if masks.contains(name) {
        // The first column always counts.
        let width = tape.shape(of: name).lengths.last ?? 1
        values[name] = (0..<count).map { $0 % width == 0 || stream(name).unit($0) > 0.4 ? 1 : 0 }
      }
      player.set(name, values[name] ?? [])
    }
    for (name, positions) in indices { player.set(name, positions: positions) }

    func loss() -> Float {
      player.forward()
      return player["loss"].elements[0]
    }
    // Twice: what one playing leaves in memory must not matter to the next.
    for _ in 0..<2 {
      _ = loss()
      player.backward()
    }
    let step: Float = 1e-2
    var worst: Float = 0
    var moved: Float = 0
    let known = gradients.elements
    for parameter in layout.parameters {
      let start = layout.offset(of: parameter.name)
      for place in start..<(start + parameter.shape.count) {
        let old = weights.base[place]
        weights.base[place] = old + step
        let up = loss()
        weights.base[place] = old - step
        let difference = (up - loss()) / (2 * step)
        weights.base[place] = old
        worst = max(worst, abs(difference - known[place]))
        moved = max(moved, abs(difference))
      }
    }
    for (name, start) in values where !masks.contains(name) && !name.hasPrefix("probe") {
      _ = loss()
      player.backward()
      let gradient = player.gradient(name)
      for place in start.indices {
        var changed = start
        changed[place] += step
        player.set(name, changed)
        let up = loss()
        changed[place] = start[place] - step
        player.set(name, changed)
        let difference = (up - loss()) / (2 * step)
        worst = max(worst, abs(difference - gradient.elements[place]))
        moved = max(moved, abs(difference))
      }
      player.set(name, start)
    }
    #expect(worst < tolerance, "\(what): off by \(worst)", sourceLocation: sourceLocation)
    #expect(moved > 0.01, "\(what): nothing moves the loss", sourceLocation: sourceLocation)
  }

  @Test(arguments: [Retention.outputs, .everything])
  func elementwise(_ retention: Retention) {
    check("tanh", retention: retention) { [tanh($0("x", [.batch: 3, .unit: 5]))] }
    check("sigmoid", retention: retention) { [sigmoid($0("x", [.batch: 3, .unit: 5]))] }
    check("relu", retention: retention) { [relu($0("x", [.batch: 1, .unit: 4]))] }
    check("scale", retention: retention) { [0.7 * $0("x", [.batch: 3, .unit: 5])] }
    check("copy", retention: retention) { [$0("x", [.batch: 3]).apply(Copy())] }
  }

  @Test func sumsAndProductsBroadcast() {
    check("same") { [$0("a", [.batch: 2, .unit: 3]) + $0("b", [.batch: 2, .unit: 3])] }
    check("bias") { [$0("a", [.batch: 2, .unit: 3]) + $0("b", [.unit: 3])] }
    check("column") { [$0("a", [.batch: 2, .unit: 3]) + $0("b", [.batch: 2])] }
    check("front") { [$0("b", [.batch: 2, .unit: 3]) + $0("a", [.key: 4, .batch: 2, .unit: 3])] }
    check("middle") { [$0("a", [.key: 4, .batch: 2, .unit: 3]) + $0("b", [.key: 4, .unit: 3])] }
    check("product") { [$0("a", [.batch: 2, .unit: 3]) * $0("b", [.batch: 2, .unit: 3])] }
    check("product by row") { [$0("a", [.batch: 2, .unit: 3]) * $0("b", [.unit: 3])] }
    check("product by column") { [$0("a", [.batch: 2, .unit: 3]) * $0("b", [.batch: 2])] }
    check("weights times features") {
      [$0("w", [.batch: 2, .key: 4]) * $0("f", [.key: 4, .batch: 2, .feature: 3])]
    }
    check("the same value twice") { inputs in
      let x = inputs("x", [.batch: 2, .unit: 3])
      return [x * x + x]
    }
  }

  @Test func sumsOverAxes() {
    check("front") { [sum($0("x", [.key: 4, .batch: 2, .unit: 3]), over: .key)] }
    check("middle") { [sum($0("x", [.key: 4, .batch: 2, .unit: 3]), over: .batch)] }
    check("last") { [sum($0("x", [.key: 4, .batch: 2, .unit: 3]), over: .unit)] }
    check("two") { [sum($0("x", [.key: 4, .batch: 2, .unit: 3]), over: .unit, .key)] }
  }

  @Test func softmaxes() {
    check("plain") { [softmax($0("x", [.batch: 3, .key: 7]), over: .key)] }
    check("logarithm") { [logSoftmax($0("x", [.batch: 3, .key: 7]), over: .key)] }
    check("masked", masks: ["mask"]) {
      [softmax($0("x", [.batch: 3, .key: 7]), over: .key, mask: $0("mask", [.batch: 3, .key: 7]))]
    }
    check("one mask for all heads", masks: ["mask"]) {
      let mask = $0("mask", [.batch: 2, .key: 5])
      return [softmax($0("x", [.head: 3, .batch: 2, .key: 5]), over: .key, mask: mask)]
    }
  }

  @Test func contractions() {
    check("matrix") {
      [contract($0("a", [.batch: 3, .unit: 4]), $0("b", [.unit: 4, .token: 5]), over: .unit)]
    }
    check("transposed") {
      [contract($0("a", [.unit: 4, .batch: 3]), $0("b", [.token: 5, .unit: 4]), over: .unit)]
    }
    check("batched") {
      let a = $0("a", [.batch: 2, .head: 3, .query: 4, .unit: 5])
      return [contract(a, $0("b", [.batch: 2, .head: 3, .key: 6, .unit: 5]), over: .unit)]
    }
    check("weights and features") {
      [
        contract(
          $0("w", [.batch: 2, .key: 4]), $0("f", [.key: 4, .batch: 2, .unit: 3]), over: .key)
      ]
    }
    check("dot") { [contract($0("a", [.unit: 4]), $0("b", [.unit: 4]), over: .unit)] }
    check("two axes at once") {
      let a = $0("a", [.batch: 2, .key: 4, .unit: 3])
      return [contract(a, $0("b", [.key: 4, .unit: 3, .token: 5]), over: .key, .unit)]
    }
  }

  @Test func layers() {
    check("dense") {
      [Dense("d", units: 4)($0("x", [.key: 3, .batch: 2, .feature: 5]), over: .feature)]
    }
    check("one unit") {
      [
        Dense.toOneNumber("d")(
          $0("x", [.key: 3, .batch: 2, .feature: 5]), over: .feature, order: [.batch, .key])
      ]
    }
    check("concatenate") {
      [
        concatenate(
          $0("a", [.batch: 3, .unit: 2]), $0("b", [.batch: 3, .feature: 4]), into: .feature)
      ]
    }
    check("embedding", indices: ["ids": [1, 0, 3, 1, 2, 1]]) {
      [Embedding("e", tokens: 4, width: 3)($0.recorder.indices("ids", [.query: 2, .batch: 3]))]
    }
    check("cross entropy", indices: ["labels": [1, 0, 3]]) {
      [
        crossEntropy(
          $0("x", [.batch: 3, .token: 4]), labels: $0.recorder.indices("labels", [.batch: 3]),
          weights: $0.recorder.input("probe share", [.batch: 3]))
      ]
    }
    check("views") {
      let x = $0("x", [.key: 4, .batch: 2, .unit: 3])
      return [tanh(x.rows(1..<3)), sigmoid(x.row(2)), x.row(0).reshaped([.feature: 6])]
    }
  }

  @Test(arguments: [ResetConvention.after, .before], [false, true])
  func recurrence(_ convention: ResetConvention, _ backwards: Bool) {
    func states(_ inputs: Inputs, mask: Bool, state: Bool) -> [Value] {
      let x = inputs("x", [.key: 4, .batch: 2, .feature: 3])
      let result = GRU("g", units: 3, convention: convention)(
        x, over: .key, input: .feature, mask: mask ? inputs("mask", [.batch: 2, .key: 4]) : nil,
        initialState: state ? inputs("h", [.batch: 2, .unit: 3]) : nil, backwards: backwards)
      return [result.states, tanh(result.carried.row(backwards ? 0 : 3))]
    }
    check("gru") { states($0, mask: false, state: false) }
    check("gru from a state") { states($0, mask: false, state: true) }
    check("masked gru", masks: ["mask"]) { states($0, mask: true, state: false) }
    check("masked gru from a state", masks: ["mask"]) { states($0, mask: true, state: true) }
  }

  /// One step alone, whose kernel is computed from inputs instead of being trained.
  @Test(arguments: [ResetConvention.after, .before])
  func aCellAlone(_ convention: ResetConvention) {
    check("cell") { inputs in
      let kernel = inputs("kernel", [Axis.unit.primed: 3, .gate: 9])
      let bias = convention == .after ? inputs("bias", [.gate: 9]) : nil
      let (state, _) = gruCell(
        inputs("x", [.batch: 2, .gate: 9]), state: inputs("h", [.batch: 2, .unit: 3]),
        recurrentKernel: kernel, recurrentBias: bias)
      return [state]
    }
  }

  /// A decoder in small: attention inside the recurrence, with everything that waits for its end.
  @Test(arguments: [Retention.outputs, .everything])
  func loops(_ retention: Retention) {
    for convention in [ResetConvention.after, .before] {
      check("decoder", retention: retention, masks: ["mask"]) { inputs in
        let features = inputs("features", [.key: 5, .batch: 2, .feature: 3])
        let mask = inputs("mask", [.batch: 2, .key: 5])
        let given = inputs("given", [.query: 3, .batch: 2, .embedding: 2])
        let cell = GRU("cell", units: 4, convention: convention)
        let attention = AdditiveAttention("att", units: 5)
        let projected = attention.project(features)
        let known = cell.project(given, over: .embedding, of: 5, from: 3, withBias: true)
        var contexts: Value?
        let initial = inputs("state", [.batch: 2, .unit: 4])
        let states = inputs.recorder.loop(over: .query, 3, carrying: initial) { hidden in
          let (context, _) = attention(
            features: features, projected: projected, hidden: hidden, mask: mask)
          contexts = context
          let x =
            known.step(of: .query)
            + cell.project(context, over: .feature, of: 5, from: 0, withBias: false)
          return cell.cell(x, state: hidden)
        }
        guard let contexts else { return [states] }
        return [states, contexts.stacked(), tanh(states.row(2)), tanh(initial)]
      }
    }
  }

  /// An operand that does not change and one that does, in every role a loop knows.
  @Test func contractionsInALoop() {
    check("products with what does not change") { inputs in
      let matrix = inputs("matrix", [Axis.unit.primed: 3, "wide": 4])
      let back = inputs("back", ["wide": 4, .unit: 3])
      return [
        inputs.recorder.loop(over: .query, 4, carrying: inputs("h", [.batch: 2, .unit: 3])) { h in
          let wide = contract(
            h.renaming(.unit, to: Axis.unit.primed), matrix, over: Axis.unit.primed)
          return tanh(contract(wide, back, over: "wide"))
        }
      ]
    }
    check("a carry that is not computed") { inputs in
      [inputs.recorder.loop(over: .query, 3, carrying: inputs("h", [.batch: 2, .unit: 3])) { $0 }]
    }
  }
}
