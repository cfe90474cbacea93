import CKernels
public import Tensors

/// Owns the memory of one tape and plays it, forward and backward.
///
/// Everything is decided when a player is made: what is kept, where it lies, which closures run in
/// which order. Playing then decides nothing and, in optimised code, allocates nothing.
/// A player belongs to one thread at a time.
public final class Player {
  /// The program, with the interventions as instructions of it.
  public let tape: Tape
  /// What can be read after a playing.
  public let retention: Retention
  private let showsWholeStates: Bool
  private let kept: Set<Int>
  private let storage: StoragePlan
  private let flow: GradientFlow
  private let weights: ParameterMemory
  private let gradients: ParameterMemory?
  private let loss: Int?
  private var lossOperand: Operand?
  private let memory: UnsafeMutableRawPointer
  private let scratch: Scratch
  private var forwardProgram: [() -> Void] = []
  private var backwardProgram: [() -> Void] = []

  /// A player of `tape`.
  ///
  /// - `weights`: the trained tensors; read, never written.
  /// - `gradients`: where backward leaves their gradients; nil where they are not wanted.
  /// - `retention`: what can be read after a playing.
  /// - `loss`: the name of the scalar whose gradient ``backward()`` computes; nil for forward only.
  /// - `interventions`: changes to values, made in this order.
  /// - `showsWholeStates`: whether the gradient of a recurrent layer's output is, once it is kept, the whole
  ///   gradient of the state: with what reaches it through the positions after it. Frameworks give the
  ///   share of the output alone, and so does a player that is not asked.
  public convenience init(
    _ tape: Tape, weights: ParameterMemory, gradients: ParameterMemory? = nil,
    retention: Retention = .attention, gradientOf loss: String? = nil,
    interventions: [Intervention] = [], showsWholeStates: Bool = false
  ) {
    self.init(
      tape, weights, gradients, retention, loss, interventions, showsWholeStates,
      scratch: Scratch(isMeasured: false))
  }

  /// The memory that a player of `tape` would take, in bytes, found out without taking it.
  ///
  /// `loss`: the name of the scalar whose gradient it would compute; nil for forward only.
  public static func byteCount(
    of tape: Tape, retention: Retention = .attention, gradientOf loss: String? = nil
  ) -> Int {
    let places = ParameterMemory(placesOf: ParameterLayout([tape]))
    return Player(
      tape, places, loss == nil ? nil : places, retention, loss, [], false,
      scratch: Scratch(isMeasured: true)
    ).byteCount
  }

  private init(
    _ tape: Tape, _ weights: ParameterMemory, _ gradients: ParameterMemory?,
    _ retention: Retention, _ loss: String?, _ interventions: [Intervention],
    _ showsWholeStates: Bool,
    scratch: Scratch
  ) {
    self.scratch = scratch
    self.showsWholeStates = showsWholeStates && retention == .everything
    let tape = tape.applying(interventions)
    self.tape = tape
    self.retention = retention
    self.weights = weights
    self.gradients = gradients
    self.loss = loss.map { tape.index(of: $0) }
    var kept = Set<Int>()
    for (index, value) in tape.values.enumerated() {
      let isKept =
        switch retention {
        case .outputs: value.isOutput
        case .attention: value.isOutput || value.isAttention
        case .everything: true
        }
      if isKept { kept.insert(index) }
    }
    if let loss = self.loss { kept.insert(loss) }
    self.kept = kept

    let items: [Item] = Self.items(of: tape, keeping: kept)
    flow = GradientFlow(tape, items, loss: self.loss, trains: gradients != nil)
    storage = StoragePlan(tape, items, flow, loss: self.loss, kept: kept)
    memory = UnsafeMutableRawPointer(scratch.allocate(storage.count))
    bind(items)
    lossOperand = self.loss.map(operand)
  }

  /// The memory of values and gradients in bytes, scratch included.
  public var byteCount: Int { scratch.count * 4 }

  /// The number of places where two living values would overwrite each other: always 0.
  public var collisionCount: Int { storage.collisions }

  /// Computes every value from the inputs and the weights.
  ///
  /// Where the weights' signal is raised, it returns early and what it leaves is worth nothing.
  public func forward() { run(forwardProgram) }

  /// Computes the gradient of the loss; ``forward()`` comes first.
  ///
  /// The gradients of trained tensors replace what was in the gradient memory.
  public func backward() {
    guard loss != nil else { fatalError("a player without a loss has no backward") }
    if let gradients { hk_fill(gradients.layout.count, 0, gradients.base) }
    run(backwardProgram)
  }

  private func run(_ program: [() -> Void]) {
    let stop = weights.stop
    for play in program where !stop.isRaised { play() }
  }

  /// The loss of the last forward pass.
  public var lossValue: Float {
    guard let lossOperand else { fatalError("a player without a loss has no loss") }
    return lossOperand.numbers(0)[0]
  }

  // MARK: Reading and writing

  /// Sets the numbers of the input called `name`, in its shape's order.
  public func set(_ name: String, _ numbers: [Float]) {
    withNumbers(name) { target in
      precondition(target.count == numbers.count, "\(name) is \(tape.shape(of: name))")
      for (place, number) in numbers.enumerated() { target[place] = number }
    }
  }

