import CKernels
public import Snapshots
public import Tensors

/// y = exp(x) / Σ exp(x) over one axis, the last one.
///
/// With a second input, a mask of 1 (counts) and 0 (does not), masked positions get exactly 0 and a
/// row of which nothing counts becomes all zeros: "no mass". The mask may lack axes of x: `[batch,
/// key]` is the same for every head and query. With a causal rule only the keys up to the query's own
/// position count, or the last few of them; they need no mask, and what is out of sight is not even
/// read.
public struct Softmax: Operation {
  /// The axis along which the result sums to 1.
  public let axis: Axis
  private let isLogarithm: Bool
  private let visible: Diagram.Visibility?

  /// The softmax over `axis`, or its logarithm.
  ///
  /// - `visible`: which keys a query sees by their positions; nil: all.
  public init(over axis: Axis, logarithm: Bool = false, visible: Diagram.Visibility? = nil) {
    self.axis = axis
    isLogarithm = logarithm
    self.visible = visible
  }

  /// `softmax over key`.
  public var name: String {
    (isLogarithm ? "log softmax over " : visible == nil ? "softmax over " : "causal softmax over ")
      + axis.name
  }
  /// y = e^x / Σ e^x, or its logarithm.
  public var formula: String { formula(inputs: 1) }
  /// That, with what leaves keys out: a mask m, the second input, or the causal rule.
  public func formula(inputs: Int) -> String {
    let isMasked = inputs > 1
    if isLogarithm { return "y = x − ln Σ_\(axis) e^x" }
    let power = isMasked ? "m · e^x" : "e^x"
    let limit = visible.map { "≤\($0.queries)" } ?? ""
    return "y = \(power) / Σ_\(axis)\(limit) \(power)"
  }
  /// How each number follows from the inputs.
  public var arithmetic: Diagram.Arithmetic {
    isLogarithm ? .unknown : .softmax(over: axis, visible: visible)
  }
  /// The input's shape.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    let x = inputs[0]
    guard x.axes.last == axis else {
      fatalError("softmax over \(axis) needs it as the last axis of \(x)")
    }
    if inputs.count > 1 {
      guard !isLogarithm else { fatalError("log softmax takes no mask") }
      guard inputs[1].axes.last == axis, x.union(inputs[1]) == x else {
        fatalError("a mask of \(inputs[1]) does not fit scores of \(x)")
      }
    }
    if let visible {
      guard !isLogarithm, let queries = x[visible.queries], queries <= x[axis] ?? 0 else {
        fatalError("no query of \(visible.queries) stands at each of the last keys of \(x)")
      }
    }
    return [x]
  }
  /// The output.
  public var backwardReads: BackwardReads { .outputs }

  /// y = e^(x − max) / Σ e^(x − max).
  public func forward(_ site: Binding) -> StepFunction {
    let (x, y) = (site.inputs[0], site.outputs[0])
    let (rows, length) = split(x.shape)
    if isLogarithm { return { hk_log_softmax(rows, length, x.numbers($0), y.numbers($0)) } }
    let mask = site.inputs.count > 1 ? site.inputs[1] : nil
    let runs = Self.runs(x.shape, mask?.shape)
    guard let visible else {
      return { step in
        for run in runs {
          hk_softmax(
            run.rows, length, x.numbers(step) + run.start, mask.map { $0.numbers(step) + run.mask },
            run.maskRow, y.numbers(step) + run.start)
        }
      }
    }
    let queries = x.shape[visible.queries] ?? 1
    let between = max(1, x.shape.stride(of: visible.queries) / max(1, length))
    return { step in
      let (p, q) = (x.numbers(step), y.numbers(step))
      for run in runs {
        for row in 0..<run.rows {
          let start = run.start + row * length
          let query = start / length / between % queries
          let seen = visible.seen(query, of: queries, keys: length)
          let first = seen.lowerBound
          hk_fill(first, 0, q + start)
          hk_softmax(
            1, seen.count, p + start + first,
            mask.map { $0.numbers(step) + run.mask + row * run.maskRow + first }, 0,
            q + start + first)
          hk_fill(length - seen.upperBound, 0, q + start + seen.upperBound)
        }
      }
    }
  }

  /// dx = y (dy − Σ y dy); for the logarithm dx = dy − e^y Σ dy.
  public func backward(_ site: Binding) -> Backward {
    let (y, dy) = (site.outputs[0], site.outputGradient)
    guard let dx = site.inputGradients[0] else { return Backward { _ in } }
    let (rows, length) = split(y.shape)
    let add: Int32 = site.accumulates[0] ? 1 : 0
    if isLogarithm {
      return Backward {
        hk_log_softmax_backward(
          rows, length, y.numbers($0), dy.numbers($0), dx.numbers($0), add)
      }
    }
    return Backward {
      hk_softmax_backward(rows, length, y.numbers($0), dy.numbers($0), dx.numbers($0), add)
    }
  }

  private func split(_ shape: Shape) -> (rows: Int, length: Int) {
    let length = shape.lengths.last ?? 1
    return (shape.count / max(1, length), length)
  }

  /// Rows that follow each other in x and whose masks stand equally far apart (0: one for all).
  private struct Run {
    var start: Int
    var mask: Int
    var rows: Int
    var maskRow: Int
  }

  private static func runs(_ x: Shape, _ mask: Shape?) -> [Run] {
    let length = x.lengths.last ?? 1
    guard let mask else {
      return [Run(start: 0, mask: 0, rows: x.count / max(1, length), maskRow: 0)]
    }
    var run = Run(start: 0, mask: 0, rows: 1, maskRow: 0)
    var outer = x.rank - 1
    while outer > 0 {
      let (axis, count) = (x.axes[outer - 1], x.lengths[outer - 1])
      let stride = mask.stride(of: axis)
      if count > 1 {
        if run.rows == 1 { run.maskRow = stride }
        guard stride == run.maskRow * run.rows else { break }
        run.rows *= count
      }
      outer -= 1
    }
    return (0..<outer).reduce([run]) { runs, place in
      let axis = x.axes[place]
      let (stride, maskStride) = (x.stride(of: axis), mask.stride(of: axis))
      return runs.flatMap { run in
        (0..<x.lengths[place]).map {
          var next = run
          next.start += $0 * stride
          next.mask += $0 * maskStride
          return next
        }
      }
    }
  }
}

/// Weights along `axis` that sum to 1.
///
/// - `mask`: 1 for what counts and 0 for what does not.
/// - `causal`: the axis of the queries, where each sees the keys only up to its own position.
/// - `window`: how many of these at most, its own among them; nil: all.
public func softmax(
  _ x: Value, over axis: Axis, mask: Value? = nil, causal: Axis? = nil, window: Int? = nil
) -> Value {
  let visible = causal.map { Diagram.Visibility(causal: $0, window: window) }
  return x.outputs(Softmax(over: axis, visible: visible), mask.map { [$0] } ?? [])[0]
}

/// The logarithm of the softmax along `axis`.
public func logSoftmax(_ x: Value, over axis: Axis) -> Value {
  x.apply(Softmax(over: axis, logarithm: true))
}
