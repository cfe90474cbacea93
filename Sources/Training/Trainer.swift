import CKernels
import Snapshots
public import Tapes
import Tensors

/// Trains an objective step by step, and can go back to any step exactly.
///
/// A batch is always cut into the same min(2, batch) shards, whatever the number of threads; each
/// shard has a player and gradients of its own, and the gradients are added in a fixed order. So one
/// thread and two give the same bits. In an update optimised code allocates nothing.
public final class Trainer {
  /// The weights, at an address that readers may be bound to.
  public let weights: ParameterMemory
  /// The number of updates made.
  public private(set) var step = 0
  /// The loss of the last step made.
  public private(set) var lastLoss: Float?
  /// The heap allocations of the last step, from the filled batch to the updated weights.
  public private(set) var lastAllocations = 0

  /// The bytes for the states that going back starts from, where nothing else is asked: 256 MB.
  public static let usualHistoryBudget = 1 << 28

  /// What was changed while it ran, by ascending step.
  public private(set) var legs: [Leg]
  private var stretches: [Stretch]
  private let first: ParameterMemory
  private let second: ParameterMemory
  private let gradients: [ParameterMemory]
  /// The shards of each program that a leg has brought, made when it is first played.
  private var companies: [Int: [Shard]] = [:]
  /// What the parked thread plays: the second shard of the step under way.
  private let parked = Parked()
  private let worker: ParkedWorker?

  /// Whether two threads were asked for and the system gave one: the results are the same.
  public var lacksThread: Bool { wantsWorker && worker == nil }
  private let wantsWorker: Bool
  private let seed: UInt64

  private var history: History
  /// Where states can be had beside those in memory; nil: nowhere.
  public var keyframes: (any Keyframes)?
  /// The step of the state that training began from: 0, or that of a saved state.
  private var start = 0

  /// A trainer at step 0, with the first weights of `seed`.
  ///
  /// - `legs`: what is trained otherwise from some steps on, ascending.
  /// - `threads`: 1 or 2; more would have nothing to do.
  /// - `historyBudget`: the most bytes for the states that going back starts from.
  /// - `stop`: gives up the step under way, and whatever else plays on the weights.
  public init(
    _ objective: Objective, optimizer: Optimizer, legs: [Leg] = [], seed: UInt64, threads: Int,
    historyBudget: Int = Trainer.usualHistoryBudget, stop: StopSignal = StopSignal()
  ) {
    history = History(budget: historyBudget)
    self.legs = legs
    self.seed = seed
    stretches = Self.stretches(objective, optimizer, legs)
    let tapes = Self.tapes(objective)
    let layout = ParameterLayout(Array(tapes.values))
    let weights = ParameterMemory(layout, stop: stop)
    weights.elements = layout.initialElements(seed: seed)
    self.weights = weights
    first = ParameterMemory(layout)
    second = ParameterMemory(layout)
    gradients = (0..<2).map { _ in ParameterMemory(layout) }
    let mostRows = stretches.map(\.objective.batchSize).max() ?? 1
    wantsWorker = threads > 1 && mostRows > 1
    worker = wantsWorker ? ParkedWorker { [parked] in parked.shard?.play() } : nil
    companies[0] = shards(stretches[0], tapes)
    history.remember(state, at: 0)
  }

  /// A trainer that stands where `parent` stands, has all that led there, and goes on by `leg`.
  ///
  /// What the two had in common is kept once: going back below the branch finds the parent's states.
  public convenience init(
    branching parent: Trainer, _ leg: Leg? = nil, threads: Int, stop: StopSignal = StopSignal()
  ) {
    let origin = parent.stretches[0]
    self.init(
      origin.objective, optimizer: origin.optimizer, legs: parent.legs, seed: parent.seed,
      threads: threads, historyBudget: parent.historyBudget, stop: stop)
    history = parent.history
    start = parent.start
    load(parent.state)
    branch(leg ?? Leg(from: step))
  }

  /// Goes on by `leg` from the present step: what was made of later steps is another future.
  public func branch(_ leg: Leg) {
    var leg = leg
    leg.start = step
    history.forget(after: step)
    legs = legs.filter { $0.start < step } + [leg]
    let origin = stretches[0]
    stretches = Self.stretches(origin.objective, origin.optimizer, legs)
    companies = companies.filter { known in
      stretches.dropLast().contains { $0.players == known.key }
    }
  }

  private static func stretches(
    _ objective: Objective, _ optimizer: Optimizer, _ legs: [Leg]
  ) -> [Stretch] {
    var stretches = [
      Stretch(
        objective: objective, learningRate: objective.learningRate, optimizer: optimizer)
    ]
    for (place, leg) in legs.enumerated() {
      stretches.append(stretches[place].followed(by: leg, players: place + 1))
    }
    return stretches
  }

  /// How the update after `step` others is made.
  private func stretch(_ step: Int) -> Stretch {
    var found = stretches[0]
    for stretch in stretches.dropFirst() where stretch.start <= step { found = stretch }
    return found
  }

