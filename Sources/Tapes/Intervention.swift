import CKernels
import Snapshots
public import Tensors

/// A change to one value of a tape, made by the player right after the value is written.
///
/// Everything that reads the value reads what it was changed to; the trained weights stay as they
/// are. Backward takes the derivative of the change along: a factor multiplies the gradient, what
/// was zeroed or replaced passes none.
/// A head is switched off by zeroing its part of the *context*, not its weights, so that what it
/// looks at can still be read.
public struct Intervention: Hashable, Sendable {
  /// What becomes of a value.
  public enum Change: Hashable, Sendable {
    /// y = factor · x.
    case scale(Float)
    /// y = x + constant, everywhere.
    case add(Float)
    /// y = these numbers, in the shape in which a player reads the value: of a loop's body those of
    /// all steps.
    case replace([Float])
    /// y = 0 at these positions of an axis, x elsewhere; the axis may be that of the loop around it.
    case zero(Axis, Set<Int>)
  }

  /// The name of the value on the tape.
  public var value: String
  /// What becomes of it.
  public var change: Change

  /// A change of the value called `value`.
  public init(_ value: String, _ change: Change) {
    self.value = value
    self.change = change
  }
}

extension Tape {
  /// The same program with a change written into it.
  ///
  /// The change is one more instruction between a value and all its readers, so that memory plan,
  /// gradients and loops need no second set of rules, and nothing is fused across it. Without
  /// interventions the program is the same one.
  /// Of what a caller sets and of what is trained only the readers see the change: the name goes on
  /// to mean what was set.
  func applying(_ interventions: [Intervention]) -> Tape {
    var tape = self
    for intervention in interventions { tape.insert(intervention) }
    return tape
  }

  private mutating func insert(_ intervention: Intervention) {
    let before = index(of: intervention.value)
    let old = values[before]
    guard old.element == .number else {
      fatalError("\(intervention.value) holds table positions, which cannot be changed")
    }
    let operation = Intervene(
      intervention.change, to: intervention.value, of: fullShape(before),
      loop: old.loop.map { loops[$0].axis })
    let after = values.count
    values.append(
      .init(name: nil, shape: old.shape, origin: .result, loop: old.loop))
    remapReaders(of: before, to: after)
    if old.origin == .result || old.origin == .carry {
      values[after].name = old.name
      (values[after].isAttention, values[after].isOutput) = (old.isAttention, old.isOutput)
      values[before].name = nil
      (values[before].isAttention, values[before].isOutput) = (false, false)
    }
    if old.alias?.kind == .next {
      // What a loop carries on is what the value was changed to.
      values[after].alias = old.alias
      values[before].alias = nil
    }
    let play = Play(operation: operation, inputs: [before], outputs: [after])
    if let loop = old.loop {
      let place = loops[loop].body.lastIndex { writes($0, root(before)) }.map { $0 + 1 } ?? 0
      loops[loop].body.insert(play, at: place)
    } else {
      let place = instructions.lastIndex { instruction in
        switch instruction {
        case .play(let play): writes(play, root(before))
        case .loop(let index): values[root(before)].loop == index
        }
      }
      instructions.insert(.play(play), at: place.map { $0 + 1 } ?? 0)
    }
  }

  private func writes(_ play: Play, _ target: Int) -> Bool {
    play.outputs.contains { root($0) == target }
  }

  private mutating func remapReaders(of before: Int, to after: Int) {
    func remapped(_ play: Play) -> Play {
      var play = play
      play.inputs = play.inputs.map { $0 == before ? after : $0 }
      return play
    }
    instructions = instructions.map { instruction in
      guard case .play(let play) = instruction else { return instruction }
      return .play(remapped(play))
    }
    for place in loops.indices {
      loops[place].body = loops[place].body.map(remapped)
      if loops[place].initial == before { loops[place].initial = after }
    }
    for place in values.indices where values[place].alias?.of == before {
      values[place].alias?.of = after
    }
  }
}

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
