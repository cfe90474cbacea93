import Screens
import Snapshots
import Subjects
import Tensors

@testable import Dashboard

/// Pretrained models, made by hand: many heads, and one model in two quantisations.
enum ModelSamples {
  static let words = ["The", "capital", "of", "France", "is", "Paris", "."]
  static let abilities: Abilities = [.types, .switchesHeads, .explains, .explainsOneLayer]

  static func run(_ title: String) -> Run {
    Run(origin: .model, title: title, abilities: abilities, facts: [.architecture("Llama")])
  }

  /// A decoder's heads, each with something of its own; `bent`: how much of each lies elsewhere.
  static func snapshot(
    layers: Int, heads: Int, bent: (Int, Int) -> Float = { _, _ in 0 }
  ) -> Snapshot {
    let roles: [HeadStatistics.Role?] = [.previous, .first, nil, .own, nil, .first, nil]
    let sites = (0..<layers).map { layer in
      let weights = (0..<heads).flatMap { head -> [Float] in
        let role = roles[(layer * 3 + head) % roles.count]
        let share = Float((layer * 5 + head * 3) % 10) / 10
        var own = HeadSamples.head(words.count, role: role, share: share, tokens: words)
        // The bent part of the last row goes to its first key.
        let last = (words.count - 1) * words.count
        for key in 0..<words.count { own[last + key] *= 1 - bent(layer, head) }
        own[last] += bent(layer, head)
        return own
      }
      return AttentionWeights(
        site: Site("decoder.layers.\(layer).self"),
        weights: Tensor([.head: heads, .query: words.count, .key: words.count], weights),
        queries: words, keys: words, kind: .causal, layer: layer, carriesPattern: false)
    }
    let reading = Reading(
      source: words.joined(separator: " "), target: nil, text: "", written: [])
    return Snapshot(.still, reading: reading, attention: sites).summarized()
  }

  /// All heads of one model.
  static func state(
    layers: Int, heads: Int, columns: Int = 80, rows: Int = 24, rung: ColorRung = .colors16
  ) -> State {
    let run = run("model")
    var state = State([run], columns: columns, rows: rows, rung: rung)
    let scene = Scene(run: run, timeline: nil, snapshot: snapshot(layers: layers, heads: heads))
    tell(&state, .frame(Frame([scene])))
    state.screen = .heads
    return state
  }

  /// One model twice, the second time a little bent: head 1.2 most.
  static func pair(
    columns: Int = 80, rows: Int = 24, rung: ColorRung = .colors16, layers: Int = 3, heads: Int = 4
  ) -> State {
    let runs = [run("tiny.q8_0"), run("tiny.q4_0")]
    let before = snapshot(layers: layers, heads: heads)
    let after = snapshot(layers: layers, heads: heads) { layer, head in
      layer == 1 && head == 2 ? 0.5 : Float((layer * 4 + head) % 6) / 40
    }
    var state = State(runs, columns: columns, rows: rows, rung: rung)
    tell(
      &state,
      .frame(
        Frame([
          Scene(run: runs[0], timeline: nil, snapshot: before),
          Scene(
            run: runs[1], timeline: nil, snapshot: after, movedHeads: moved(after, since: before)),
        ])))
    return state
  }

  /// What a subject would say of two snapshots.
  static func moved(_ now: Snapshot, since then: Snapshot) -> [HeadShift] {
    zip(then.attention, now.attention).flatMap { before, own in
      (0..<own.heads).map { head in
        var builder = HeadShiftBuilder(site: own.site, head: head)
        builder.add(
          before.map.weights(of: head) ?? [], own.map.weights(of: head) ?? [], keys: own.map.keys)
        return builder.shift()
      }
    }
  }
}
