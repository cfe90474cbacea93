import CKernels
public import Tensors

/// A gated recurrent unit over a whole sequence: one box with a time axis, not one a position.
///
/// Inputs: x already projected `[time, batch, gate]`, the recurrent kernel `[unit′, gate]`, its bias
/// `[gate]` where the reset comes after, then, as far as present, a mask `[batch, time]` and the
/// state before the first position `[batch, unit]`.
/// Outputs: the states `[time, batch, unit]`, the gates and the recurrent products.
/// A masked position keeps the state and repeats the output; before the first valid position the
/// output is 0, even where a state was given, as in Keras.
struct GRU: Operation {
  let axis: Axis
  let convention: ResetConvention
  let isMasked: Bool
  let hasState: Bool
  /// Whether it runs from the last position to the first.
  let isBackwards: Bool

  var name: String { isBackwards ? "GRU over \(axis), backwards" : "GRU over \(axis)" }
  var formula: String { "h_t = z · h_{t\(isBackwards ? "+" : "−")1} + (1 − z) · candidate" }
  func outputShapes(_ inputs: [Shape]) -> [Shape] {
    guard inputs[0].axes.first == axis, inputs[0].rank == 3 else {
      fatalError("GRU over \(axis) needs \(axis), batch and gate, not \(inputs[0])")
    }
    let one = inputs[0].removing(axis)
    let units = inputs[1].lengths[0]
    let state = Shape(axes: [one.axes[0], .unit], lengths: [one.lengths[0], units])
    _ = gruShapes(one, state, inputs[1])
    let states = state.prepending(axis, inputs[0].lengths[0])
    return [states, inputs[0], inputs[0]] + (keepsStatesApart ? [states] : [])
  }
  var backwardReads: BackwardReads { [.inputs, .outputs] }

  private var maskPlace: Int { convention == .after ? 3 : 2 }
  private var statePlace: Int { maskPlace + (isMasked ? 1 : 0) }

  /// The state of every position lies in the output, except where a given state must outlive
  /// positions whose output is 0: then a fourth output holds it.
  private var keepsStatesApart: Bool { isMasked && hasState }

  func forward(_ site: Binding) -> StepFunction {
    let walk = GRUWalk(site, self)
    let (step, steps) = (walk.step, walk.steps)
    let bias = convention == .after ? site.inputs[2] : nil
    let work = site.scratch(step.rows * step.units)
    return { at in
      for order in 0..<steps where !site.stop.isRaised {
        let t = walk.position(order)
        step.forward(
          x: walk.x(at, t), h: walk.previous(at, order), kernel: site.inputs[1].numbers(at),
          bias: bias?.numbers(at), mask: walk.mask(at, t), maskStep: steps,
          next: walk.state(at, order), gates: walk.gates(at, t),
          recurrent: walk.recurrent(at, t), work: work)
      }
      walk.finish(at)
    }
  }

