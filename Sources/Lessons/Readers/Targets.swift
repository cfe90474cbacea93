import Tapes
import Tensors

/// The targets of samples side by side, as a program that is given them needs them.
struct Targets {
  let samples: [Sample]
  let queries: Int
  let marks: Marks

  init(samples: [Sample], queries: Int, marks: Marks) {
    (self.samples, self.queries, self.marks) = (samples, queries, marks)
  }

  /// Targets that are padded to what the program of `player` learns.
  init(_ samples: [Sample], for player: Player, _ marks: Marks) {
    let queries = player.tape.shape(of: "labels")[.query] ?? 1
    self.init(samples: samples, queries: queries, marks: marks)
  }

  /// Sets the inputs `labels`, `label_weight` and, where a program is given its target, `given`, in the
  /// order of axes that it has them in: `[query, batch]` or `[batch, query]`.
  func set(_ player: Player, labelWeight: Float) {
    let isByQuery = player.tape.shape(of: "labels").axes.first == .query
    func ordered<Number>(_ value: (Int, Int) -> Number) -> [Number] {
      isByQuery ? byQuery(value) : byRow(value)
    }
    player.set("labels", positions: ordered(label))
    player.set("label_weight", ordered { weight($0, $1, of: labelWeight) })
    if player.tape.contains("given") { player.set("given", positions: ordered(given)) }
  }

  /// What is right at a position.
  func label(_ row: Int, _ query: Int) -> Int32 {
    let target = samples[row].target
    return query < target.count ? target[query] : marks.padding
  }

  /// What is given to write it: what stands one before it, the start mark first.
  func given(_ row: Int, _ query: Int) -> Int32 {
    let given = samples[row].given ?? samples[row].target
    guard query < given.count else { return marks.padding }
    return query == 0 ? marks.start : given[query - 1]
  }

  /// What a label weighs in the loss.
  func weight(_ row: Int, _ query: Int, of weight: Float) -> Float {
    samples[row].counted.contains(query) ? weight : 0
  }

  /// A value for each position, row by row.
  func byRow<Number>(_ value: (_ row: Int, _ query: Int) -> Number) -> [Number] {
    samples.indices.flatMap { row in (0..<queries).map { value(row, $0) } }
  }

  /// A value for each position, query by query.
  func byQuery<Number>(_ value: (_ row: Int, _ query: Int) -> Number) -> [Number] {
    (0..<queries).flatMap { query in samples.indices.map { value($0, query) } }
  }
}
