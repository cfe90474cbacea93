import CKernels
public import Tensors

/// A long short-term memory over a whole sequence: one box with a time axis.
///
/// i, f, g, o = σ, σ, tanh, σ of x + h·R; c′ = f·c + i·g; h′ = o·tanh c′.
/// Inputs: x already projected `[time, batch, gate]`, the recurrent kernel `[unit′, gate]`, then, as
/// far as present, a mask `[batch, time]` and the states before the first position, h and c, each
/// `[batch, unit]`.
/// Outputs: h `[time, batch, unit]`, the gates i, f, g, o `[time, batch, gate]`, c `[time, batch,
/// unit]`, and where both a mask and states are given the carried h of every position.
/// A masked position keeps both states and repeats the output; before the first valid position the
/// output is 0, even where a state was given, as in Keras.
///
/// Source: Hochreiter, Schmidhuber 1997; Gers et al. 2000; Keras 3.15 `LSTM`.
struct LSTM: Operation {
  let axis: Axis
  let isMasked: Bool
  let hasState: Bool
  /// Whether it runs from the last position to the first.
  let isBackwards: Bool

  var name: String { isBackwards ? "LSTM over \(axis), backwards" : "LSTM over \(axis)" }
  var formula: String { cellFormula + ", h_t = o · tanh c_t" }

  /// How the memory goes on, from the position that was read before.
  var cellFormula: String { "c_t = f · c_{t\(isBackwards ? "+" : "−")1} + i · g" }
  func outputShapes(_ inputs: [Shape]) -> [Shape] {
    let (x, kernel) = (inputs[0], inputs[1])
    guard x.axes.first == axis, x.rank == 3, kernel.rank == 2,
      kernel.lengths[1] == 4 * kernel.lengths[0], x.lengths[2] == kernel.lengths[1]
    else { fatalError("LSTM over \(axis): projected \(x), recurrent kernel \(kernel)") }
    let state = Shape(axes: [x.axes[1], .unit], lengths: [x.lengths[1], kernel.lengths[0]])
    if isMasked, inputs[2] != [x.axes[1]: x.lengths[1], axis: x.lengths[0]] {
      fatalError("a mask of \(inputs[2]) does not fit \(x)")
    }
    for given in inputs.dropFirst(statePlace) where given.lengths != state.lengths {
      fatalError("a state of \(given) does not fit an LSTM whose state is \(state)")
    }
    let states = state.prepending(axis, x.lengths[0])
    return [states, x, states] + (keepsStatesApart ? [states] : [])
  }
  var backwardReads: BackwardReads { [.inputs, .outputs] }

  private var statePlace: Int { isMasked ? 3 : 2 }
  /// The state of every position lies in the output, except where a given state must outlive
  /// positions whose output is 0.
  private var keepsStatesApart: Bool { isMasked && hasState }

  func forward(_ site: Binding) -> StepFunction {
    precondition(site.loop == nil, "an LSTM over a sequence inside a loop's body is not supported")
    let walk = Walk(site, self)
    let step = walk.step
    return { _ in
      for order in 0..<walk.steps where !site.stop.isRaised {
        let t = walk.position(order)
        step.forward(
          x: walk.x(t), h: walk.previousHidden(order), c: walk.previousCell(order),
          kernel: site.inputs[1].numbers(0), mask: walk.mask(t), maskStep: walk.steps,
          gates: walk.gates(t), nextHidden: walk.hidden(t), nextCell: walk.cell(t))
      }
      walk.finish()
    }
  }

