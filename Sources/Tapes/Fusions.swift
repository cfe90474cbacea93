import CKernels
import Tensors

/// Groups of instructions that one kernel plays when nobody looks at what lies between them.
///
/// The tape keeps the boxes that a person would draw. Before playing, a player replaces the groups
/// below unless a value inside is retained. A fused group gives the same bits as its parts, so what
/// is retained never changes a number: `FusionTests` holds both against each other.
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

/// e = v · tanh(p + q) + bias in one pass that never writes the tanh block to memory.
///
/// Backward recomputes the tanh: reading 4 bytes back costs as much as the half nanosecond that it
/// takes, and the block of all steps would not fit into the cache.
struct FusedAdditiveScore: Operation {
  let hasBias: Bool
  let score: Shape
  var name: String { "additive score" }
  var formula: String { "e = v · tanh(p + q)" }
  func outputShapes(_ inputs: [Shape]) -> [Shape] { [score] }
  var backwardReads: BackwardReads { .inputs }

  func forward(_ site: Binding) -> StepFunction {
    let (p, q, v, e) = (site.inputs[0], site.inputs[1], site.inputs[2], site.outputs[0])
    let bias = hasBias ? site.inputs[3] : nil
    let (keys, batch, units) = (p.shape.lengths[0], p.shape.lengths[1], p.shape.lengths[2])
    return { at in
      hk_additive_score(
        keys, batch, units, p.numbers(at), batch * units, q.numbers(at), v.numbers(at),
        bias.map { UnsafePointer($0.numbers(at)) }, e.numbers(at), keys)
    }
  }

  func backward(_ site: Binding) -> Backward {
    let (p, q, v) = (site.inputs[0], site.inputs[1], site.inputs[2])
    let de = site.outputGradient
    let (keys, batch, units) = (p.shape.lengths[0], p.shape.lengths[1], p.shape.lengths[2])
    let gradients = site.inputGradients
    let accumulates = site.accumulates
    let clears = gradients.enumerated().filter { $0.offset != 1 && !accumulates[$0.offset] }
      .compactMap(\.element)
    return Backward { at in
      for gradient in clears { hk_fill(gradient.shape.count, 0, gradient.numbers(at)) }
      hk_additive_score_backward(
        keys, batch, units, p.numbers(at), batch * units, q.numbers(at), v.numbers(at),
        de.numbers(at), keys, gradients[0]?.numbers(at), gradients[1]?.numbers(at),
        accumulates[1] ? 1 : 0,
        gradients[2]?.numbers(at), gradients.count > 3 ? gradients[3]?.numbers(at) : nil)
    }
  }
}

/// context = Σ_key weights · features without the products in memory.
struct FusedWeightedSum: Operation {
  let axis: Axis
  var name: String { "weighted sum over \(axis)" }
  var formula: String { "c = Σ_\(axis) a · f" }
  func outputShapes(_ inputs: [Shape]) -> [Shape] { [inputs[1].removing(axis)] }
  var backwardReads: BackwardReads { .inputs }
  func deferral(of input: Int) -> Int? { input == 1 ? 0 : nil }

  func forward(_ site: Binding) -> StepFunction {
    let (w, f, c) = (site.inputs[0], site.inputs[1], site.outputs[0])
    let (keys, batch, width) = (f.shape.lengths[0], f.shape.lengths[1], f.shape.lengths[2])
    return {
      hk_weighted_sum(
        keys, batch, width, w.numbers($0), keys, f.numbers($0), batch * width, c.numbers($0))
    }
  }

  func backward(_ site: Binding) -> Backward {
    let (w, f, dc) = (site.inputs[0], site.inputs[1], site.outputGradient)
    let (keys, batch, width) = (f.shape.lengths[0], f.shape.lengths[1], f.shape.lengths[2])
    let dw = site.inputGradients[0]
    let accumulates = site.accumulates
    let now = site.inputGradients[1].map {
      ($0, Contraction(Layout(w.shape), Layout(dc.shape), into: Layout($0.shape)))
    }
    let late = site.deferredGradients[1].map {
      (
        $0,
        Contraction(
          Layout(w, over: site.loop), Layout(dc, over: site.loop), into: Layout($0.shape))
      )
    }
    return Backward(
      step: { at in
        if let dw {
          hk_weighted_sum_backward(
            keys, batch, width, f.numbers(at), batch * width, dc.numbers(at), dw.numbers(at), keys,
            accumulates[0] ? 1 : 0)
        }
        if let (df, product) = now {
          product.compute(
            w.numbers(at), dc.numbers(at), into: df.numbers(at), accumulate: accumulates[1])
        }
      },
      after: {
        if let (df, product) = late {
          product.compute(w.numbers(0), dc.numbers(0), into: df.numbers(0), accumulate: true)
        }
      })
  }
}
