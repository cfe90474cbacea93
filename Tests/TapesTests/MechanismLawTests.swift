import Foundation
import Layers
import Snapshots
import Tensors
import Testing
import TestSupport

@testable import Tapes

/// What the mechanisms promise: detours and caches give the same bits, masks are exact, dropout is a
/// function of where it is.
@Suite struct MechanismLawTests {
  /// Plays a tape once on numbers that depend on the names alone.
  private func play(
    _ retention: Retention = .attention, indices: [String: [Int32]] = [:],
    numbers: [String: [Float]] = [:], _ body: (Recorder) -> Void
  ) -> Player {
    let tape = Tape.record(body)
    let layout = ParameterLayout([tape])
    let weights = ParameterMemory(layout)
    let stream = RandomStream(seed: 31)
    func some(_ name: String, _ count: Int) -> [Float] {
      (0..<count).map { 2 * stream(name).unit($0) - 1 }
    }
    for parameter in layout.parameters {
      weights[parameter.name] = Tensor(
        parameter.shape, some(parameter.name, parameter.shape.count))
    }
    let player = Player(tape, weights: weights, retention: retention)
    for name in tape.inputNames {
      if let positions = indices[name] {
        player.set(name, positions: positions)
      } else {
        player.set(name, numbers[name] ?? some(name, tape.shape(of: name).count))
      }
    }
    player.forward()
    return player
  }

  // MARK: Pooling

  /// RepeatVector and Permute are broadcasting by hand: the same bits.
  @Test(arguments: Levels.all, [(1, 1, 1), (2, 5, 3), (3, 17, 20), (2, 64, 33)])
  func theDetourChangesNoBit(level: Int32, _ size: (batch: Int, keys: Int, units: Int)) {
    func context(_ retention: Retention, repeats: Bool) -> [[UInt32]] {
      let player = play(retention) { recorder in
        let x = recorder.input(
          "x", [.key: size.keys, .batch: size.batch, .unit: size.units])
        let layer = AttentionPooling("p")
        let (context, weights) = repeats ? layer.repeating(x) : layer(x)
        context.named("context").markedAsOutput()
        weights.named("weights").markedAsOutput()
      }
      return ["context", "weights"].map { player[$0].elements.map(\.bitPattern) }
    }
    Levels.at(level) {
      let short = context(.outputs, repeats: false)
      #expect(context(.everything, repeats: false) == short)
      #expect(context(.everything, repeats: true) == short)
      #expect(context(.outputs, repeats: true) == short)
    }
  }

  /// The tanh caps a weight at e² / (e² + T − 1), whatever the projection is.
  @Test(arguments: [2, 5, 10, 50]) func poolingCannotBeSharp(_ keys: Int) {
    for score in PoolingScore.allCases {
      let player = play(numbers: ["x": (0..<keys).map { $0 == 1 ? 100 : -100 }]) { recorder in
        let x = recorder.input("x", [.key: keys, .batch: 1, .unit: 1])
        AttentionPooling("p", score: score)(x).weights.named("weights").markedAsOutput()
      }
      let most = player["weights"].elements.max() ?? 0
      let squared: Float = 7.389_056
      let cap = squared / (squared + Float(keys) - 1)
      if score == .tanh {
        #expect(most <= cap * 1.000_001)
      } else {
        // A negative weight makes all the others the greatest.
        #expect(most > 0.999 || most * Float(keys - 1) > 0.999)
      }
    }
  }

  // MARK: LSTM

