import CKernels
public import Snapshots
public import Tensors

/// z = a · b, element by element; an operand that lacks an axis is the same along it.
public struct Multiply: Operation {
  /// The operation.
  public init() {}
  /// `multiply`.
  public var name: String { "multiply" }
  /// z = a · b.
  public var formula: String { "z = a · b" }
  /// How each number follows from the inputs.
  public var arithmetic: Diagram.Arithmetic { .multiply }
  /// All axes of both, those of the operand with more elements first.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] { [broadcastShape(inputs[0], inputs[1])] }
  /// The inputs.
  public var backwardReads: BackwardReads { .inputs }

  /// z = a · b.
  public func forward(_ site: Binding) -> StepFunction {
    let (a, b, z) = (site.inputs[0], site.inputs[1], site.outputs[0])
    let walk = Broadcast(a.shape, b.shape, into: z.shape)
    let length = walk.length
    return { step in
      let (p, q, r) = (a.numbers(step), b.numbers(step), z.numbers(step))
      for at in walk.offsets {
        switch walk.run {
        case .bothWalk: hk_multiply(length, p + at.a, q + at.b, r + at.z, 0)
        case .firstStands: hk_scale(length, p[at.a], q + at.b, r + at.z, 0)
        case .secondStands: hk_scale(length, q[at.b], p + at.a, r + at.z, 0)
        }
      }
    }
  }

  /// da = dz · b and db = dz · a, each summed over the axes that the operand lacks.
  public func backward(_ site: Binding) -> Backward {
    let (a, b, dz) = (site.inputs[0], site.inputs[1], site.outputGradient)
    let walk = Broadcast(a.shape, b.shape, into: dz.shape)
    let first = site.inputGradients[0].map { da in
      half(
        da, accumulate: site.accumulates[0], repeats: walk.repeatsFirst, length: walk.length,
        run: walk.run, stands: .firstStands, other: b, dz: dz,
        places: walk.offsets.map { ($0.a, $0.b, $0.z) })
    }
    let second = site.inputGradients[1].map { db in
      half(
        db, accumulate: site.accumulates[1], repeats: walk.repeatsSecond, length: walk.length,
        run: walk.run, stands: .secondStands, other: a, dz: dz,
        places: walk.offsets.map { ($0.b, $0.a, $0.z) })
    }
    return Backward { step in
      first?(step)
      second?(step)
    }
  }

  private func half(
    _ gradient: Operand, accumulate: Bool, repeats: Bool, length: Int, run: Broadcast.Run,
    stands: Broadcast.Run, other: Operand, dz: Operand, places: [(own: Int, other: Int, z: Int)]
  ) -> StepFunction {
    let count = gradient.shape.count
    let add: Int32 = accumulate || repeats ? 1 : 0
    let clear = repeats && !accumulate
    return { step in
      let (g, x, d) = (gradient.numbers(step), other.numbers(step), dz.numbers(step))
      if clear { hk_fill(count, 0, g) }
      for place in places {
        switch run {
        case .bothWalk: hk_multiply(length, x + place.other, d + place.z, g + place.own, add)
        case stands:
          hk_dot_pairs(
            1, length, x + place.other, length, d + place.z, length, g + place.own, 1, 1)
        default: hk_scale(length, x[place.other], d + place.z, g + place.own, add)
        }
      }
    }
  }
}