  /// Sets the table positions of the input called `name`, in its shape's order.
  public func set(_ name: String, positions indices: [Int32]) {
    withIndices(name) { target in
      precondition(target.count == indices.count, "\(name) is \(tape.shape(of: name))")
      for (place, index) in indices.enumerated() { target[place] = index }
    }
  }

  /// Gives direct access to the numbers of the input called `name`.
  public func withNumbers(_ name: String, _ body: (UnsafeMutableBufferPointer<Float>) -> Void) {
    let index = tape.index(of: name)
    precondition(tape.values[index].element == .number, "\(name) holds table positions")
    body(
      UnsafeMutableBufferPointer(
        start: operand(index).numbers(0), count: tape.values[index].shape.count))
  }

  /// Gives direct access to the table positions of the input called `name`.
  public func withIndices(_ name: String, _ body: (UnsafeMutableBufferPointer<Int32>) -> Void) {
    let index = tape.index(of: name)
    precondition(tape.values[index].element == .index, "\(name) holds numbers")
    body(
      UnsafeMutableBufferPointer(
        start: operand(index).indices(0), count: tape.values[index].shape.count))
  }

  /// Reads numbers where they lie, without a copy; valid until the next playing.
  ///
  /// For a value of a loop's body all steps follow each other.
  public func withValue<Result>(
    _ name: String, _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    let index = tape.index(of: name)
    precondition(isKept(index), "\(name) is not kept under \(retention)")
    let count = tape.fullShape(index).count
    return body(UnsafeBufferPointer(start: operand(index).numbers(0), count: count))
  }

  /// A copy of the value called `name`, with the loop's axis in front for one of a body.
  public subscript(name: String) -> Tensor {
    let shape = tape.shape(of: name)
    return withValue(name) { Tensor(shape, Array($0)) }
  }

  /// A copy of the gradient of the loss for the value called `name`; zeros where none arrives.
  ///
  /// Needs ``Retention/everything``, or an input that wants its gradient.
  public func gradient(_ name: String) -> Tensor {
    let index = tape.index(of: name)
    let shape = tape.fullShape(index)
    if case .input = tape.values[index].origin {
    } else {
      precondition(retention == .everything, "gradients are not kept under \(retention)")
    }
    guard let operand = gradientOperand(index) else { return Tensor(shape) }
    return Tensor(
      shape, Array(UnsafeBufferPointer(start: operand.numbers(0), count: shape.count)))
  }

  /// The first value, in the order of playing, that holds a number that is not finite.
  ///
  /// A loop is gone through step by step: what comes late in its body at one step comes before what
  /// comes early at the next. Needs ``Retention/everything``.
  public func firstNonFinite() -> (name: String, operation: String)? {
    for item in Self.items(of: tape, keeping: kept) {
      var steps = 1
      if case .loop(let index, _) = item { steps = tape.loops[index].length }
      for step in 0..<steps {
        for play in item.plays {
          for output in play.outputs where tape.values[output].element == .number {
            let count = tape.values[output].shape.count
            if hk_count_nonfinite(count, operand(output).numbers(step)) > 0 {
              return (tape.values[output].name ?? play.operation.name, play.operation.name)
            }
          }
        }
      }
    }
    return nil
  }

  // MARK: Binding

  private func isKept(_ index: Int) -> Bool {
    if case .input = tape.values[index].origin { return true }
    return kept.contains(index)
  }

  private static func items(of tape: Tape, keeping kept: Set<Int>) -> [Item] {
    // Groups may only form among neighbours of one level: outside loops, or in one body.
    var result: [Item] = []
    var run: [Tape.Play] = []
    func flush() {
      result += Fusion.fused(run, in: tape, keeping: kept).map(Item.play)
      run = []
    }
    for instruction in tape.instructions {
      switch instruction {
      case .play(let play): run.append(play)
      case .loop(let index):
        flush()
        let body = Fusion.fused(tape.loops[index].body, in: tape, keeping: kept)
        result.append(.loop(index, body: body))
      }
    }
    flush()
    return result
  }

  func operand(_ value: Int) -> Operand {
    let root = tape.root(value)
    let base: UnsafeMutableRawPointer
    if tape.isParameter(root) {
      base = UnsafeMutableRawPointer(
        weights.base + weights.layout.offset(of: tape.values[root].name ?? ""))
    } else {
      base = memory + (storage.values[root]?.offset ?? 0) * 4
    }
    return Operand(
      base + tape.offset(value) * 4, tape.values[value].shape,
      stepStride: storage.stepStride(value, gradient: false))
  }

  func gradientOperand(_ value: Int) -> Operand? {
    let root = tape.root(value)
    guard flow.flows(root) else { return nil }
    let base: UnsafeMutableRawPointer
    if tape.isParameter(root) {
      guard let gradients else { return nil }
      base = UnsafeMutableRawPointer(
        gradients.base + gradients.layout.offset(of: tape.values[root].name ?? ""))
    } else {
      base = memory + (storage.gradients[root]?.offset ?? 0) * 4
    }
    return Operand(
      base + tape.offset(value) * 4, tape.values[value].shape,
      stepStride: storage.stepStride(value, gradient: true))
  }

