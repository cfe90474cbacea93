import CKernels
import Tensors

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
  let kept: Set<Int>
  private let storage: StoragePlan
  private let flow: GradientFlow
  let weights: ParameterMemory
  private let gradients: ParameterMemory?
  private let loss: Int?
  private var lossOperand: Operand?
  private let memory: UnsafeMutableRawPointer
  private let scratch: Scratch
  private var forwardProgram: [() -> Void] = []
  /// The first item of each stage.
  private let stages: [Int]
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

    let (items, stages) = Self.items(of: tape, keeping: kept)
    self.stages = stages
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
  public func forward() { run(forwardProgram[...]) }

  /// How many stages the tape has; they are played in order.
  public var stageCount: Int { stages.count }

  /// Computes the values of one stage, whose weights are needed only from now on.
  public func forward(stage: Int) {
    let end = stage + 1 < stages.count ? stages[stage + 1] : forwardProgram.count
    run(forwardProgram[stages[stage]..<end])
  }

  /// Computes the gradient of the loss; ``forward()`` comes first.
  ///
  /// The gradients of trained tensors replace what was in the gradient memory.
  public func backward() {
    guard loss != nil else { fatalError("a player without a loss has no backward") }
    if let gradients { hk_fill(gradients.layout.count, 0, gradients.base) }
    run(backwardProgram[...])
  }

  private func run(_ program: ArraySlice<() -> Void>) {
    let stop = weights.stop
    for play in program where !stop.isRaised { play() }
  }

  /// The loss of the last forward pass.
  public var lossValue: Float {
    guard let lossOperand else { fatalError("a player without a loss has no loss") }
    return lossOperand.numbers(0)[0]
  }

  // MARK: Binding

  func isKept(_ index: Int) -> Bool {
    if case .input = tape.values[index].origin { return true }
    return kept.contains(index)
  }

  static func items(
    of tape: Tape, keeping kept: Set<Int>
  ) -> (items: [Item], stages: [Int]) {
    // Groups may only form among neighbours of one level: outside loops, or in one body.
    var result: [Item] = []
    var stages: [Int] = []
    var run: [Tape.Play] = []
    func flush() {
      result += Fusion.fused(run, in: tape, keeping: kept).map(Item.play)
      run = []
    }
    for (place, instruction) in tape.instructions.enumerated() {
      // A stage without instructions is one too.
      for start in tape.stageStarts where start == place {
        flush()
        stages.append(result.count)
      }
      switch instruction {
      case .play(let play): run.append(play)
      case .loop(let index):
        flush()
        let body = Fusion.fused(tape.loops[index].body, in: tape, keeping: kept)
        result.append(.loop(index, body: body))
      }
    }
    flush()
    stages += tape.stageStarts.filter { $0 == tape.instructions.count }.map { _ in result.count }
    return (result, stages)
  }

  func operand(_ value: Int) -> Operand {
    let root = tape.root(value)
    let base: UnsafeMutableRawPointer
    var isPacked = false
    if tape.isParameter(root) {
      let name = tape.values[root].name ?? ""
      base = UnsafeMutableRawPointer(weights.base + weights.layout.offset(of: name))
      isPacked = weights.layout.packed.contains(name)
    } else {
      base = memory + (storage.values[root]?.offset ?? 0) * 4
    }
    return Operand(
      base + tape.offset(value) * 4, tape.values[value].shape,
      stepStride: storage.stepStride(value, gradient: false), isPacked: isPacked)
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

  /// Stops where panels would be read as a matrix.
  private func checkPanels(_ play: Tape.Play) {
    for (position, input) in play.inputs.enumerated() where operand(input).isPacked {
      guard play.operation is Affine, position == 1, !flow.hasBackward(play) else {
        fatalError("\(play.operation.name) cannot read panels: \(tape.values[input].name ?? "")")
      }
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
        checkPanels(play)
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
