import CKernels
public import Snapshots
public import Tensors

/// Pairs of features turned by the angle of their position: (u cos φ − v sin φ, v cos φ + u sin φ).
///
/// Inputs: x, whose last axis holds the features of a head, then cosines and sines `[position,
/// frequency]`, where the position is x's first axis. A product of two turned vectors depends on the
/// distance of their positions alone. Source: Su and others 2021 (RoFormer).
public struct Rotate: Operation {
  /// Which features make a pair, and how many pairs there are.
  public let rotation: Diagram.Rotation

  /// The operation that turns these pairs.
  public init(_ rotation: Diagram.Rotation) { self.rotation = rotation }

  /// `rotate halves`.
  public var name: String { "rotate \(rotation.pairing.rawValue)" }
  /// The turn of a pair (u, v).
  public var formula: String { "(u, v) → (u cos φ − v sin φ, v cos φ + u sin φ)" }
  /// How each number follows from the inputs.
  public var arithmetic: Diagram.Arithmetic { .rotate(rotation) }
  /// The input's shape.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    let (x, cosine) = (inputs[0], inputs[1])
    guard inputs.count == 3, inputs[2] == cosine, cosine.rank == 2,
      cosine.axes[0] == x.axes.first, cosine.lengths[0] == x.lengths.first,
      cosine.lengths[1] == rotation.pairs, 2 * rotation.pairs <= x.lengths.last ?? 0
    else {
      fatalError("\(rotation.pairs) pairs, turned by angles of \(cosine), do not fit \(x)")
    }
    return [x]
  }
  /// Cosines and sines.
  public var backwardReads: BackwardReads { .inputs }

  /// y = the turned pairs.
  public func forward(_ site: Binding) -> StepFunction {
    turn(site.inputs[0], site.inputs[1], site.inputs[2], into: site.outputs[0], sign: 1, add: 0)
  }

  /// dx = dy turned back; angles are not trained.
  public func backward(_ site: Binding) -> Backward {
    guard let dx = site.inputGradients[0] else { return Backward { _ in } }
    return Backward(
      step: turn(
        site.outputGradient, site.inputs[1], site.inputs[2], into: dx, sign: -1,
        add: site.accumulates[0] ? 1 : 0))
  }

  private func turn(
    _ x: Operand, _ cosine: Operand, _ sine: Operand, into y: Operand, sign: Float, add: Int32
  ) -> StepFunction {
    let (positions, depth, pairs) = (
      x.shape.lengths.first ?? 0, x.shape.lengths.last ?? 1, rotation.pairs
    )
    let width = x.shape.count / max(1, positions)
    let (step, second) = rotation.pairing == .halves ? (1, pairs) : (2, 1)
    return { at in
      let (from, to, c, s) = (x.numbers(at), y.numbers(at), cosine.numbers(at), sine.numbers(at))
      for position in 0..<positions {
        for start in stride(from: position * width, to: (position + 1) * width, by: depth) {
          hk_rotate(
            1, depth, pairs, step, second, from + start, c + position * pairs, s + position * pairs,
            sign, to + start, add)
        }
      }
    }
  }
}

/// x with its pairs turned by the angles of `cosine` and `sine`.
public func rotate(
  _ x: Value, _ rotation: Diagram.Rotation, cosine: Value, sine: Value
) -> Value {
  x.apply(Rotate(rotation), cosine, sine)
}