  func backward(_ site: Binding) -> Backward {
    let walk = Walk(site, self)
    let (step, steps) = (walk.step, walk.steps)
    let (state, width) = (step.rows * step.units, 4 * step.units)
    let (dx, dkernel) = (site.inputGradients[0], site.inputGradients[1])
    let givenPlaces = hasState ? [statePlace, statePlace + 1] : []
    let accumulates = site.accumulates
    let addsX = dx != nil && accumulates[0]
    // Where dx is added to, or nobody asked for it, the gradient of the gates needs its own memory.
    let ownX = addsX || dx == nil ? site.scratch(steps * step.rows * width) : nil
    let turned = site.scratch(step.units * width)
    let carried = [site.scratch(state), site.scratch(state)]
    let dcell = site.scratch(state)
    return Backward { _ in
      guard let gates = ownX ?? dx?.numbers(0) else { return }
      hk_transpose(step.units, width, site.inputs[1].numbers(0), width, turned, step.units)
      hk_fill(state, 0, carried[0])
      hk_fill(state, 0, dcell)
      var parity = 0
      for order in (0..<steps).reversed() where !site.stop.isRaised {
        let t = walk.position(order)
        walk.addGradients(t, hidden: carried[parity], cell: dcell)
        if site.showsWholeStates { walk.show(carried[parity], at: t) }
        step.backward(
          c: walk.previousCell(order), nextCell: walk.cell(t), gates: walk.gates(t), turned: turned,
          mask: walk.mask(t), maskStep: steps, dnextHidden: carried[parity], dcell: dcell,
          dgates: gates + t * step.rows * width, dhidden: carried[1 - parity])
        parity = 1 - parity
      }
      if addsX, let dx { hk_copy(steps * step.rows * width, gates, dx.numbers(0), 1) }
      for (place, source) in zip(givenPlaces, [carried[parity], dcell]) {
        guard let target = site.inputGradients[place] else { continue }
        hk_copy(state, source, target.numbers(0), accumulates[place] ? 1 : 0)
      }
      if let dkernel {
        if !accumulates[1] { hk_fill(step.units * width, 0, dkernel.numbers(0)) }
        walk.kernelGradient(gates, into: dkernel.numbers(0))
      }
    }
  }

  /// The way through the sequence: which memory belongs to which position.
  private struct Walk {
    typealias Numbers = UnsafeMutablePointer<Float>
    let step: LSTMStep
    let steps: Int
    private let site: Binding
    private let operation: LSTM
    private let zeros: Numbers
    private let states: Operand

    init(_ site: Binding, _ operation: LSTM) {
      self.site = site
      self.operation = operation
      let shape = site.outputs[0].shape
      steps = shape.lengths[0]
      step = LSTMStep(rows: shape.lengths[1], units: shape.lengths[2])
      zeros = site.scratch(step.rows * step.units)
      states = operation.keepsStatesApart ? site.outputs[3] : site.outputs[0]
    }

    private var state: Int { step.rows * step.units }
    func position(_ order: Int) -> Int { operation.isBackwards ? steps - 1 - order : order }
    func x(_ t: Int) -> Numbers { site.inputs[0].numbers(0) + t * 4 * state }
    func gates(_ t: Int) -> Numbers { site.outputs[1].numbers(0) + t * 4 * state }
    func hidden(_ t: Int) -> Numbers { states.numbers(0) + t * state }
    func cell(_ t: Int) -> Numbers { site.outputs[2].numbers(0) + t * state }
    func mask(_ t: Int) -> Numbers? {
      operation.isMasked ? site.inputs[2].numbers(0) + t : nil
    }
    func previousHidden(_ order: Int) -> Numbers {
      order > 0 ? hidden(position(order - 1)) : given(0)
    }
    func previousCell(_ order: Int) -> Numbers {
      order > 0 ? cell(position(order - 1)) : given(1)
    }
    private func given(_ place: Int) -> Numbers {
      operation.hasState ? site.inputs[operation.statePlace + place].numbers(0) : zeros
    }

    /// Writes the outputs where states are kept apart.
    func finish() {
      guard operation.keepsStatesApart else { return }
      for row in 0..<step.rows {
        for t in 0..<steps {
          let target = site.outputs[0].numbers(0) + t * state + row * step.units
          if hasBegun(row, at: t) {
            hk_copy(step.units, hidden(t) + row * step.units, target, 0)
          } else {
            hk_fill(step.units, 0, target)
          }
        }
      }
    }