  /// The shards of the present step.
  private var shards: [Shard] {
    let stretch = stretch(step)
    if let known = companies[stretch.players] { return known }
    let tapes = Self.tapes(stretch.objective)
    let layout = ParameterLayout(Array(tapes.values))
    precondition(layout == weights.layout, "a leg trains the tensors that the run began with")
    let made = shards(stretch, tapes)
    companies[stretch.players] = made
    return made
  }

  private func shards(_ stretch: Stretch, _ tapes: [Int: Tape]) -> [Shard] {
    let weights = weights
    return zip(Self.cuts(stretch.objective.batchSize), gradients).compactMap { cut, gradients in
      tapes[cut.count].map { tape in
        Shard(stretch.objective, rows: cut, tape: tape) {
          Player(
            $0, weights: weights, gradients: gradients, retention: .outputs, gradientOf: "loss",
            interventions: stretch.interventions)
        }
      }
    }
  }

  /// The programs of an objective by their rows.
  private static func tapes(_ objective: Objective) -> [Int: Tape] {
    let rows = Set(cuts(objective.batchSize).map(\.count))
    return Dictionary(uniqueKeysWithValues: rows.map { ($0, objective.tape($0)) })
  }

  /// The rows of a batch that each shard has.
  static func cuts(_ batchSize: Int) -> [Range<Int>] {
    let half = (batchSize + 1) / 2
    return batchSize > 1 ? [0..<half, half..<batchSize] : [0..<batchSize]
  }

  /// The names, shapes and places of the trained tensors.
  public var layout: ParameterLayout { weights.layout }

  /// The learning rate of a step.
  public func learningRate(_ step: Int) -> Float { stretch(step).learningRate(step) }

  /// Makes one update and gives the loss it was computed from.
  ///
  /// Where the loss is not finite, or a gradient cannot be used, nothing is updated; where it was
  /// the loss, the trainer goes back to the last good step.
  @discardableResult
  public func advance() throws(TrainingHalt) -> Float {
    history.remember(state, at: step)
    do {
      return try update()
    } catch {
      if !error.isGivenUp, !error.loss.isFinite { returnToGoodStep() }
      throw error
    }
  }

  /// Checks that the present state is one to keep; where it is not, the trainer goes back to the
  /// last good step.
  ///
  /// Weights can overflow, or become so large that the next loss does, in the very update whose loss
  /// was still a number: the next step would find out, but what is saved or reported now would not.
  public func check() throws(TrainingHalt) {
    let (name, loss) = (state.firstNonFinite(layout), lossAhead())
    guard !weights.stop.isRaised, name != nil || !loss.isFinite else { return }
    let halt = TrainingHalt(step: step, loss: loss, culprit: name.map { .state($0) } ?? culprit())
    returnToGoodStep()
    throw halt
  }

  /// Goes back to the latest step before this one whose state and loss are finite.
  ///
  /// Each candidate is looked at: what is kept in memory may itself have overflowed. There is nothing
  /// to go back to beyond the state that training began from.
  private func returnToGoodStep() {
    var target = step - 1
    while target >= start {
      if go(to: target), state.firstNonFinite(layout) == nil, lossAhead().isFinite { return }
      guard target > start else { break }
      target = max(start, history.steps.last { $0 < target } ?? start)
    }
    go(to: start)
  }

  /// Goes to any step, exactly: from the nearest kept state by replaying what follows.
  ///
  /// `mayGoOn`: asked before every replayed step, with the step reached; false gives the
  /// replay up and returns to where it started.
  /// - Returns: whether the step was reached.
  @discardableResult
  public func go(to target: Int, mayGoOn: (_ reached: Int) -> Bool = { _ in true }) -> Bool {
    precondition(target >= 0, "there is no step before 0")
    let origin = state
    // What is left must not drive out what is gone to.
    if !history.holds(target) || history.hasRoom(for: origin.byteCount) {
      history.remember(origin, at: step)
    }
    history.leave(origin, at: step, for: target)
    let window = history.window(origin.byteCount)
    // Forwards too: a step that was reached once has a kept state nearby.
    if var kept = nearest(target), target < step || kept.step > step {
      if kept.step < target, target < step, step - target <= History.interval {
        // A short way back is seldom the last one: the next ones shall replay nothing.
        kept = nearest(history.base(of: target, window: window)) ?? kept
      }
      load(kept)
    }
    if step < target { history.beginTrail(to: target, window: window) }
    while step < target {
      guard mayGoOn(step), (try? update()) != nil else {
        load(origin)
        return false
      }
      let isOnTrail = history.remember(state, at: step, onTheWayTo: target, window: window)
      if !isOnTrail, step < target { history.remember(state, at: step) }
    }
    return true
  }

  /// The nearest state that is kept in memory or elsewhere.
  private func nearest(_ target: Int) -> TrainingState? {
    let known = history.nearest(target)
    guard let keyframes, let other = keyframes.nearest(to: target), other > known?.step ?? -1 else {
      return known
    }
    return keyframes.state(of: other) ?? known
  }

