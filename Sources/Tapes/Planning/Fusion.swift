import Tensors

/// Groups of instructions that one kernel plays when nobody looks at what lies between them.
///
/// The tape keeps the boxes that a person would draw. Before playing, a player replaces the groups
/// below unless a value inside is retained. A fused group gives the values that its parts give, to the
/// bit; gradients may differ in the last bits, as their sums run in another order. `LawTests` holds both
/// against each other.
enum Fusion {
  /// `plays` with every group replaced whose inner values are not in `kept`.
  static func fused(_ plays: [Tape.Play], in tape: Tape, keeping kept: Set<Int>) -> [Tape.Play] {
    var result = plays
    for group in [additiveScore, weightedSum] {
      var place = 0
      while place < result.count {
        if let (play, used) = group(result, place, tape, kept) {
          for inner in used.sorted(by: >) { result.remove(at: inner) }
          place -= used.count
          result[place] = play
        }
        place += 1
      }
    }
    return result
  }

  private typealias Group = (
    _ plays: [Tape.Play], _ last: Int, _ tape: Tape, _ kept: Set<Int>
  ) -> (play: Tape.Play, used: [Int])?

  /// The play that computes `value`, if nothing else reads it and nobody keeps it.
  private static func soleProducer(
    of value: Int, before last: Int, _ plays: [Tape.Play], _ tape: Tape, _ kept: Set<Int>
  ) -> Int? {
    let declaration = tape.values[value]
    guard !kept.contains(value), declaration.alias == nil, declaration.origin == .result,
      !tape.values.contains(where: { $0.alias?.of == value }),
      tape.readers(of: value) == 1
    else { return nil }
    return plays[..<last].lastIndex { $0.outputs == [value] }
  }

  /// v · tanh(p + q) with p `[key, batch, unit]` and q `[batch, unit]`.
  private static func additiveScore(
    _ plays: [Tape.Play], _ last: Int, _ tape: Tape, _ kept: Set<Int>
  ) -> (play: Tape.Play, used: [Int])? {
    let dense = plays[last]
    guard dense.operation is Affine, tape.values[dense.inputs[1]].shape.rank == 1,
      let tanh = soleProducer(of: dense.inputs[0], before: last, plays, tape, kept),
      (plays[tanh].operation as? Elementwise)?.function == .tanh,
      let add = soleProducer(of: plays[tanh].inputs[0], before: tanh, plays, tape, kept),
      plays[add].operation is Add
    else { return nil }
    let (p, q) = (tape.values[plays[add].inputs[0]].shape, tape.values[plays[add].inputs[1]].shape)
    let e = tape.values[dense.outputs[0]].shape
    guard p.rank == 3, q == p.removing(p.axes[0]), e.axes == [p.axes[1], p.axes[0]] else {
      return nil
    }
    let play = Tape.Play(
      operation: FusedAdditiveScore(hasBias: dense.inputs.count > 2, score: e),
      inputs: plays[add].inputs + dense.inputs.dropFirst(), outputs: dense.outputs)
    return (play, [add, tanh])
  }

  /// Σ_key weights · features with weights `[batch, key]` and features `[key, batch, feature]`.
  private static func weightedSum(
    _ plays: [Tape.Play], _ last: Int, _ tape: Tape, _ kept: Set<Int>
  ) -> (play: Tape.Play, used: [Int])? {
    guard let sum = plays[last].operation as? Sum,
      let product = soleProducer(of: plays[last].inputs[0], before: last, plays, tape, kept),
      plays[product].operation is Multiply
    else { return nil }
    let (w, f) = (plays[product].inputs[0], plays[product].inputs[1])
    let (weights, features) = (tape.values[w].shape, tape.values[f].shape)
    guard features.rank == 3, features.axes[0] == sum.axis,
      weights.axes == [features.axes[1], sum.axis]
    else { return nil }
    let play = Tape.Play(
      operation: FusedWeightedSum(axis: sum.axis), inputs: [w, f], outputs: plays[last].outputs)
    return (play, [product])
  }
}
