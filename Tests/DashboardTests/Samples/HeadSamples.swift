import Dashboard
import Screens
import Snapshots
import Subjects
import Tensors

/// Runs with several heads, made by hand as trained ones look.
enum HeadSamples {
  /// A start mark and ten letters twice.
  static let letters = ["^"] + "gkwmxbtqzhgkwmxbtqzh".map(String.init)

  /// One head of the induction lesson: a share of its role, the rest spread over what is allowed.
  static func head(
    _ length: Int, role: HeadStatistics.Role?, share: Float, tokens: [String],
    kind: AttentionWeights.Kind = .causal
  ) -> [Float] {
    var weights: [Float] = []
    for query in 0..<length {
      let allowed = kind == .causal ? query + 1 : length
      var row = [Float](repeating: 0, count: length)
      // The spread is uneven as in real heads, and the same on every machine.
      let noise = (0..<allowed).map { Float(($0 * 7 + query * 13) % 11 + 1) }
      let sum = noise.reduce(0, +)
      for key in 0..<allowed { row[key] = noise[key] / sum }
      let target: Int? =
        switch role {
        case .previous: query > 0 ? query - 1 : nil
        case .next: query + 1 < allowed ? query + 1 : nil
        case .first: 0
        case .own: query
        case .induction: tokens[..<query].lastIndex(of: tokens[query]).map { $0 + 1 } ?? 0
        case .duplicate: tokens[..<query].lastIndex(of: tokens[query])
        case nil: nil
        }
      if let target {
        for key in 0..<length { row[key] *= 1 - share }
        row[target] += share
      }
      weights += row
    }
    return weights
  }

  /// Heads of one site.
  static func site(
    _ site: Site, _ heads: [(HeadStatistics.Role?, Float)], tokens: [String],
    kind: AttentionWeights.Kind, specials: Set<Int> = []
  ) -> AttentionWeights {
    let count = tokens.count
    let weights = heads.flatMap {
      head(count, role: $0.0, share: $0.1, tokens: tokens, kind: kind)
    }
    return AttentionWeights(
      site: site, weights: Tensor([.head: heads.count, .query: count, .key: count], weights),
      queries: tokens, keys: tokens, kind: kind, specials: specials)
  }

  /// The induction lesson: two layers of four heads.
  static func induction(columns: Int = 80, rows: Int = 24, rung: ColorRung = .colors16) -> State {
    let reading = Reading(
      source: letters.joined(separator: " "), target: nil, text: "", written: [])
    let snapshot = Snapshot(
      step: 2400, reading: reading,
      attention: [
        site(
          "decoder.0.self", [(nil, 0), (.previous, 0.41), (.previous, 0.92), (nil, 0)],
          tokens: letters, kind: .causal),
        site(
          "decoder.1.self",
          [(.induction, 0.9), (.induction, 0.98), (.induction, 0.88), (.induction, 0.8)],
          tokens: letters, kind: .causal),
      ])
    var state = Samples.state(columns: columns, rows: rows, rung: rung)
    state.run = Samples.run("induction", .multihead, parameters: 51_000)
    state.baseline = nil
    state.progress = Samples.progress(step: 2400, latest: 2400)
    state.progress.evaluations = []
    state.scene?.examples = []
    state.snapshot = snapshot
    return state
  }

  static let sentence = [
    "[CLS]", "the", "cat", "sat", "on", "the", "mat", "because", "it", "was", "tired", ".", "[SEP]",
  ]

  /// A pretrained encoder: six layers of twelve heads, many of which look at the first token.
  static func encoder(columns: Int = 80, rows: Int = 24, rung: ColorRung = .colors16) -> State {
    let sites = (0..<6).map { layer in
      site(
        Site("encoder.layers.\(layer).self"),
        (0..<12).map { head in
          switch (layer, head) {
          case (0, 2): (.previous, 0.98)
          case (1, 7): (.next, 0.55)
          case (2, 0): (.own, 0.5)
          default: (.first, Float((layer * 5 + head * 3) % 10) / 10)
          }
        }, tokens: sentence, kind: .selfAttention, specials: [0, 12])
    }
    var state = Samples.state(columns: columns, rows: rows, rung: rung)
    state.run = Run(
      origin: .model, title: "all-MiniLM-L6-v2", abilities: [.types, .switchesHeads, .explains],
      facts: [.architecture("BERT")])
    state.baseline = nil
    state.timeline = nil
    state.snapshot = Snapshot(
      .still,
      reading: Reading(
        source: "The cat sat on the mat because it was tired.", target: nil, text: "",
        written: []), attention: sites)
    return state
  }

