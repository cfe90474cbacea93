import Layers
import Snapshots
import Tapes
import Tensors
import Testing

/// The operations and layers of pretrained transformers.
extension GradientTests {
  @Test(arguments: Activation.Function.allCases)
  func activations(_ function: Activation.Function) {
    check(function.rawValue) { [activate($0("x", [.batch: 3, .unit: 5]), function)] }
    check("\(function) twice") {
      let x = $0("x", [.unit: 4])
      return [x * activate(x, function)]
    }
  }

  @Test func rootMeanSquareNormalization() {
    check("root mean square") { inputs in
      let x = inputs("x", [.batch: 3, .unit: 5])
      let scale = inputs.recorder.parameter("scale", [.unit: 5])
      return [normalizeRootMeanSquare(x, over: .unit, scale: scale, epsilon: 1e-2) + x]
    }
  }

  @Test(arguments: [Diagram.Rotation.Pairing.halves, .neighbours])
  func rotation(_ pairing: Diagram.Rotation.Pairing) {
    let rotary = RotaryPositions(pairing, pairs: 3, base: 10)
    check("rotate \(pairing)", indices: ["positions": [4, 0, 9]]) { inputs in
      let x = inputs("x", [.query: 3, .head: 2, Attention.depthAxis: 7])
      let angles = rotary.angles(of: inputs.recorder.indices("positions", [.query: 3]))
      return [rotary.turn(x, by: angles) + x]
    }
  }

  @Test(arguments: [
    Attention(heads: 2, depth: 3, biases: .all),
    Attention(
      heads: 4, keyHeads: 2, depth: 4, rotation: .init(.halves, pairs: 2, base: 10), rule: .causal),
    Attention(
      heads: 2, depth: 3, biases: [.query], scale: 0.3, normEpsilon: 1e-2, rule: .window(2)),
  ])
  func attention(_ layer: Attention) {
    check("attention", indices: ["positions": [0, 1, 2, 3]], tolerance: 8e-3) { inputs in
      let x = inputs("x", [.query: 4, .embedding: 6])
      let positions = inputs.recorder.indices("positions", [.query: 4])
      let angles = layer.rotation?.angles(of: positions)
      return [layer("a", x, angles: angles).output]
    }
  }

  @Test func feedForwards() {
    check("plain") {
      [FeedForward("f", filter: 4, activation: .gelu)($0("x", [.query: 2, .embedding: 3]))]
    }
    check("gated") {
      [GatedFeedForward("f", filter: 4, activation: .silu)($0("x", [.query: 2, .embedding: 3]))]
    }
  }

  @Test func grouped() {
    // Heads that share their keys are the same as heads with keys of their own that are equal.
    let (shared, own) = (
      Attention(heads: 4, keyHeads: 2, depth: 3, rule: .causal),
      Attention(heads: 4, depth: 3, rule: .causal)
    )
    func tape(_ layer: Attention) -> Tape {
      Tape.record { recorder in
        layer("a", recorder.input("x", [.query: 5, .embedding: 6])).output.named("y")
          .markedAsOutput()
      }
    }
    let stream = RandomStream(seed: 3)("grouped")
    func weights(_ tape: Tape) -> ParameterMemory { ParameterMemory(ParameterLayout([tape])) }
    let (a, b) = (weights(tape(shared)), weights(tape(own)))
    for name in ["query", "output"] {
      let tensor = a["a.\(name).kernel"]
      let numbers = tensor.elements.indices.map { stream(name).unit($0) - 0.5 }
      a["a.\(name).kernel"] = Tensor(tensor.shape, numbers)
      b["a.\(name).kernel"] = Tensor(b["a.\(name).kernel"].shape, numbers)
    }
    for name in ["key", "value"] {
      let few = a["a.\(name).kernel"].shape
      let numbers = (0..<few.count).map { stream(name).unit($0) - 0.5 }
      a["a.\(name).kernel"] = Tensor(few, numbers)
      var many: [Float] = []
      for row in 0..<6 {
        for head in 0..<4 {
          let start = row * 6 + head / 2 * 3
          many += numbers[start..<(start + 3)]
        }
      }
      b["a.\(name).kernel"] = Tensor(b["a.\(name).kernel"].shape, many)
    }
    let x = (0..<30).map { stream("x").unit($0) - 0.5 }
    func run(_ layer: Attention, _ weights: ParameterMemory) -> (y: Tensor, weights: Tensor) {
      let player = Player(tape(layer), weights: weights)
      player.set("x", x)
      player.forward()
      return (player["y"], player["a.weights"])
    }
    let (first, second) = (run(shared, a), run(own, b))
    #expect(first.y.elements == second.y.elements)
    #expect(first.weights.elements == second.weights.elements)
  }

  @Test func stagesAndPanels() {
    // A tape in stages, with kernels in panels, has the bits of the tape played at once.
    func tape(staged: Bool) -> Tape {
      Tape.record { recorder in
        if staged { recorder.stage() }
        var x = recorder.input("x", [.query: 5, .embedding: 6])
        for layer in 0..<2 {
          if staged { recorder.stage() }
          x = x + Attention(heads: 2, depth: 3, biases: .all)("\(layer)", x).output
          x = FeedForward("\(layer).ff", filter: 40, activation: .gelu)(x)
        }
        x.named("y").markedAsOutput()
      }
    }
    let whole = tape(staged: false)
    let kernels = Set(whole.parameters.map(\.name).filter { $0.hasSuffix(".kernel") })
    let plain = ParameterMemory(ParameterLayout([whole]))
    let packed = ParameterMemory(ParameterLayout([whole], packed: kernels))
    let stream = RandomStream(seed: 5)("panels")
    for parameter in plain.layout.parameters {
      let tensor = Tensor(
        parameter.shape, (0..<parameter.shape.count).map { stream(parameter.name).unit($0) - 0.5 })
      plain[parameter.name] = tensor
      packed[parameter.name] = tensor
      #expect(packed[parameter.name] == tensor)
    }
    let one = Player(whole, weights: plain)
    let staged = Player(tape(staged: true), weights: packed)
    for player in [one, staged] { player.set("x", (0..<30).map { stream("x").unit($0) }) }
    one.forward()
    #expect(staged.stageCount == 3)
    for stage in 0..<3 { staged.forward(stage: stage) }
    #expect(one["y"].elements == staged["y"].elements)
    #expect(one["1.weights"].elements == staged["1.weights"].elements)
    // Panels of a tape that is changed: the change belongs to the stage of what it changes.
    let changed = Player(
      tape(staged: true), weights: packed, interventions: [.init("0.context", .zero(.head, [1]))])
    changed.set("x", (0..<30).map { stream("x").unit($0) })
    #expect(changed.stageCount == 3)
    for stage in 0..<3 { changed.forward(stage: stage) }
    #expect(changed["y"].elements != one["y"].elements)
    #expect(changed["0.weights"].elements == one["0.weights"].elements)
  }
}
