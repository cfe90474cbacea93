import CKernels
public import Snapshots
public import Tensors

/// y = x with one axis moved in front of another in memory: Keras's `Permute((2, 1))`, or the
/// transpose that splits heads.
///
/// An exhibit, like ``RepeatVector``: operations find axes by name, so no layer needs it.
public struct Permute: Operation {
  private let move: (axis: Axis, before: Axis)?

  /// Exchanges the last two axes.
  public init() { move = nil }

  /// Moves `axis` in front of `before`, which comes earlier.
  public init(_ axis: Axis, before: Axis) { move = (axis, before) }

  /// `permute`, or `transpose head before query`.
  public var name: String {
    move.map { "transpose \($0.axis) before \($0.before)" } ?? "permute"
  }
  /// y_tu = x_ut.
  public var formula: String { "y_tu = x_ut" }
  /// How each number follows from the inputs.
  public var arithmetic: Diagram.Arithmetic { .same }
  /// The input's shape with the axis moved.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    let (from, to) = places(inputs[0])
    var axes = inputs[0].axes
    axes.insert(axes.remove(at: from), at: to)
    return [inputs[0].ordered(axes)]
  }
  /// Nothing.
  public var backwardReads: BackwardReads { [] }

  private func places(_ x: Shape) -> (from: Int, to: Int) {
    guard let move else {
      guard x.rank >= 2 else { fatalError("no two axes to exchange in \(x)") }
      return (x.rank - 1, x.rank - 2)
    }
    guard let from = x.axes.firstIndex(of: move.axis), let to = x.axes.firstIndex(of: move.before),
      to < from
    else { fatalError("\(move.axis) cannot be moved before \(move.before) in \(x)") }
    return (from, to)
  }

  /// y_tu = x_ut.
  public func forward(_ site: Binding) -> StepFunction {
    let (x, y) = (site.inputs[0], site.outputs[0])
    let turn = Turn(x.shape, places(x.shape))
    return { turn.forward(x.numbers($0), y.numbers($0)) }
  }

  /// dx_ut = dy_tu.
  public func backward(_ site: Binding) -> Backward {
    guard let dx = site.inputGradients[0] else { return Backward { _ in } }
    let dy = site.outputGradient
    let turn = Turn(dx.shape, places(dx.shape))
    guard site.accumulates[0] else {
      return Backward { turn.backward(dy.numbers($0), dx.numbers($0)) }
    }
    let count = dx.shape.count
    let turned = site.scratch(count)
    return Backward {
      turn.backward(dy.numbers($0), turned)
      hk_copy(count, turned, dx.numbers($0), 1)
    }
  }
}

/// Blocks of rows × columns × runs, which become columns × rows × runs.
private struct Turn {
  let (blocks, rows, columns, run): (Int, Int, Int, Int)

  init(_ x: Shape, _ places: (from: Int, to: Int)) {
    blocks = x.lengths[..<places.to].reduce(1, *)
    rows = x.lengths[places.to..<places.from].reduce(1, *)
    columns = x.lengths[places.from]
    run = x.lengths[(places.from + 1)...].reduce(1, *)
  }

  typealias Numbers = UnsafeMutablePointer<Float>

  func forward(_ x: Numbers, _ y: Numbers) { turn(rows, columns, x, y) }

  func backward(_ dy: Numbers, _ dx: Numbers) { turn(columns, rows, dy, dx) }

  private func turn(_ rows: Int, _ columns: Int, _ x: Numbers, _ y: Numbers) {
    for block in 0..<blocks {
      let start = block * rows * columns * run
      if run == 1 {
        hk_transpose(rows, columns, x + start, columns, y + start, rows)
        continue
      }
      for row in 0..<rows {
        for column in 0..<columns {
          let (from, to) = (row * columns + column, column * rows + row)
          hk_copy(run, x + start + from * run, y + start + to * run, 0)
        }
      }
    }
  }
}
