import CKernels
import Tapes
import Tensors
import Testing
import TestSupport

@testable import Training

/// A step is a function of the state alone: on any number of threads, again, and after going back.
@Suite struct TrainerTests {
  static let optimizers: [Optimizer] = [
    .kerasAdam, .sgd, .adam(beta1: 0.8, beta2: 0.95, epsilon: 1e-3),
  ]

  @Test(arguments: [1, 2, 3, 5, 8], optimizers)
  func threadsChangeNoBit(_ batch: Int, _ optimizer: Optimizer) throws {
    let lesson = Reversal(batch: batch)
    let one = lesson.trainer(optimizer)
    let two = lesson.trainer(optimizer, threads: 2)
    let losses = try one.advance(to: 30)
    #expect(try two.advance(to: 30) == losses)
    #expect(one.state.bits == two.state.bits)
    #expect(one.lastLoss == losses.last && one.step == 30)
    let moments = optimizer == .sgd ? 0 : one.layout.count
    #expect(one.state.first.count == moments && one.state.second.count == moments)
    #expect(one.state.byteCount == 4 * (one.layout.count + 2 * moments))
  }

  /// A run that goes on from a saved state can say its loss before its first update.
  @Test(arguments: [1, 3])
  func theLossAheadIsThatOfTheNextUpdate(_ batch: Int) throws {
    let trainer = Reversal(batch: batch).trainer(.kerasAdam)
    _ = try trainer.advance(to: 3)
    let state = trainer.state.bits
    let ahead = trainer.lossAhead()
    #expect(trainer.state.bits == state)
    #expect(try trainer.advance() == ahead)
  }

  /// A shard counts as much as its rows: the update is that of the whole batch at once.
  @Test(arguments: [1, 2, 3, 7])
  func shardsAddUpToTheBatch(_ batch: Int) throws {
    let lesson = Reversal(batch: batch)
    let trainer = lesson.trainer(.sgd, rate: { _ in 0.5 })
    trainer.weights.elements = lesson.weights().elements
    let weights = lesson.weights()
    let gradients = ParameterMemory(weights.layout)
    let player = Player(
      lesson.tape(batch), weights: weights, gradients: gradients, gradientOf: "loss")
    lesson.fill(player, 0, 0..<batch)
    player.forward()
    player.backward()
    #expect(abs(try trainer.advance() - player.lossValue) < 2e-6)
    let expected = zip(weights.elements, gradients.elements).map { $0 - 0.5 * $1 }
    let distances = zip(trainer.weights.elements, expected).map { abs($0 - $1) }
    #expect(distances.allSatisfy { $0 < 1e-6 })
    #expect(gradients.elements.contains { abs($0) > 1e-3 })
  }

  // MARK: Going back

  @Test(arguments: optimizers, [1, 2])
  func goingBackAndOnAgainChangesNoBit(_ optimizer: Optimizer, threads: Int) throws {
    // The rate depends on the step, so that a wrong step would show.
    let trainer = Reversal(batch: 5).trainer(
      optimizer, threads: threads, rate: { 0.02 / Float(1 + $0) })
    try trainer.advance(to: 10)
    let ten = trainer.state
    let losses = try trainer.advance(to: 20)
    let twenty = trainer.state
    #expect(ten.bits != twenty.bits && twenty.step == 20)
    for _ in 0..<2 {
      trainer.state = ten
      #expect(trainer.step == 10 && trainer.state.bits == ten.bits)
      #expect(try trainer.advance(to: 20) == losses)
      #expect(trainer.state.bits == twenty.bits)
    }
  }

  /// A state is everything: another trainer goes on from it as if it were its own.
  @Test(arguments: optimizers)
  func aStateIsEverything(_ optimizer: Optimizer) throws {
    let lesson = Reversal(batch: 3)
    let trainer = lesson.trainer(optimizer, seed: 5)
    try trainer.advance(to: 7)
    let other = lesson.trainer(optimizer, seed: 6, threads: 2)
    #expect(other.state.bits != trainer.state.bits)
    try other.advance(to: 3)
    other.state = trainer.state
    #expect(other.state == trainer.state)
    try trainer.advance(to: 12)
    try other.advance(to: 12)
    #expect(other.state == trainer.state)
  }

  /// The beginning is a function of the seed and nothing else.
  @Test func theSeedIsTheBeginning() {
    let weights = [3, 3, 4].map { Reversal().trainer(seed: $0).state.weights }
    #expect(weights[0] == weights[1] && weights[0] != weights[2])
    #expect(Reversal(batch: 2).trainer(.sgd, seed: 3, threads: 2).state.weights == weights[0])
  }

  // MARK: Halting