  /// The box with a time axis plays what the cell in a loop plays.
  @Test(arguments: Levels.all, [false, true]) func sequenceIsCells(level: Int32, isMasked: Bool) {
    let (keys, batch, units) = (6, 3, 18)
    let mask = (0..<(keys * batch)).map { Float($0 % 4 == 2 ? 0 : 1) }
    let turned = (0..<keys).flatMap { key in (0..<batch).map { mask[$0 * keys + key] } }
    Levels.at(level) {
      let player = play(numbers: ["mask": mask, "mask by time": turned]) { recorder in
        let x = recorder.input("x", [.key: keys, .batch: batch, .feature: 5])
        let states = recorder.input("state", ["side": 2, .batch: batch, .unit: units])
        let layer = LSTM("l", units: units)
        let own = recorder.input("mask", [.batch: batch, .key: keys])
        let pass = layer(
          x, over: .key, input: .feature, mask: isMasked ? own : nil,
          initial: (states.row(0), states.row(1)))
        pass.states.reshaped(pass.states.shape).named("states").markedAsOutput()
        pass.cells.named("cells").markedAsOutput()
        let projected = layer.project(x, over: .feature, of: 5, from: 0, withBias: true)
        let valid = recorder.input("mask by time", [.key: keys, .batch: batch])
        let loop = recorder.loop(over: .key, keys, carrying: states) { state in
          layer.cell(
            projected.step(of: .key), state: state, mask: isMasked ? valid.step(of: .key) : nil)
        }
        loop.named("loop").markedAsOutput()
      }
      #expect(player["states"].elements == player["loop"].at(0, of: "side").elements)
      #expect(player["cells"].elements == player["loop"].at(1, of: "side").elements)
    }
  }