  /// The most bytes for the states that going back starts from.
  public var historyBudget: Int {
    get { history.budget }
    set { history.limit(to: newValue) }
  }

  /// The bytes that these states take.
  var historyByteCount: Int { history.byteCount }

  /// How many states going back starts from, in how much room; nil while nothing had to be thinned.
  public var thinning: (states: Int, megabytes: Int)? { history.thinning }

  /// The loss of the batch that the next update learns from; nothing is updated.
  ///
  /// A run that goes on from a saved state has no loss of its own before its first update.
  public func lossAhead() -> Float {
    shards.reduce(0) { sum, shard in
      shard.fill(step)
      shard.player.forward()
      return sum + shard.player.lossValue
    }
  }

  private func update() throws(TrainingHalt) -> Float {
    let (stretch, shards) = (stretch(step), shards)
    let gradients = Array(gradients.prefix(shards.count))
    for shard in shards { shard.fill(step) }
    let allocations = hk_allocations()
    play(shards)
    if weights.stop.isRaised {
      throw TrainingHalt(step: step, loss: .nan, isGivenUp: true)
    }
    var loss: Float = 0
    for shard in shards { loss += shard.player.lossValue }
    guard loss.isFinite else { throw TrainingHalt(step: step, loss: loss, culprit: culprit()) }
    guard gradients.allUsable else {
      throw TrainingHalt(step: step, loss: loss, culprit: gradients.firstUnusable)
    }
    if step == stretch.momentsBegin, step > 0 { clearMoments() }
    stretch.optimizer.apply(
      update: step - stretch.momentsBegin + 1, rate: stretch.learningRate(step),
      gradients: gradients, weights: weights, first: first, second: second)
    lastAllocations = hk_allocations() - allocations
    step += 1
    lastLoss = loss
    return loss
  }

  private func clearMoments() {
    for memory in [first, second] {
      for place in 0..<memory.layout.count { memory.base[place] = 0 }
    }
  }

  private func play(_ shards: [Shard]) {
    guard let worker, shards.count > 1 else {
      for shard in shards { shard.play() }
      return
    }
    parked.shard = shards[1]
    worker.begin()
    shards[0].play()
    worker.wait()
  }

  /// Plays the failing batch once more with everything kept, to tell where it went wrong.
  private func culprit() -> Culprit? {
    for shard in shards {
      let stretch = stretch(step)
      let player = Player(
        shard.player.tape, weights: weights, retention: .everything,
        interventions: stretch.interventions)
      stretch.objective.fill(player, step, shard.rows)
      player.forward()
      if let (name, operation) = player.firstNonFinite() {
        return .value(name, operation: name == operation ? nil : operation)
      }
    }
    return nil
  }

  /// A copy of everything that the next step depends on; setting it goes to that step exactly.
  public var state: TrainingState {
    get {
      // They are those of the optimizer that made the step.
      let moments = stretch(max(0, step - 1)).optimizer != .sgd
      return TrainingState(
        step: step, weights: weights.elements, first: moments ? first.elements : [],
        second: moments ? second.elements : [], loss: lastLoss)
    }
    set {
      load(newValue)
      // Whatever its number, it is kept: a halt goes back to it and not to the step 0 of a past that
      // may have been another one.
      start = step
      history.keep(newValue)
    }
  }

  private func load(_ state: TrainingState) {
    step = state.step
    lastLoss = state.loss
    weights.elements = state.weights
    if state.first.isEmpty {
      clearMoments()
    } else {
      (first.elements, second.elements) = (state.first, state.second)
    }
  }
}

/// What the parked thread plays; set before it is woken, read until it is done.
private final class Parked {
  var shard: Shard?
}

extension [ParameterMemory] {
  /// Whether an optimizer can use these gradients: numbers whose squares float32 holds.
  ///
  /// A loss can be finite where its gradient is not. An update by such a gradient would leave no
  /// weight to go on from, and the halt would come a step too late.
  fileprivate var allUsable: Bool {
    for memory in self where !memory.isUsable(from: 0, count: memory.layout.count) { return false }
    return true
  }

  /// The name of the first gradient that cannot be used.
  fileprivate var firstUnusable: Culprit? {
    for memory in self {
      for (parameter, offset) in zip(memory.layout.parameters, memory.layout.offsets)
      where !memory.isUsable(from: offset, count: parameter.shape.count) {
        return .gradient(of: parameter.name)
      }
    }
    return nil
  }
}

extension ParameterMemory {
  fileprivate func isUsable(from offset: Int, count: Int) -> Bool {
    var square: Float = 0
    let start = base + offset
    hk_dot_pairs(1, count, start, count, start, count, &square, 1, 0)
    // A quarter, because two shards are added before they are squared. NaN is below nothing.
    return square < .greatestFiniteMagnitude / 4
  }
}
