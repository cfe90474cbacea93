import Layers
import Tensors
import Testing
import TestSupport

@testable import Tapes

/// What holds for all numbers: rows know nothing of each other, padding is nothing, and what one
/// chooses to see changes nothing.
@Suite struct LawTests {
  // MARK: Rows and padding

  @Test(arguments: Programs.all, Levels.all)
  func aRowAloneIsTheRowInABatch(_ program: Trial.Program, level: Int32) {
    Levels.at(level) {
      let alone = (0..<19).map { Trial(program, rows: [100 + $0], keys: 5).bits(0) }
      for batch in [2, 3, 8, 19] {
        let trial = Trial(program, rows: (0..<batch).map { 100 + $0 }, keys: 5)
        for place in 0..<batch {
          #expect(differences(trial.bits(place), alone[place]) == [], "row \(place) of \(batch)")
        }
      }
    }
  }

  /// Nor does the place in the batch matter.
  @Test(arguments: Programs.all)
  func rowsMayStandInAnyOrder(_ program: Trial.Program) {
    let ascending = Trial(program, rows: [3, 4, 5, 6, 7], keys: 7)
    let mixed = Trial(program, rows: [6, 3, 7, 5, 4], keys: 7)
    for (place, row) in mixed.rows.enumerated() {
      #expect(differences(mixed.bits(place), ascending.bits(row - 3)) == [])
    }
  }

  /// More padding changes no bit: not of a result, not of an input's gradient, not of a weight's.
  @Test(arguments: Programs.masked, Levels.all)
  func morePaddingChangesNoBit(_ program: Trial.Program, level: Int32) {
    Levels.at(level) {
      let tight = Trial(program, rows: [11, 12, 13], keys: 5).allBits
      for padding in [1, 2, 12, 30] {
        let padded = Trial(program, rows: [11, 12, 13], keys: 5, padding: padding).allBits
        #expect(differences(padded, tight) == [], "padding \(padding)")
      }
    }
  }

  // MARK: What is seen, and what was before

  @Test(arguments: Programs.fusible, Levels.all)
  func fusedIsUnfused(_ program: Trial.Program, level: Int32) {
    Levels.at(level) {
      for (rows, keys) in [(1, 1), (3, 7), (5, 33)] {
        let numbers = (0..<rows).map { 40 + $0 }
        let trials = [Retention.outputs, .attention, .everything].map {
          Trial(program, rows: numbers, keys: keys, retention: $0)
        }
        // Only the playing that keeps everything plays every box.
        #expect(trials[0].player.byteCount < trials[2].player.byteCount)
        #expect(differences(trials[0].allBits, trials[1].allBits) == [])
        for trial in trials[1...] {
          #expect(results(trial) == results(trials[0]))
          for name in gradientNames(trial) {
            let (a, b) = (gradient(trials[0], name), gradient(trial, name))
            // The gradient of the scores' bias is 0 but for rounding: nothing to be relative to.
            let size = name.hasSuffix("V.bias") ? 1 : a.elements.map(abs).max() ?? 0
            let distance = zip(a.elements, b.elements).map { abs($0 - $1) }.max() ?? 0
            #expect(distance <= 1e-6 * size, "\(name) is off by \(distance) of \(size)")
          }
        }
      }
    }
  }

  private func results(_ trial: Trial) -> [UInt32] {
    let names = trial.player.tape.names.filter { $0.hasPrefix("out") || $0 == "loss" }
    return names.flatMap { trial.player[$0].elements.map(\.bitPattern) }
  }

  private func gradientNames(_ trial: Trial) -> [String] {
    trial.gradients.layout.parameters.map(\.name)
      + trial.player.tape.inputNames.filter { !$0.hasPrefix("mask") && !$0.hasPrefix("probe") }
  }

  private func gradient(_ trial: Trial, _ name: String) -> Tensor {
    trial.player.tape.inputNames.contains(name)
      ? trial.player.gradient(name) : trial.gradients[name]
  }

  /// What another playing left in memory does not matter, not even where it was not a number.
  @Test(arguments: Programs.all, [Retention.outputs, .everything])
  func playingAgainGivesTheSameBits(_ program: Trial.Program, _ retention: Retention) {
    let trial = Trial(program, rows: [1, 2, 3], keys: 4, retention: retention)
    let first = trial.allBits
    trial.play()
    #expect(differences(trial.allBits, first) == [])
    for name in trial.player.tape.inputNames where !name.hasPrefix("mask") {
      let count = trial.player.tape.shape(of: name).count
      trial.player.set(name, [Float](repeating: .nan, count: count))
    }
    trial.play()
    #expect(trial.player.lossValue.isNaN)
    trial.fill()
    trial.play()
    #expect(differences(trial.allBits, first) == [])
  }

  // MARK: Softmax

  @Test(arguments: Levels.all, [1, 2, 15, 16, 17, 50, 333])
  func softmaxRowsSumToOne(level: Int32, width: Int) {
    let program = Trial.Program("softmax") { recorder, batch, keys in
      let x = recorder.input("x", [.batch: batch, .key: keys], wantsGradient: true)
      let sharp = 60 * x
      return [softmax(x, over: .key), softmax(sharp, over: .key)]
    }
    let trial = Levels.at(level) { Trial(program, rows: [5, 6, 7, 8], keys: width) }
    for (name, place) in ["out0", "out1"].flatMap({ name in (0..<4).map { (name, $0) } }) {
      let row = trial.player[name].at(place, of: .batch).elements
      #expect(row.allSatisfy { $0 >= 0 && $0 <= 1 })
      let sum = row.reduce(0.0) { $0 + Double($1) }
      #expect(abs(sum - 1) < 4e-7, "the \(width) weights of row \(place) sum to \(sum)")
    }
  }

