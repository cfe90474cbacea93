import CKernels
import Testing

@testable import Training
@testable import Verification

/// The jobs by which speed is measured are the ones that were agreed on.
@Suite(.serialized) struct WorkloadTests {
  /// The operations of a step, as counted by hand from the definitions.
  @Test(arguments: [("W1", 1.54), ("W2", 2.42), ("W3", 6.58), ("W4", 42.2)])
  func aStepHasTheAgreedOperations(_ name: String, _ billions: Double) throws {
    let workload = try #require(Workload.all.first { $0.name == name })
    #expect(abs(workload.operationsPerStep / 1e9 - billions) < 0.005 * billions)
  }

  /// One batch that stays in memory is learned by heart, whatever the shards.
  @Test(arguments: ["W1", "W2", "W3", "W4"])
  func theLossFalls(_ name: String) throws {
    let workload = try #require(Workload.all.first { $0.name == name })
    let trainer = Trainer(
      workload.objective, optimizer: .kerasAdam, seed: 1, threads: 1, historyBudget: 0)
    let first = try trainer.advance()
    try trainer.advance()
    #expect(try trainer.advance() < first)
  }

  /// As `TrainerTests` for the lessons: none in optimised code, always as many without.
  @Test func aStepAllocatesNothing() async {
    await #expect(processExitsWith: .success) {
      guard hk_allocations() >= 0 else { return }
      for workload in Workload.all {
        let trainer = Trainer(
          workload.objective, optimizer: .kerasAdam, seed: 1, threads: 1, historyBudget: 0)
        for _ in 0..<2 { try trainer.advance() }
        let usual = isOptimised ? 0 : trainer.lastAllocations
        try trainer.advance()
        #expect(trainer.lastAllocations == usual)
      }
    }
  }
}

#if DEBUG
  private let isOptimised = false
#else
  private let isOptimised = true
#endif