  /// An encoder–decoder: three kinds of attention, two layers of four heads each.
  static func translation(columns: Int = 80, rows: Int = 24, rung: ColorRung = .colors16) -> State {
    var state = Samples.state(columns: columns, rows: rows, rung: rung)
    let source = Samples.source.map(String.init)
    let target = Samples.target.map(String.init)
    let cross = state.snapshot?.attention[0].weights.elements ?? []
    var sites: [AttentionWeights] = []
    for layer in 0..<2 {
      sites.append(
        site(
          Site("encoder.\(layer).self"),
          [(.own, 0.6), (.previous, 0.7), (.next, 0.6), (nil, 0)], tokens: source,
          kind: .selfAttention))
    }
    for layer in 0..<2 {
      sites.append(
        site(
          Site("decoder.\(layer).self"),
          [(.own, 0.7), (.previous, 0.8), (nil, 0), (nil, 0)], tokens: target, kind: .causal))
      let even = [Float](repeating: 1 / Float(source.count), count: cross.count)
      sites.append(
        AttentionWeights(
          site: Site("decoder.\(layer).cross"),
          weights: Tensor(
            [.head: 4, .query: 10, .key: 15], even + cross + even + (layer == 0 ? even : cross)),
          queries: target, keys: source))
    }
    state.run = Samples.run("translate", .multihead, parameters: 90_000)
    state.baseline = nil
    state.snapshot?.attention = sites
    return state
  }

  static let review =
    ("we stayed in the old hotel on the main street and the room was quite dreadful for the "
    + "price we ordered food there again today the staff and the service was very rather that "
    + "view of the car with our").split(separator: " ").map(String.init)

  /// Pooling over an LSTM: dark before the cue word, bright from it on; `sharp` pools the words.
  static func keywords(
    columns: Int = 80, rows: Int = 24, rung: ColorRung = .colors16, sharp: Bool = false,
    scores: [Float] = []
  ) -> State {
    let count = review.count
    let cue = 15
    let cap = AttentionWeights.cap(ofScoresWithinOneOver: count)
    let weights = (0..<count).map { place -> Float in
      if sharp { return place == cue ? cap - 0.001 : (1 - cap + 0.001) / Float(count - 1) }
      return place < cue ? 0.005 : 0.925 / Float(count - cue) + Float(place % 3 - 1) / 1000
    }
    var state = Samples.state(columns: columns, rows: rows, step: 600, latest: 600, rung: rung)
    state.run = Samples.run(
      "keywords", .pooling, parameters: 20_000)
    state.baseline = nil
    state.snapshot = Snapshot(
      step: 600,
      reading: Reading(
        source: review.joined(separator: " "), target: "negative", text: "negative",
        written: [Written(token: "negative", probability: 1, expectation: .keys([cue]))]),
      attention: [
        AttentionWeights(
          site: "pooling", weights: Tensor([.query: 1, .key: count], weights),
          queries: ["pooling"], keys: review, cap: cap, scores: scores)
      ])
    return state
  }

  /// The dates by three mechanisms.
  static func panes(learned: Float = 0.97) -> [Scene] {
    let additive = Samples.snapshot(step: 247, progress: learned)
    let keys = Samples.source.map(String.init)
    let queries = Samples.target.map(String.init)
    var pooling = Samples.snapshot(step: 247, progress: learned)
    pooling.reading.text = "2014-08-03"
    pooling.reading.written[6].token = "8"
    let row: [Float] = [
      0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.11, 0.05, 0.05, 0.02, 0.14, 0.15, 0.16, 0.18,
    ]
    pooling.attention = [
      AttentionWeights(
        site: "pooling", weights: Tensor([.query: 1, .key: 15], row), queries: ["all"], keys: keys,
        cap: AttentionWeights.cap(ofScoresWithinOneOver: 15))
    ]
    var multi = Samples.snapshot(step: 247, progress: learned)
    let even = [Float](repeating: 1 / 15, count: 150)
    let sharp = multi.attention[0].weights.elements
    multi.attention = [
      AttentionWeights(
        site: "decoder.cross",
        weights: Tensor([.head: 4, .query: 10, .key: 15], even + sharp + even + sharp),
        queries: queries, keys: keys)
    ]
    func progress(_ exact: Double, _ loss: Double) -> Timeline {
      var progress = Timeline()
      progress.step = 247
      progress.known = .through(247)
      progress.pace = 10
      for step in 0...247 {
        progress.loss.record(loss + (2.5 - loss) * max(0, 1 - Double(step) / 200), at: step)
      }
      progress.evaluations = [
        Evaluation(
          step: 200, accuracy: exact, exactMatch: exact, patternMatch: nil, examples: 200)
      ]
      return progress
    }
    return [
      Scene(run: runs[0], timeline: progress(1, 0.0012), snapshot: additive),
      Scene(run: runs[1], timeline: progress(0.223, 0.302), snapshot: pooling),
      Scene(run: runs[2], timeline: progress(0.996, 0.0013), snapshot: multi),
    ]
  }

  /// The runs of the comparison.
  static let runs = [Mechanism.additive, .pooling, .multihead].map { Samples.run("dates", $0) }

  /// The pane of a run that is wrong on purpose.
  static func wrong(_ mistake: Mistake, like pane: Scene = panes()[0]) -> Scene {
    var pane = pane
    pane.run = Samples.run("dates", pane.run.mechanism ?? .additive, mistake: mistake)
    return pane
  }

  /// Three mechanisms side by side, on Compare.
  static func comparison(columns: Int = 80, rows: Int = 24, rung: ColorRung = .colors16) -> State {
    var state = State(runs, columns: columns, rows: rows, rung: rung)
    send(panes(), to: &state)
    return state
  }
}
