import Layers
import Tapes
import Tensors
import Testing

/// A change to a value reaches everything that reads it, its derivative goes with it, and where
/// nothing is changed not a bit is.
@Suite struct InterventionTests {
  private static let everyChange: [Intervention.Change] = [
    .scale(-1.7), .add(0.3), .zero(.unit, [0, 2]), .zero(.batch, [1]), .zero(.unit, []),
    .replace([0.1, -0.2, 0.3, 0.4, -0.5, 0.6]),
  ]

  /// Of an operation whose backward reads what it wrote, of a view, of what is set and of what is
  /// trained.
  @Test(arguments: everyChange, ["inner", "view", "x", "w"])
  func gradientsPassThroughTheChange(_ change: Intervention.Change, _ value: String) {
    GradientTests().check("\(value): \(change)", interventions: [.init(value, change)]) { inputs in
      let x = inputs("x", [.batch: 2, .unit: 3])
      let w = inputs.recorder.parameter("w", [.batch: 2, .unit: 3])
      let inner = tanh(x * w).named("inner")
      let view = concatenate(inner, x, along: .batch).rows(1..<3).named("view")
      return [view * inner, sigmoid(inner), view + x]
    }
  }

  /// In a loop: a value of the body, what is carried on, one step of it, and all steps afterwards.
  @Test(arguments: [Retention.outputs, .everything], 0..<7)
  func gradientsPassThroughTheChangeInALoop(_ retention: Retention, _ number: Int) {
    let interventions: [[Intervention]] = [
      [.init("att.context", .zero(.feature, [1]))], [.init("att.attention_weights", .scale(0.5))],
      [.init("next", .zero(.unit, [0]))], [.init("next", .zero(.query, [1]))],
      [.init("states", .add(0.25)), .init("features", .scale(2))],
      [.init("att.context", .replace((0..<18).map { 0.05 * Float($0) - 0.4 }))],
      [.init("next", .scale(0.3)), .init("next", .add(0.1)), .init("att.W1.kernel", .scale(0.2))],
    ]
    GradientTests().check(
      "decoder \(number)", retention: retention, interventions: interventions[number]
    ) { inputs in
      let features = inputs("input", [.key: 5, .batch: 2, .feature: 3])
      let doubled = (2 * features).named("features")
      let attention = AdditiveAttention("att", units: 4)
      let projected = attention.project(doubled)
      let cell = GRU("cell", units: 4)
      let states = inputs.recorder.loop(
        over: .query, 3, carrying: inputs("state", [.batch: 2, .unit: 4])
      ) { hidden in
        let (context, _) = attention(features: doubled, projected: projected, hidden: hidden)
        let x = cell.project(context, over: .feature, of: 3, from: 0, withBias: true)
        return cell.cell(x, state: hidden).named("next")
      }
      return [tanh(states.named("states"))]
    }
  }

  private struct Multihead {
    let player: Player

    init(_ interventions: [Intervention], retention: Retention = .attention) {
      let tape = Tape.record { recorder in
        let x = recorder.input("x", [.batch: 3, .query: 5, .embedding: 8])
        let (output, _) = MultiHeadAttention("a", width: 8, heads: 4)(x, isCausal: true)
        (x + output).named("result").markedAsOutput()
      }
      let weights = ParameterMemory(ParameterLayout([tape]))
      weights.elements = weights.layout.initialElements(seed: 3)
      player = Player(tape, weights: weights, retention: retention, interventions: interventions)
      let stream = RandomStream(seed: 5)
      player.set("x", (0..<120).map { 2 * stream.unit($0) - 1 })
      player.forward()
    }

    func bits(_ name: String) -> [UInt32] { player[name].elements.map(\.bitPattern) }
  }

  @Test func withoutAChangeEveryBitIsTheSame() {
    let plain = Multihead([])
    for change: Intervention.Change in [.scale(1), .zero(.head, [])] {
      let changed = Multihead([.init("a.attended", change)])
      for name in ["result", "a.weights"] { #expect(changed.bits(name) == plain.bits(name)) }
    }
    // A value replaced by itself is no change either.
    let own = Multihead([], retention: .everything).player["a.attended"].elements
    #expect(Multihead([.init("a.attended", .replace(own))]).bits("result") == plain.bits("result"))
  }

  @Test func aHeadThatIsOffLeavesTheOthersAlone() {
    let plain = Multihead([], retention: .everything)
    let off = Multihead([.init("a.attended", .zero(.head, [2]))], retention: .everything)
    let (before, after) = (plain.player["a.attended"], off.player["a.attended"])
    #expect(after.shape == before.shape)
    for head in 0..<4 {
      let own = after.at(head, of: .head).elements
      #expect(own == (head == 2 ? own.map { _ in 0 } : before.at(head, of: .head).elements))
    }
    // What it looks at can still be read; what comes of it has changed.
    #expect(off.bits("a.weights") == plain.bits("a.weights"))
    #expect(off.bits("result") != plain.bits("result"))
  }

  @Test func withAllHeadsOffNothingIsAdded() {
    let off = Multihead(
      [.init("a.attended", .zero(.head, [0, 1])), .init("a.attended", .zero(.head, [2, 3]))])
    #expect(off.player["result"].elements == off.player["x"].elements)
  }

  /// 0 · NaN is NaN: what is switched off must not be a factor.
  @Test func whatIsOffIsZeroWhateverItWas() {
    let tape = Tape.record { recorder in
      (2 * recorder.input("x", [.batch: 2, .unit: 2])).named("twice").markedAsOutput()
    }
    let player = Player(
      tape, weights: ParameterMemory(ParameterLayout([tape])),
      interventions: [.init("twice", .zero(.unit, [1]))])
    player.set("x", [1, .nan, 3, .infinity])
    player.forward()
    #expect(player["twice"].elements == [2, 0, 6, 0])
    #expect(player.tape.description.contains("twice [batch 2 × unit 2] = change: no unit 1("))
  }
}