  func backward(_ site: Binding) -> Backward {
    precondition(site.loop == nil, "a GRU over a sequence inside a loop's body is not supported")
    let walk = GRUWalk(site, self)
    let (step, steps) = (walk.step, walk.steps)
    let (rows, units) = (step.rows, step.units)
    let width = 3 * units
    let dx = site.inputGradients[0]
    let dkernel = site.inputGradients[1]
    let dbias = convention == .after ? site.inputGradients[2] : nil
    let dstate = hasState ? site.inputGradients[statePlace] : nil
    let ownX = site.scratch(steps * rows * width)
    let drecurrent = site.scratch(steps * rows * width)
    let reset = site.scratch(steps * rows * units)
    let turned = site.scratch(units * width)
    let work = site.scratch(rows * units)
    let carried = [site.scratch(rows * units), site.scratch(rows * units)]
    let addsX = dx != nil && site.accumulates[0]
    let addsState = dstate != nil && site.accumulates[hasState ? statePlace : 0]
    let addsKernel = site.accumulates[1]
    let addsBias = convention == .after && site.accumulates[2]
    return Backward { _ in
      step.transpose(site.inputs[1].numbers(0), into: turned)
      hk_fill(rows * units, 0, carried[0])
      let xTarget = addsX ? ownX : dx?.numbers(0) ?? ownX
      var parity = 0
      for order in (0..<steps).reversed() where !site.stop.isRaised {
        let t = walk.position(order)
        let (dnext, dh) = (carried[parity], carried[1 - parity])
        walk.addOutputGradients(t, to: dnext)
        if site.showsWholeStates { walk.show(dnext, at: t) }
        hk_fill(rows * units, 0, dh)
        step.backward(
          h: walk.previous(0, order), turned: turned, gates: walk.gates(0, t),
          recurrent: walk.recurrent(0, t), mask: walk.mask(0, t), maskStep: steps, dnext: dnext,
          dx: xTarget + t * rows * width, drecurrent: drecurrent + t * rows * width,
          reset: reset + t * rows * units, dh: dh, work: work)
        parity = 1 - parity
      }
      if addsX, let dx { hk_copy(steps * rows * width, xTarget, dx.numbers(0), 1) }
      if let dstate {
        hk_copy(rows * units, carried[parity], dstate.numbers(0), addsState ? 1 : 0)
      }
      if let dkernel {
        if !addsKernel { hk_fill(units * width, 0, dkernel.numbers(0)) }
        walk.kernelGradient(reset: reset, drecurrent: drecurrent, into: dkernel.numbers(0))
      }
      if let dbias {
        hk_sum_rows(
          steps * rows, width, drecurrent, width, dbias.numbers(0), addsBias ? 1 : 0)
      }
    }
  }

  /// The way through the sequence: which memory belongs to which position.
  private struct GRUWalk {
    let step: GRUStep
    let steps: Int
    private let site: Binding
    private let operation: GRU
    private let zeros: UnsafeMutablePointer<Float>
    private let states: Operand

    init(_ site: Binding, _ operation: GRU) {
      self.site = site
      self.operation = operation
      let shape = site.outputs[0].shape
      steps = shape.lengths[0]
      step = GRUStep(shape.removing(operation.axis), operation.convention)
      zeros = site.scratch(step.rows * step.units)
      states = operation.keepsStatesApart ? site.outputs[3] : site.outputs[0]
    }

    private var state: Int { step.rows * step.units }
    func position(_ order: Int) -> Int { operation.isBackwards ? steps - 1 - order : order }
    func x(_ at: Int, _ t: Int) -> UnsafeMutablePointer<Float> {
      site.inputs[0].numbers(at) + t * 3 * state
    }
    func gates(_ at: Int, _ t: Int) -> UnsafeMutablePointer<Float> {
      site.outputs[1].numbers(at) + t * 3 * state
    }
    func recurrent(_ at: Int, _ t: Int) -> UnsafeMutablePointer<Float> {
      site.outputs[2].numbers(at) + t * 3 * state
    }
    func mask(_ at: Int, _ t: Int) -> UnsafeMutablePointer<Float>? {
      operation.isMasked ? site.inputs[operation.maskPlace].numbers(at) + t : nil
    }
    func state(_ at: Int, _ order: Int) -> UnsafeMutablePointer<Float> {
      states.numbers(at) + position(order) * state
    }
    func previous(_ at: Int, _ order: Int) -> UnsafeMutablePointer<Float> {
      if order > 0 { return state(at, order - 1) }
      return operation.hasState ? site.inputs[operation.statePlace].numbers(at) : zeros
    }

    /// Writes the outputs where states are kept apart.
    func finish(_ at: Int) {
      guard operation.keepsStatesApart else { return }
      for row in 0..<step.rows {
        var seen = false
        for order in 0..<steps {
          let t = position(order)
          seen = seen || (mask(at, t)?[row * steps] ?? 1) > 0
          let target = site.outputs[0].numbers(at) + t * state + row * step.units
          if seen {
            hk_copy(step.units, self.state(at, order) + row * step.units, target, 0)
          } else {
            hk_fill(step.units, 0, target)
          }
        }
      }
    }