    /// Adds what arrives at position `t` from outside to the gradients of its states.
    func addGradients(_ t: Int, hidden: Numbers, cell: Numbers) {
      if let source = site.outputGradients[2] {
        hk_copy(state, source.numbers(0) + t * state, cell, 1)
      }
      if operation.keepsStatesApart, let source = site.outputGradients[3] {
        hk_copy(state, source.numbers(0) + t * state, hidden, 1)
      }
      guard let source = site.outputGradients[0] else { return }
      guard operation.keepsStatesApart else {
        hk_copy(state, source.numbers(0) + t * state, hidden, 1)
        return
      }
      // Where the output was 0 nothing arrives.
      for row in 0..<step.rows where hasBegun(row, at: t) {
        let start = row * step.units
        hk_copy(step.units, source.numbers(0) + t * state + start, hidden + start, 1)
      }
    }

    /// Leaves the whole gradient of the state at `t` where that of its outputs stands: with what
    /// reaches it through the positions after it.
    func show(_ whole: Numbers, at t: Int) {
      for place in operation.keepsStatesApart ? [0, 3] : [0] {
        guard let target = site.outputGradients[place] else { continue }
        for row in 0..<step.rows where place > 0 || hasBegun(row, at: t) {
          let start = row * step.units
          hk_copy(step.units, whole + start, target.numbers(0) + t * state + start, 0)
        }
      }
    }

    private func hasBegun(_ row: Int, at t: Int) -> Bool {
      guard let first = mask(0) else { return true }
      let earlier = operation.isBackwards ? t...(steps - 1) : 0...t
      return earlier.contains { first[row * steps + $0] != 0 }
    }

    /// dR += Σ_t h_{t−1}ᵀ · dgates_t, with neighbouring positions as one product.
    ///
    /// Added in ascending order of position in both directions: what padding behind the sequence
    /// adds is 0 and comes last, so that it changes no bit.
    func kernelGradient(_ dgates: Numbers, into kernel: Numbers) {
      func add(_ count: Int, from h: Numbers, at t: Int) {
        step.kernelGradient(
          rows: count * step.rows, h: h, dgates: dgates + t * 4 * state, into: kernel)
      }
      // Forwards h_{t−1} begins at position 0 and the products at 1; backwards the reverse.
      if operation.isBackwards {
        if steps > 1 { add(steps - 1, from: hidden(1), at: 0) }
        add(1, from: given(0), at: steps - 1)
      } else {
        add(1, from: given(0), at: 0)
        if steps > 1 { add(steps - 1, from: hidden(0), at: 1) }
      }
    }
  }
}

/// The states of an LSTM over `axis`, the first axis of the projected input.
///
/// - `mask`: `[batch, axis]`: where it is 0, both states are kept.
/// - `initial`: h and c before the first position, each `[batch, unit]`.
/// - Returns: the outputs, the cells and the carried states `[time, batch, unit]`, and the gates
///   `[time, batch, gate]` in the order i, f, candidate, o. The carried states are the outputs except
///   before the first valid position of a masked row that starts from a given state.
public func lstm(
  _ x: Value, over axis: Axis, recurrentKernel: Value, mask: Value? = nil,
  initial: (hidden: Value, cell: Value)? = nil, backwards: Bool = false
) -> (outputs: Value, cells: Value, carried: Value, gates: Value) {
  let operation = LSTM(
    axis: axis, isMasked: mask != nil, hasState: initial != nil, isBackwards: backwards)
  let rest = [recurrentKernel, mask, initial?.hidden, initial?.cell].compactMap(\.self)
  let outputs = x.outputs(operation, rest)
  return (outputs[0], outputs[2], outputs.count > 3 ? outputs[3] : outputs[0], outputs[1])
}