  private func bind(_ items: [Item]) {
    let bindings = bindingsOf(items)
    for (item, bound) in zip(items, bindings) {
      switch item {
      case .play(let play):
        let forward = play.operation.forward(bound[0])
        forwardProgram.append { forward(0) }
      case .loop(let index, let body):
        forwardProgram.append(loopForward(index, zip(body, bound).map { $0.operation.forward($1) }))
      }
    }
    guard let loss, let seed = gradientOperand(loss) else { return }
    backwardProgram.append { seed.numbers(0)[0] = 1 }
    for (place, item) in items.enumerated().reversed() {
      clear(before: place, of: items)
      let halves = zip(item.plays, bindings[place]).compactMap { play, binding in
        flow.hasBackward(play) ? play.operation.backward(binding) : nil
      }
      guard !halves.isEmpty else { continue }
      switch item {
      case .play:
        let half = halves[0]
        backwardProgram.append {
          half.before?()
          half.step(0)
          half.after?()
        }
      case .loop(let index, _): backwardProgram.append(loopBackward(index, halves))
      }
    }
  }

  /// Zeroes the gradients whose first contribution comes from item `place`.
  private func clear(before place: Int, of items: [Item]) {
    let time = 2 * items.count - place
    for (root, storage) in storage.gradients.enumerated() {
      guard let storage, flow.startsFromZero[root], storage.life?.lowerBound == time,
        root != loss.map({ tape.root($0) })
      else { continue }
      let target = (memory + storage.offset * 4).assumingMemoryBound(to: Float.self)
      let count = storage.count
      backwardProgram.append { hk_fill(count, 0, target) }
    }
  }

  private func loopForward(_ index: Int, _ body: [StepFunction]) -> () -> Void {
    let loop = tape.loops[index]
    let (initial, carry) = (operand(loop.initial), operand(loop.carry))
    let (count, length, stop) = (initial.shape.count, loop.length, weights.stop)
    return {
      hk_copy(count, initial.numbers(0), carry.numbers(0), 0)
      for step in 0..<length where !stop.isRaised { for play in body { play(step) } }
    }
  }

  private func loopBackward(_ index: Int, _ halves: [Backward]) -> () -> Void {
    let loop = tape.loops[index]
    let length = loop.length
    let reversed = Array(halves.reversed())
    let carry = gradientOperand(loop.carry)
    let initial = gradientOperand(loop.initial)
    let count = tape.values[loop.carry].shape.count
    let add: Int32 = initialAccumulates[index] == true ? 1 : 0
    let stop = weights.stop
    return {
      for half in reversed { half.before?() }
      for step in (0..<length).reversed() where !stop.isRaised {
        for half in reversed { half.step(step) }
      }
      for half in reversed { half.after?() }
      if let carry, let initial { hk_copy(count, carry.numbers(0), initial.numbers(0), add) }
    }
  }

  /// Whether a loop adds to the gradient of what it starts from, by loop.
  private var initialAccumulates: [Int: Bool] = [:]

  /// The bindings of every play, with the decision who writes a gradient first.
  private func bindingsOf(_ items: [Item]) -> [[Binding]] {
    var result = [[Binding]](repeating: [], count: items.count)
    var written = Set<Int>()
    func accumulates(_ value: Int) -> Bool {
      let root = tape.root(value)
      return flow.startsFromZero[root] || !written.insert(root).inserted
    }
    for (place, item) in items.enumerated().reversed() {
      var bindings: [Binding] = []
      for play in item.plays.reversed() {
        let hasBackward = flow.hasBackward(play)
        var modes: [Bool] = []
        var now: [Operand?] = []
        var late: [Operand?] = []
        for (position, input) in play.inputs.enumerated() {
          let operand = hasBackward ? gradientOperand(input) : nil
          let isLate = flow.isDeferred(play, position)
          now.append(isLate ? nil : operand)
          late.append(isLate ? operand : nil)
          modes.append(operand != nil && !isLate ? accumulates(input) : true)
        }
        let loop = play.outputs.first.flatMap { tape.values[$0].loop }.map {
          Binding.Loop(axis: tape.loops[$0].axis, steps: tape.loops[$0].length)
        }
        bindings.append(
          Binding(
            inputs: play.inputs.map(operand), outputs: play.outputs.map(operand),
            inputGradients: now,
            outputGradients: play.outputs.map { hasBackward ? gradientOperand($0) : nil },
            accumulates: modes, deferredGradients: late, loop: loop, stop: weights.stop,
            allocate: { [scratch] in scratch.allocate($0) },
            showsWholeStates: showsWholeStates, isMeasured: scratch.isMeasured))
      }
      result[place] = bindings.reversed()
      if case .loop(let index, _) = item, gradientOperand(tape.loops[index].initial) != nil {
        initialAccumulates[index] = accumulates(tape.loops[index].initial)
      }
    }
    return result
  }
}
