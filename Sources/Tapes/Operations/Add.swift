import CKernels
public import Snapshots
public import Tensors

/// z = a + b; an operand that lacks an axis is the same along it.
public struct Add: Operation {
  private let order: [Axis]?

  /// The operation.
  ///
  /// - `order`: the order of the result's axes in memory, where another is wanted than that
  ///   of the operand with more elements.
  public init(order: [Axis]? = nil) { self.order = order }
  /// `add`.
  public var name: String { "add" }
  /// z = a + b.
  public var formula: String { "z = a + b" }
  /// How each number follows from the inputs.
  public var arithmetic: Diagram.Arithmetic { .add }
  /// All axes of both, those of the operand with more elements first.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    let result = broadcastShape(inputs[0], inputs[1])
    return [order.map { result.ordered($0) } ?? result]
  }
  /// Nothing.
  public var backwardReads: BackwardReads { [] }

  /// z = a + b.
  public func forward(_ site: Binding) -> StepFunction {
    let (a, b, z) = (site.inputs[0], site.inputs[1], site.outputs[0])
    let walk = Broadcast(a.shape, b.shape, into: z.shape)
    let length = walk.length
    return { step in
      let (p, q, r) = (a.numbers(step), b.numbers(step), z.numbers(step))
      for at in walk.offsets {
        switch walk.run {
        case .bothWalk: hk_add(length, p + at.a, q + at.b, r + at.z, 0)
        case .firstStands:
          hk_fill(length, p[at.a], r + at.z)
          hk_copy(length, q + at.b, r + at.z, 1)
        case .secondStands:
          hk_fill(length, q[at.b], r + at.z)
          hk_copy(length, p + at.a, r + at.z, 1)
        }
      }
    }
  }

  /// da = dz and db = dz, each summed over the axes that the operand lacks.
  public func backward(_ site: Binding) -> Backward {
    let dz = site.outputGradient
    let walk = Broadcast(site.inputs[0].shape, site.inputs[1].shape, into: dz.shape)
    let first = site.inputGradients[0].map { da in
      summing(
        da, accumulate: site.accumulates[0], repeats: walk.repeatsFirst,
        broadcastGradient(walk, stands: .firstStands, dz: dz, \.a))
    }
    let second = site.inputGradients[1].map { db in
      summing(
        db, accumulate: site.accumulates[1], repeats: walk.repeatsSecond,
        broadcastGradient(walk, stands: .secondStands, dz: dz, \.b))
    }
    return Backward { step in
      first?(step)
      second?(step)
    }
  }

  private func summing(
    _ gradient: Operand, accumulate: Bool, repeats: Bool, _ sum: @escaping BroadcastSum
  ) -> StepFunction {
    let count = gradient.shape.count
    let add: Int32 = accumulate || repeats ? 1 : 0
    let clear = repeats && !accumulate
    return { step in
      if clear { hk_fill(count, 0, gradient.numbers(step)) }
      sum(step, gradient.numbers(step), add)
    }
  }
}

/// Adds a gradient, or writes it, where an operand was broadcast.
typealias BroadcastSum = (
  _ step: Int, _ gradient: UnsafeMutablePointer<Float>, _ add: Int32
) -> Void

/// The gradient of one operand of a sum: dz summed over the axes that the operand lacks.
///
/// An operand that is used more than once is added to: its gradient has to be cleared before.
func broadcastGradient(
  _ walk: Broadcast, stands: Broadcast.Run, dz: Operand,
  _ place: KeyPath<(a: Int, b: Int, z: Int), Int>
) -> BroadcastSum {
  let places = walk.offsets.map { (own: $0[keyPath: place], z: $0.z) }
  let (length, isStanding) = (walk.length, walk.run == stands)
  return { step, gradient, add in
    let d = dz.numbers(step)
    for place in places {
      if isStanding {
        // One number served the whole run: its gradient is the sum, a column of one.
        hk_sum_rows(length, 1, d + place.z, 1, gradient + place.own, 1)
      } else {
        hk_copy(length, d + place.z, gradient + place.own, add)
      }
    }
  }
}

/// All axes of both shapes; the order is that of the larger, so that the result is laid out like it.
func broadcastShape(_ a: Shape, _ b: Shape) -> Shape {
  a.count >= b.count ? a.union(b) : b.union(a)
}

/// The sum of every pair of positions: `[batch, query]` and `[batch, key]` give all three axes.
///
/// - `order`: the order of the result's axes in memory.
public func add(_ a: Value, _ b: Value, order: [Axis]) -> Value { a.apply(Add(order: order), b) }

extension Value {
  /// The sum, element by element; a missing axis is broadcast.
  public static func + (a: Value, b: Value) -> Value { a.apply(Add(), b) }
  /// The product, element by element; a missing axis is broadcast.
  public static func * (a: Value, b: Value) -> Value { a.apply(Multiply(), b) }
  /// Every element times a constant.
  public static func * (a: Float, b: Value) -> Value { b.apply(Scale(by: a)) }
}