  /// A masked position has weight 0 and gradient 0, not nearly, whatever its score is.
  @Test(arguments: Levels.all, [1, 4, 17, 40])
  func whatIsMaskedGetsExactlyNothing(level: Int32, width: Int) throws {
    let tape = Tape.record { recorder in
      let x = recorder.input("x", [.batch: 3, .key: width], wantsGradient: true)
      let y = softmax(x, over: .key, mask: recorder.input("mask", [.batch: 3, .key: width]))
      y.named("y").markedAsOutput()
      sum(y * recorder.input("probe", y.shape), over: .batch, .key).named("loss")
    }
    let player = Player(
      tape, weights: ParameterMemory(ParameterLayout([tape])), gradientOf: "loss")
    let stream = RandomStream(seed: 9)
    // The last row is masked throughout: it has no mass at all.
    let mask: [Float] = (0..<(3 * width)).map { place in
      place < 2 * width && (stream.unit(place) > 0.5 || place % width == 0) ? 1 : 0
    }
    let strange: [Float] = [.nan, .infinity, 3e38, -.infinity]
    player.set("mask", mask)
    player.set("x", mask.enumerated().map { $1 == 1 ? stream.unit($0) : strange[$0 % 4] })
    player.set("probe", mask.indices.map { stream("probe").unit($0) })
    Levels.at(level) {
      player.forward()
      player.backward()
    }
    for (place, counts) in mask.enumerated() {
      let (y, gradient) = (player["y"].elements[place], player.gradient("x").elements[place])
      #expect(counts == 1 ? y > 0 : y == 0)
      #expect(counts == 1 ? gradient.isFinite : gradient == 0)
    }
    let masses = (0..<3).map { player["y"].at($0, of: .batch).elements.reduce(0, +) }
    #expect(abs(masses[0] - 1) < 1e-6 && abs(masses[1] - 1) < 1e-6 && masses[2] == 0)
  }

  // MARK: What is known of additive attention

  /// b1 and b2 are added to the same sum; b_v is added to all scores of a softmax alike.
  @Test(arguments: [Retention.outputs, .everything], [(1, 3), (4, 9), (7, 40)])
  func biasesOfAttention(_ retention: Retention, _ size: (rows: Int, keys: Int)) {
    for (program, prefix) in [
      (Programs.attention(9), ""), (Programs.attention(20, isMasked: false), ""),
      (Programs.decoder(.after), "att."),
    ] {
      let trial = Trial(
        program, rows: (0..<size.rows).map { 60 + $0 }, keys: size.keys, retention: retention)
      let first = trial.gradients[prefix + "W1.bias"].elements
      let second = trial.gradients[prefix + "W2.bias"].elements
      let size = first.map(abs).max() ?? 0
      #expect(size > 1e-4)
      #expect(zip(first, second).allSatisfy { abs($0 - $1) <= 2e-6 * max(1, size) })
      #expect(abs(trial.gradients[prefix + "V.bias"].elements[0]) <= 2e-6)
    }
  }

  // MARK: Memory

  @Test(arguments: 0..<40)
  func blocksThatLiveTogetherLieApart(_ seed: Int) {
    let stream = RandomStream(seed: 77)(seed)
    let times = 2 + stream.below(40)
    let blocks = (0..<(1 + stream.below(60, 1))).map { number in
      let own = stream(number)
      let start = own.below(times)
      // Some live for ever, some take nothing at all.
      let end = own.below(5, 1) == 0 ? times : min(times, start + own.below(8, 2))
      return MemoryPlan.Block(count: own.below(200, 3), life: start...end)
    }
    let plan = MemoryPlan(blocks)
    #expect(plan.collisions(blocks).isEmpty)
    var mostAlive = 0
    for time in 0...times {
      let alive = blocks.indices.filter { blocks[$0].life.contains(time) }
        .sorted { plan.offsets[$0] < plan.offsets[$1] }
      var end = 0
      for block in alive where blocks[block].count > 0 {
        #expect(plan.offsets[block] >= end, "block \(block) at time \(time)")
        end = plan.offsets[block] + blocks[block].count
      }
      #expect(end <= plan.count)
      mostAlive = max(mostAlive, alive.map { blocks[$0].count }.reduce(0, +))
    }
    #expect(plan.offsets.allSatisfy { $0 >= 0 && $0.isMultiple(of: 16) })
    let apart = blocks.map { ($0.count + 15) / 16 * 16 }.reduce(0, +)
    #expect(mostAlive <= plan.count && plan.count <= apart)
  }

  /// Memory is shared where it can be, and a collision would be seen.
  @Test func blocksThatNeverMeetShareMemory() {
    let blocks = (0..<6).map { MemoryPlan.Block(count: 100 + $0, life: (2 * $0)...(2 * $0 + 1)) }
    let plan = MemoryPlan(blocks)
    #expect(plan.count == 112 && plan.offsets == [0, 0, 0, 0, 0, 0])
    let forever = blocks.map { MemoryPlan.Block(count: $0.count, life: 0...20) }
    #expect(plan.collisions(forever).count == 15)
  }

  @Test(arguments: Programs.all, [Retention.outputs, .attention, .everything])
  func playersHaveNoCollisions(_ program: Trial.Program, _ retention: Retention) {
    #expect(Trial(program, rows: [0, 1], keys: 3, retention: retention).player.collisionCount == 0)
  }
}