  @Test func unitForgetBias() {
    let tape = Tape.record { recorder in
      let x = recorder.input("x", [.key: 2, .batch: 1, .feature: 3])
      _ = LSTM("l", units: 4)(x, over: .key, input: .feature)
    }
    let layout = ParameterLayout([tape])
    let memory = ParameterMemory(layout)
    memory.elements = layout.initialElements(seed: 1)
    #expect(
      memory["l.bias"].elements == [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0])
  }

  // MARK: Heads

  /// Keys and values kept from step to step give the bits of the whole causal pass.
  @Test(arguments: Levels.all, [(1, 1), (2, 2), (3, 4), (1, 16)])
  func theCacheIsTheWholePass(level: Int32, _ size: (batch: Int, heads: Int)) {
    let (queries, width) = (7, 16)
    func layer() -> MultiHeadAttention { MultiHeadAttention("m", width: width, heads: size.heads) }
    func record(_ recorder: Recorder, _ queries: Int, past: Int) {
      let x = recorder.input("x", [.batch: size.batch, .query: queries, .embedding: width])
      let new = layer().memory(of: x.renaming(.query, to: .key))
      var memory = new
      if past > 0 {
        let shape = new.keys.shape.replacing(.key, with: past)
        memory = MultiHeadAttention.Memory(
          keys: recorder.input("keys", shape), values: recorder.input("values", shape)
        ).followed(by: new)
      }
      let (output, weights) = layer().attend(x, to: memory, isCausal: true)
      memory.keys.named("all keys").markedAsOutput()
      memory.values.named("all values").markedAsOutput()
      output.named("result").markedAsOutput()
      weights.named("map").markedAsOutput()
    }
    Levels.at(level) {
      let whole = play { record($0, queries, past: 0) }
      guard let x = whole.tape.inputNames.first else { return }
      #expect(x == "x")
      let input = whole["x"]
      var kept: [String: [Float]] = [:]
      for step in 0..<queries {
        kept["x"] = input.at(step, of: .query).elements
        let now = play(numbers: kept) { record($0, 1, past: step) }
        #expect(now["result"].elements == whole["result"].at(step, of: .query).elements)
        let row = whole["map"].at(step, of: .query)
        for key in 0..<queries {
          let expected = row.at(key, of: .key).elements
          if key <= step {
            #expect(now["map"].at(key, of: .key).elements == expected)
          } else {
            #expect(expected.allSatisfy { $0 == 0 })
          }
        }
        (kept["keys"], kept["values"]) = (now["all keys"].elements, now["all values"].elements)
      }
    }
  }

  /// The exact rule and −1e9 agree: what comes later gets exactly nothing from both.
  @Test(arguments: Levels.all) func causalForms(level: Int32) {
    func output(_ bias: AttentionBias?, isCausal: Bool, mask: Bool = false) -> [UInt32] {
      let triangle = (0..<36).map { Float($0 % 6 <= $0 / 6 ? 1 : 0) }
      let player = play(numbers: ["mask": triangle]) { recorder in
        let x = recorder.input("x", [.batch: 2, .query: 6, .embedding: 8])
        let rule = mask ? recorder.input("mask", [.query: 6, .key: 6]) : nil
        MultiHeadAttention(width: 8, heads: 2)(x, bias: bias, mask: rule, isCausal: isCausal)
          .output.named("result").markedAsOutput()
      }
      return player["result"].elements.map(\.bitPattern)
    }
    Levels.at(level) {
      let exact = output(nil, isCausal: true)
      #expect(output(.causal, isCausal: false) == exact)
      #expect(output(nil, isCausal: false, mask: true) == exact)
    }
  }

  /// A fully masked row: uniform where −1e9 is added, nothing where the mask is exact.
  @Test func nothingToAttendTo() {
    let mask: [Float] = [1, 1, 0, 0, 0, 0]
    let player = play(numbers: ["mask": mask, "bias": mask.map { $0 == 1 ? 0 : -1e9 }]) {
      recorder in
      let x = recorder.input("x", [.batch: 2, .query: 3, .embedding: 4])
      let layer = MultiHeadAttention("a", width: 4, heads: 2)
      let added = recorder.input("bias", [.batch: 2, .key: 3])
      let exact = recorder.input("mask", [.batch: 2, .key: 3])
      layer(x, bias: .values(added)).weights.named("added").markedAsOutput()
      let (output, weights) = MultiHeadAttention("b", width: 4, heads: 2)(x, mask: exact)
      weights.named("exact").markedAsOutput()
      output.named("nothing").markedAsOutput()
    }
    let added = player["added"].at(1, of: .batch).elements
    #expect(added.allSatisfy { abs($0 - 1 / 3) < 1e-6 })
    #expect(player["exact"].at(1, of: .batch).elements.allSatisfy { $0 == 0 })
    #expect(player["nothing"].at(1, of: .batch).elements.allSatisfy { $0 == 0 })
    #expect(player["exact"].at(0, of: .batch).elements.contains { $0 > 0 })
  }

  // MARK: Dropout

  @Test func noDropoutIsTheSameValue() {
    _ = Tape.record { recorder in
      let x = recorder.input("x", [.batch: 2, .unit: 3])
      let count = recorder.tape.values.count
      #expect(dropout(x, rate: 0, named: "d").index == x.index)
      #expect(recorder.tape.values.count == count)
    }
  }

  /// A row's lots belong to its words, not to its place, and sites differ; the mean stays.
  @Test(arguments: Levels.all) func lotsBelongToRows(level: Int32) {
    let words: [Int32] = [11, -5, 7_000, 3, 11, -5, 0, 0]
    let rate: Float = 0.25
    Levels.at(level) {
      let ones = [Float](repeating: 1, count: 4 * 3 * 1000)
      let player = play(indices: ["dropout": words], numbers: ["x": ones]) { recorder in
        let x = recorder.input("x", [.key: 3, .batch: 4, .unit: 1000])
        dropout(x, rate: rate, named: "a").named("first").markedAsOutput()
        dropout(x, rate: rate, named: "b").named("second").markedAsOutput()
      }
      let rows = (0..<4).map { player["first"].at($0, of: .batch).elements }
      #expect(rows[0] == rows[2])
      #expect(rows[0] != rows[1] && rows[1] != rows[3])
      #expect(player["first"].elements != player["second"].elements)
      #expect(player["first"].elements.allSatisfy { $0 == 0 || $0 == 1 / (1 - rate) })
      for row in rows + [player["second"].at(3, of: .batch).elements] {
        let dropped = Float(row.filter { $0 == 0 }.count) / Float(row.count)
        // Six standard deviations of 3,000 lots.
        #expect(abs(dropped - rate) < 0.048, "\(dropped) dropped")
      }
      #expect(player["first"].at(0, of: .key).at(0, of: .batch).elements != rows[0].suffix(1000))
    }
  }

  // MARK: Positions

  @Test func positionsAreSinesAndCosines() {
    let width = 8
    let table = PositionEncoding.table(0..<2000, width: width)
    for position in 0..<2000 {
      for j in 0..<(width / 2) {
        let angle = Double(position) * exp(-Double(j) * log(10_000) / Double(width / 2 - 1))
        #expect(table[position * width + j] == Float(sin(angle)), "sin \(angle)")
        #expect(table[position * width + width / 2 + j] == Float(cos(angle)), "cos \(angle)")
      }
    }
  }
}
