import Dashboard
import Screens
import Snapshots
import Subjects
import Tensors

/// Runs as they look, made by hand: no model is needed to test what is drawn.
enum Samples {
  static let run = run("dates", .additive, facts: [.carriesState], parameters: 70_412)

  /// A run of a lesson that can do everything.
  static func run(
    _ title: String, _ mechanism: Mechanism, ways: [Mechanism] = [], facts: [Fact] = [],
    parameters: Int? = nil, mistake: Mistake? = nil
  ) -> Run {
    Run(
      origin: .lesson, title: title, way: Way(mechanism), mistake: mistake, abilities: abilities,
      ways: ways.map { Way($0) }, facts: facts, seed: 1, parameterCount: parameters)
  }

  /// What a lesson can be asked for.
  static let abilities = Abilities.each.reduce(Abilities()) { $0.union($1) }
    .subtracting([.generates, .explainsOneLayer])

  /// The lesson's examples with what a run has learned of them after so many steps.
  static func examples(latest: Int) -> [Reading] {
    let examples = [
      ("Dec 7th 1941", "1941-12-07"), ("19 March 1961", "1961-03-19"),
      ("Sunday, 2 August 2077", "2077-08-02"), ("30.11.1908", "1908-11-30"),
      ("the 21st of June 1999", "1999-06-21"),
    ]
    return examples.enumerated().map { place, example in
      Reading(
        source: example.0, target: example.1,
        text: latest > 40 * place ? example.1 : "2011-11-11", written: [])
    }
  }

  static let source = "3rd of May 2014"
  static let target = "2014-05-03"

  /// Where each character of `2014-05-03` should look in `3rd of May 2014`.
  static let expectations: [Expectation] = [
    .keys([11]), .keys([12]), .keys([13]), .keys([14]), .free, .free, .keys([7]), .free, .free,
    .keys([0]),
  ]

  /// Where a trained model looks: key and weight.
  static let trained: [[Int: Float]] = [
    [11: 0.86, 12: 0.08, 13: 0.06], [12: 0.81, 13: 0.12, 14: 0.07], [13: 0.92, 14: 0.08],
    [14: 1], [6: 0.18, 7: 0.31, 8: 0.2, 9: 0.16, 10: 0.15],
    [6: 0.12, 7: 0.62, 8: 0.14, 9: 0.12], [7: 0.813, 8: 0.1, 9: 0.087],
    [0: 0.33, 7: 0.3, 8: 0.19, 9: 0.18], [0: 0.26, 7: 0.24, 10: 0.25, 11: 0.25],
    [0: 0.97, 1: 0.03],
  ]

  /// A snapshot that is `progress` of the way from uniform weights to trained ones.
  static func snapshot(
    step: Int, progress: Float, source: String = source, target: String? = target
  ) -> Snapshot {
    let keys = source.map(String.init)
    let queries = Array("2014-05-03").map(String.init)
    let isLesson = source == self.source
    var weights: [Float] = []
    for query in queries.indices {
      var row = [Float](repeating: (1 - progress) / Float(keys.count), count: keys.count)
      let peaks = isLesson ? trained[query] : [query * (keys.count - 1) / 9: 1]
      for (key, weight) in peaks { row[key] += progress * weight }
      weights += row
    }
    let written = queries.indices.map { query in
      let expectation = isLesson ? expectations[query] : nil
      var isOnTarget: Bool?
      if case .keys = expectation { isOnTarget = progress > 0.1 * Float(query) }
      return Written(
        token: queries[query], probability: 0.1 + 0.9 * progress, expectation: expectation,
        isOnTarget: isOnTarget)
    }
    return Snapshot(
      step: step,
      reading: Reading(source: source, target: target, text: "2014-05-03", written: written),
      attention: [
        AttentionWeights(
          site: "decoder.attention",
          weights: Tensor([.query: queries.count, .key: keys.count], weights),
          queries: queries, keys: keys)
      ])
  }

  /// A run of `latest` steps that stands at `step`.
  static func progress(
    step: Int, latest: Int, activity: Pulse.Activity = .paused
  ) -> Timeline {
    var progress = Timeline()
    progress.step = step
    progress.known = .through(latest)
    progress.length = 1_000
    progress.activity = activity
    progress.pace = 10
    progress.measuredRate = activity == .running ? 10 : nil
    for step in 0..<latest {
      let left = max(0, 1 - Double(step) / 160)
      progress.loss.record(0.0012 + 2.57 * left * left, at: step)
    }
    for step in stride(from: 50, through: latest, by: 50) {
      progress.evaluations.append(
        Evaluation(
          step: step, accuracy: min(1, Double(step) / 150), exactMatch: min(1, Double(step) / 210),
          patternMatch: min(0.875, Double(step) / 200), examples: 200))
    }
    return progress
  }

  /// A state with the lesson's probe on the screen.
  static func state(
    columns: Int = 80, rows: Int = 24, step: Int = 247, latest: Int = 312,
    learned: Float = 0.97, activity: Pulse.Activity = .paused, rung: ColorRung = .colors16,
    background: Background = .dark
  ) -> State {
    var state = State(
      [run], columns: columns, rows: rows, rung: rung, background: background)
    state.baseline = 0.022
    let scene = Scene(
      run: run, timeline: progress(step: step, latest: latest, activity: activity),
      snapshot: snapshot(step: step, progress: learned), examples: examples(latest: latest))
    _ = update(&state, .frame(Frame([scene])))
    return state
  }

  /// A run without attention.
  static func withoutAttention(columns: Int = 80, rows: Int = 24) -> State {
    var state = state(columns: columns, rows: rows)
    state.run = run("dates", .none, parameters: 60_000)
    state.baseline = nil
    state.snapshot?.attention = []
    return state
  }
}
