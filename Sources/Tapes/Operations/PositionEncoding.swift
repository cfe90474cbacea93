import CKernels
public import Snapshots
public import Tensors

/// y = x + P with P_t = [sin(t r_0), sin(t r_1), …, cos(t r_0), cos(t r_1), …]: where in the sequence.
///
/// First all sines, then all cosines (not interleaved), r_j = 10000^(−j / (width / 2 − 1)).
/// P is computed once, when memory is bound, in double and from + − × ÷ alone, so that it has the
/// same bits with every C library.
/// Source: Vaswani et al. 2017; `get_position_encoding` of the official transformer.
public struct PositionEncoding: Operation {
  /// The axis along which positions run.
  public let axis: Axis
  /// The position of the first element along it.
  public let start: Int

  /// The encoding of positions along `axis`, the first of which is `start`.
  public init(along axis: Axis, from start: Int = 0) {
    self.axis = axis
    self.start = start
  }

  /// `add positions`.
  public var name: String { "add positions" }
  /// y = x + [sin t r, cos t r], with the rates r of a width w.
  public var formula: String {
    "y = x + [sin \(axis)·r, cos \(axis)·r], r_j = 10000^(−j/(w/2−1))"
  }
  /// How each number follows from the inputs.
  public var arithmetic: Diagram.Arithmetic { .addConstant }
  /// The input's shape; its last axis has an even length of at least 4.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    let width = inputs[0].lengths.last ?? 0
    guard inputs[0].contains(axis), inputs[0].axes.last != axis, width >= 4,
      width.isMultiple(of: 2)
    else {
      fatalError("positions along \(axis) need it and an even width from 4 on, not \(inputs[0])")
    }
    return [inputs[0]]
  }
  /// Nothing.
  public var backwardReads: BackwardReads { [] }

  /// y = x + P.
  public func forward(_ site: Binding) -> StepFunction {
    let (x, y) = (site.inputs[0], site.outputs[0])
    let (width, length) = (x.shape.lengths.last ?? 1, x.shape[axis] ?? 1)
    let table = site.constant(length * width) {
      Self.table(start..<(start + length), width: width)
    }
    let encoding = Shape(
      axes: [axis, x.shape.axes[x.shape.rank - 1]], lengths: [length, width])
    let walk = Broadcast(x.shape, encoding, into: y.shape)
    return { step in
      for at in walk.offsets {
        hk_add(walk.length, x.numbers(step) + at.a, table + at.b, y.numbers(step) + at.z, 0)
      }
    }
  }

  /// dx = dy.
  public func backward(_ site: Binding) -> Backward {
    let (dy, count) = (site.outputGradient, site.outputs[0].shape.count)
    guard let dx = site.inputGradients[0] else { return Backward { _ in } }
    let add: Int32 = site.accumulates[0] ? 1 : 0
    return Backward { hk_copy(count, dy.numbers($0), dx.numbers($0), add) }
  }

  /// The encoding of `positions`, row by row.
  static func table(_ positions: Range<Int>, width: Int) -> [Float] {
    let half = width / 2
    let rates = (0..<half).map { j in
      Transcendental.exponential(
        -Double(j) * (Transcendental.naturalLogarithmOf10 * 4 / Double(half - 1)))
    }
    return positions.flatMap { position in
      let angles = rates.map { Double(position) * $0 }
      return angles.map { Float(Transcendental.sine($0)) }
        + angles.map { Float(Transcendental.cosine($0)) }
    }
  }
}

/// x with the encoding of each position along `axis` added; the first one is `start`.
public func addPositions(_ x: Value, along axis: Axis, from start: Int = 0) -> Value {
  x.apply(PositionEncoding(along: axis, from: start)).meant(as: .positions)
}
