import CKernels
import Snapshots
import Tensors

/// y = x with an ``Intervention``'s change.
struct Intervene: Operation {
  private let kind: Intervention.Change
  private let loop: Axis?

  /// `shape` is that of the value with the loop's axis in front.
  init(_ change: Intervention.Change, to name: String, of shape: Shape, loop: Axis?) {
    switch change {
    case .scale, .add: break
    case .replace(let numbers):
      precondition(
        numbers.count == shape.count, "\(numbers.count) numbers cannot replace \(name), \(shape)")
    case .zero(let axis, let positions):
      guard let length = shape[axis] else { fatalError("\(name) has no axis \(axis): \(shape)") }
      precondition(
        positions.allSatisfy { $0 >= 0 && $0 < length }, "\(name) has \(length) of axis \(axis)")
    }
    kind = change
    self.loop = loop
  }

  var name: String {
    switch kind {
    case .scale(let factor): "change: \(factor) times"
    case .add(let constant): "change: \(constant) more"
    case .replace: "change: other numbers"
    case .zero(let axis, let positions):
      "change: no \(axis) " + positions.sorted().map(String.init).joined(separator: ", ")
    }
  }

  var change: Diagram.Change? {
    switch kind {
    case .scale(let factor): .scaled(by: factor)
    case .add(let constant): .added(constant)
    case .replace: .replaced
    case .zero(let axis, let positions): .zeroed(axis, positions.sorted())
    }
  }

  var arithmetic: Diagram.Arithmetic {
    switch kind {
    case .scale(let factor): .scale(by: factor)
    case .add: .addConstant
    case .replace, .zero: .unknown
    }
  }

  var formula: String {
    switch kind {
    case .scale(let factor): "y = \(factor) x"
    case .add(let constant): "y = x + \(constant)"
    case .replace: "y = given numbers"
    case .zero(let axis, _): "y = 0 at these positions of \(axis), x elsewhere"
    }
  }

  func outputShapes(_ inputs: [Shape]) -> [Shape] { [inputs[0]] }
  var backwardReads: BackwardReads { [] }

  func forward(_ site: Binding) -> StepFunction {
    let (x, y, count) = (site.inputs[0], site.outputs[0], site.outputs[0].shape.count)
    switch kind {
    case .scale(let factor): return { hk_scale(count, factor, x.numbers($0), y.numbers($0), 0) }
    case .add(let constant):
      return { step in
        hk_fill(count, constant, y.numbers(step))
        hk_copy(count, x.numbers(step), y.numbers(step), 1)
      }
    case .replace(let numbers):
      let given = site.constant(numbers.count) { numbers }
      return { hk_copy(count, given + $0 * count, y.numbers($0), 0) }
    case .zero(let axis, let positions):
      return keeping(axis, positions, site, from: x, into: y, add: false)
    }
  }

  func backward(_ site: Binding) -> Backward {
    guard let dx = site.inputGradients[0] else { return Backward { _ in } }
    let (dy, count, accumulates) = (site.outputGradient, dx.shape.count, site.accumulates[0])
    let add: Int32 = accumulates ? 1 : 0
    switch kind {
    case .scale(let factor):
      return Backward { hk_scale(count, factor, dy.numbers($0), dx.numbers($0), add) }
    case .add: return Backward { hk_copy(count, dy.numbers($0), dx.numbers($0), add) }
    case .replace: return Backward { if !accumulates { hk_fill(count, 0, dx.numbers($0)) } }
    case .zero(let axis, let positions):
      return Backward(
        step: keeping(axis, positions, site, from: dy, into: dx, add: accumulates))
    }
  }

  /// Copies, or adds, what is not at `positions`; there it writes 0, or adds nothing.
  ///
  /// Not multiplied by a mask: 0 times NaN would be NaN.
  private func keeping(
    _ axis: Axis, _ positions: Set<Int>, _ site: Binding, from x: Operand, into y: Operand,
    add: Bool
  ) -> StepFunction {
    let shape = x.shape
    let mode: Int32 = add ? 1 : 0
    guard axis != loop, let length = shape[axis] else {
      let count = shape.count
      let isZero = (0..<(site.loop?.steps ?? 1)).map { positions.contains($0) }
      return { step in
        if !isZero[step] {
          hk_copy(count, x.numbers(step), y.numbers(step), mode)
        } else if !add {
          hk_fill(count, 0, y.numbers(step))
        }
      }
    }
    let run = shape.stride(of: axis)
    let isZero = (0..<length).map { positions.contains($0) }
    let runs = run == 0 ? 0 : shape.count / run
    return { step in
      let (from, into) = (x.numbers(step), y.numbers(step))
      for place in 0..<runs {
        if !isZero[place % length] {
          hk_copy(run, from + place * run, into + place * run, mode)
        } else if !add {
          hk_fill(run, 0, into + place * run)
        }
      }
    }
  }
}
