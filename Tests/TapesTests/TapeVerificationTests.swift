import Layers
import Tensors
import Testing

@testable import Tapes

/// A tape that was changed is held against the rules that a player trusts.
@Suite struct TapeVerificationTests {
  /// A small decoder: attention inside a loop, a view, a slice and all steps of what is carried.
  private static let decoder = Tape.record { recorder in
    let features = recorder.input("features", [.key: 5, .batch: 2, .feature: 3])
    let given = recorder.input("given", [.query: 3, .batch: 2, .feature: 3])
    let attention = AdditiveAttention("att", units: 4)
    let projected = attention.project(features)
    let cell = GRU("cell", units: 4)
    let states = recorder.loop(
      over: .query, 3, carrying: recorder.input("state", [.batch: 2, .unit: 4])
    ) { hidden in
      let (context, _) = attention(features: features, projected: projected, hidden: hidden)
      let x = cell.project(
        context + given.step(of: .query), over: .feature, of: 3, from: 0, withBias: true)
      return cell.cell(x, state: hidden).named("next")
    }
    let last = states.named("states").row(2).named("last")
    sum(tanh(last), over: .batch, .unit).named("loss")
  }

  @Test("A recorded tape has no flaw, nor has one with a change to any of its values")
  func sound() {
    let tape = Self.decoder
    #expect(tape.flaw == nil)
    for name in tape.names {
      let zeros = tape.shape(of: name).axes.prefix(1).map { Intervention.Change.zero($0, [0]) }
      for change in [.scale(2), .add(1)] + zeros {
        #expect(tape.applying([.init(name, change)]).flaw == nil, "\(name): \(change)")
      }
    }
  }

  private func expect(
    _ words: String, at place: SourceLocation = #_sourceLocation, _ change: (inout Tape) -> Void
  ) {
    var tape = Self.decoder
    change(&tape)
    let flaw = tape.flaw ?? "none"
    #expect(flaw.contains(words), "\(flaw)", sourceLocation: place)
  }

  @Test("What is wrong with a tape is named")
  func broken() {
    let tape = Self.decoder
    let (next, last) = (tape.index(of: "next"), tape.index(of: "last"))
    let (context, loss) = (tape.index(of: "att.context"), tape.index(of: "loss"))
    let end = tape.instructions.count - 1
    expect("before it is written") { $0.instructions.swapAt(0, 1) }
    expect("is written twice") { $0.instructions.append($0.instructions[0]) }
    expect("what it carries on") { $0.loops[0].body.removeLast() }
    expect("before it is written") { $0.loops[0].body.swapAt(0, 1) }
    expect("and carries") { $0.loops[0].initial = $0.index(of: "given") }
    expect("no carry of its own") { $0.loops[0].carry = loss }
    expect("reaches beyond") { $0.values[next].shape = [.batch: 2, .unit: 5] }
    expect("reaches beyond") { $0.values[last].alias?.offset += 1 }
    expect("part of itself") { $0.values[last].alias?.of = last }
    expect("not there") { $0.values[last].alias?.of = 1_000 }
    expect("its loop is not over, or not there") { tape in
      guard case .play(var play) = tape.instructions[end] else { return }
      play.inputs[0] = context
      tape.instructions[end] = .play(play)
    }
    expect("loss is [batch 2]") { $0.values[loss].shape = [.batch: 2] }
    expect("is not the value") { $0.parameterValues.swapAt(0, 1) }
    expect("no result") { $0.values[loss].origin = .parameter }
  }
}