    /// dnext += the gradients of output and state at `t`; where the output was 0 none arrives there.
    func addOutputGradients(_ t: Int, to dnext: UnsafeMutablePointer<Float>) {
      if operation.keepsStatesApart, let source = site.outputGradients[3] {
        hk_copy(state, source.numbers(0) + t * state, dnext, 1)
      }
      guard let dout = site.outputGradients[0] else { return }
      let source = dout.numbers(0) + t * state
      guard operation.isMasked else {
        hk_copy(state, source, dnext, 1)
        return
      }
      for row in 0..<step.rows where hasBegun(row, at: t) {
        hk_copy(step.units, source + row * step.units, dnext + row * step.units, 1)
      }
    }

    /// Leaves the whole gradient of the state at `t` where that of its outputs stands: with what
    /// reaches it through the positions after it.
    func show(_ whole: UnsafeMutablePointer<Float>, at t: Int) {
      for place in operation.keepsStatesApart ? [0, 3] : [0] {
        guard let target = site.outputGradients[place] else { continue }
        for row in 0..<step.rows where place > 0 || hasBegun(row, at: t) {
          let start = row * step.units
          hk_copy(step.units, whole + start, target.numbers(0) + t * state + start, 0)
        }
      }
    }

    private func hasBegun(_ row: Int, at t: Int) -> Bool {
      let order = operation.isBackwards ? steps - 1 - t : t
      guard let first = mask(0, 0) else { return true }
      for earlier in 0...order where first[row * steps + position(earlier)] > 0 { return true }
      return false
    }

    /// dR += Σ_t h_{t−1}ᵀ · drecurrent_t, with neighbouring positions as one product.
    ///
    /// Added in ascending order of position in both directions: what padding behind the sequence
    /// adds is 0 and comes last, so that it changes no bit.
    func kernelGradient(
      reset: UnsafeMutablePointer<Float>, drecurrent: UnsafeMutablePointer<Float>,
      into kernel: UnsafeMutablePointer<Float>
    ) {
      func add(_ count: Int, from h: UnsafeMutablePointer<Float>, at t: Int) {
        step.kernelGradient(
          rows: count * step.rows, h: h, reset: reset + t * state,
          drecurrent: drecurrent + t * 3 * state, into: kernel)
      }
      // Forwards h_{t−1} begins at position 0 and the products at 1; backwards the reverse.
      if !operation.isBackwards { add(1, from: previous(0, 0), at: 0) }
      if steps > 1, operation.isBackwards {
        add(steps - 1, from: states.numbers(0) + state, at: 0)
      } else if steps > 1 {
        add(steps - 1, from: states.numbers(0), at: 1)
      }
      if operation.isBackwards { add(1, from: previous(0, 0), at: steps - 1) }
    }
  }
}

/// The states of a GRU over `axis`, the first axis of the projected input.
///
/// - Returns: the outputs `[time, batch, unit]`, the gates `[time, batch, gate]`, and the carried
///   states: the outputs, except before the first valid position of a masked row that starts from a
///   given state.
public func gru(
  _ x: Value, over axis: Axis, recurrentKernel: Value, recurrentBias: Value?, mask: Value? = nil,
  initialState: Value? = nil, backwards: Bool = false
) -> (states: Value, gates: Value, carried: Value) {
  let operation = GRU(
    axis: axis, convention: recurrentBias == nil ? .before : .after, isMasked: mask != nil,
    hasState: initialState != nil, isBackwards: backwards)
  let rest = [recurrentKernel, recurrentBias, mask, initialState].compactMap(\.self)
  let outputs = x.outputs(operation, rest)
  return (outputs[0], outputs[1], outputs.count > 3 ? outputs[3] : outputs[0])
}