  /// It halts at the step, names step and value, and goes back to the last good step, exactly.
  @Test(arguments: [
    ("enc.embedding", "look up"), ("enc.gru.kernel", "dense over embedding"),
    ("att.W1.bias", "att.w1_features (dense over feature)"),
    ("att.V.kernel", "att.energy (dense over attention unit)"),
    ("dec.gru.recurrent_kernel", "GRU cell"), ("dec.fc.bias", "scores (dense over unit)"),
  ])
  func notANumberHalts(parameter: String, value: String) throws {
    for threads in [1, 2] {
      let trainer = Reversal(batch: 4).trainer(threads: threads)
      try trainer.advance(to: 3)
      let good = trainer.state
      try trainer.advance(to: 4)
      var tensor = trainer.weights[parameter]
      tensor.elements[tensor.elements.count / 2] = .nan
      if parameter == "enc.embedding" { tensor.elements = tensor.elements.map { _ in .nan } }
      trainer.weights[parameter] = tensor
      let halt = try #require(throws: TrainingHalt.self) { try trainer.advance() }
      #expect(halt.step == 4 && halt.loss.isNaN && halt.value == value)
      let words = "step 4: the loss is NaN; the first value that is not finite is \(value)"
      #expect(halt.description == words)
      let isBack = trainer.step == 3 && trainer.state.bits == good.bits
      #expect(isBack, "it stands at step \(trainer.step)")
      #expect(try trainer.advance().isFinite)
    }
  }

  @Test(arguments: optimizers, [Float(1e38), 3e38])
  func aRateBeyondReasonHalts(_ optimizer: Optimizer, rate: Float) throws {
    let trainer = Reversal(batch: 4).trainer(optimizer, threads: 2, rate: { _ in rate })
    var states: [TrainingState] = []
    var halt: TrainingHalt?
    for _ in 0..<20 where halt == nil {
      states.append(trainer.state)
      do { try trainer.advance() } catch { halt = error }
    }
    let stopped = try #require(halt)
    // Where only a gradient failed the step's own weights were good, else those before it.
    let good = stopped.loss.isFinite ? stopped.step : stopped.step - 1
    #expect(stopped.step > 0 && trainer.step == good && stopped.value != nil)
    let isBack = trainer.state.bits == states[good].bits
    #expect(isBack, "the state is not that of step \(good)")
    // What it halts with is good to look at and to go on from.
    let state = trainer.state
    let isFinite = (state.weights + state.first + state.second).allSatisfy { $0.isFinite }
    #expect(isFinite)
  }

  /// A finite loss with a gradient beyond float32 halts too, before it spoils every weight.
  @Test(arguments: optimizers, [Float(1e30), 1e38])
  func aGradientBeyondFloatHalts(_ optimizer: Optimizer, size: Float) throws {
    for batch in [1, 4] {
      let trainer = Reversal(batch: batch).trainer(optimizer)
      try trainer.advance(to: 2)
      var kernel = trainer.weights["dec.fc.kernel"]
      kernel.elements = kernel.elements.map { $0 * size }
      trainer.weights["dec.fc.kernel"] = kernel
      let before = trainer.state
      let halt = try #require(throws: TrainingHalt.self) { try trainer.advance() }
      #expect(halt.loss.isFinite && halt.step == 2)
      #expect(halt.value?.hasPrefix("the gradient of ") == true)
      let isUntouched = trainer.state.bits == before.bits
      #expect(isUntouched)
      #expect(before.weights.allSatisfy { $0.isFinite })
    }
  }

  // MARK: Allocations

  /// A step of optimised code allocates nothing; without optimisation Swift puts closures that it
  /// takes out of an array on the heap, always as many.
  ///
  /// In a process of its own: the counter counts all threads, and other tests allocate.
  @Test func aStepAllocatesNothing() async {
    await #expect(processExitsWith: .success) {
      guard hk_allocations() >= 0 else { return }
      for lesson in Reversal.kinds + [Reversal(batch: 1), Reversal(batch: 5)] {
        for (optimizer, threads) in [(Optimizer.kerasAdam, 1), (.kerasAdam, 2), (.sgd, 2)] {
          let trainer = lesson.trainer(optimizer, threads: threads)
          // A first step may: threads start.
          try trainer.advance(to: 3)
          let usual = isOptimised ? 0 : trainer.lastAllocations
          for _ in 0..<20 {
            try trainer.advance()
            #expect(trainer.lastAllocations == usual)
          }
        }
      }
    }
  }

  /// The same measurement sees an allocation inside a step, so that 0 means something.
  @Test func anAllocationInAStepIsSeen() async {
    await #expect(processExitsWith: .success) {
      guard hk_allocations() >= 0 else { return }
      let trainer = Reversal().trainer(rate: { step in
        for _ in 0..<(step % 3) {
          let memory = UnsafeMutablePointer<Float>.allocate(capacity: 64)
          memory.initialize(repeating: 0.01, count: 64)
          memory.deallocate()
        }
        return 0.01
      })
      // Step 3 was the last, and has none of its own.
      try trainer.advance(to: 4)
      let usual = isOptimised ? 0 : trainer.lastAllocations
      for step in 4..<12 {
        try trainer.advance()
        #expect(trainer.lastAllocations == usual + step % 3)
      }
    }
  }
}

#if DEBUG
  private let isOptimised = false
#else
  private let isOptimised = true
#endif
