import Screens
import Snapshots
import Tensors
import Testing

@testable import Dashboard

@Suite("How far the default scale goes")
struct ReachTests {
  private func peak(_ most: Float, keys: Int = 20) -> Peak {
    var row = [Float](repeating: (1 - most) / Float(keys - 1), count: keys)
    row[3] = most
    return peak([row], .cross)
  }

  private func peak(
    _ rows: [[Float]], _ kind: AttentionWeights.Kind, specials: Set<Int> = []
  ) -> Peak {
    let map = AttentionMap(
      Tensor([.query: rows.count, .key: rows[0].count], rows.flatMap(\.self)))
    let reading = Reading(source: "", target: nil, text: "", written: [])
    let snapshot = Snapshot(
      step: 0, reading: reading,
      attention: [AttentionWeights(site: "a", map: map, kind: kind, specials: specials)])
    return HeadStack.stacks(of: snapshot.summarized())[0].peak
  }

  @Test("Four times uniform is enough until a weight is more")
  func uniform() {
    var reach = Reach()
    reach.follow(peak(0.05), isRunning: true)
    #expect(reach.top == nil)
    reach.follow(peak(0.19), isRunning: true)
    #expect(reach.top == nil)
    reach.follow(peak(0.21), isRunning: true)
    #expect(reach.top == 0.5)
  }

  @Test("A weight that wavers about a step does not make the scale flicker")
  func wavers() {
    var reach = Reach()
    let seen = [0.48, 0.52, 0.49, 0.51, 0.45, 0.41].map { weight -> Float? in
      reach.follow(peak(Float(weight)), isRunning: true)
      return reach.top
    }
    #expect(seen == [0.5, 1, 1, 1, 1, 1])
    reach.follow(peak(0.39), isRunning: true)
    #expect(reach.top == 0.5)
    // A little under four times uniform still counts, far under does not.
    reach.follow(peak(0.17), isRunning: true)
    #expect(reach.top == 0.5)
    reach.follow(peak(0.1), isRunning: true)
    #expect(reach.top == nil)
  }

  @Test("Causal rows are measured against the keys that they may look at; hidden keys not at all")
  func causal() {
    #expect(peak([[1, 0, 0], [0.5, 0.5, 0], [0.3, 0.3, 0.4]], .causal) == Peak())
    let row: [Float] = [0.9, 0.02, 0.02, 0.02, 0.02, 0.02]
    #expect(peak([row], .cross, specials: [0]) == Peak())
    #expect(peak([row], .cross).clear == 0.9)
    #expect(Double(Peak.clearly) == Scale.mostOverUniform)
  }

  @Test("The legend names the end: before anything is learned and after")
  func legend() {
    #expect(view(Samples.state(learned: 0)).picture.contains("0 ░ .07 ▒ .13 ▓ .2 █ .27  auto"))
    #expect(view(Samples.state(learned: 0.97)).picture.contains("0 ░ .07 ▒ .38 ▓ .69 █ 1  auto"))
    var state = Samples.state(learned: 0.3)
    #expect(view(state).picture.contains("0 ░ .07 ▒ .21 ▓ .36 █ .5  auto"))
    // Learning on and coming back, the way does not matter to what is shown far from a step.
    tell(&state, shown(state, Samples.snapshot(step: 300, progress: 0.97)))
    // That it moved by itself is said, until the next key.
    #expect(state.message?.text == "weights have grown: colours now go from 0 to 1")
    tell(&state, .key(.left))
    tell(&state, shown(state, Samples.snapshot(step: 301, progress: 0.97)))
    #expect(state.message == nil)
    #expect(view(state).picture.contains("0 ░ .07 ▒ .38 ▓ .69 █ 1  auto"))
    tell(&state, shown(state, Samples.snapshot(step: 0, progress: 0)))
    #expect(view(state).picture.contains("0 ░ .07 ▒ .13 ▓ .2 █ .27  auto"))
  }
}
