import Testing

@testable import Training

/// Going to a step that was reached before starts from the nearest kept state, in both directions.
@Suite struct RewindTests {
  @Test func thereAndBackIsExactAndShort() throws {
    var options = DatesLesson.defaults
    options.units = 8
    options.batchSize = 4
    let trainer = Trainer(
      DatesLesson(options).objective, optimizer: options.optimizer, seed: options.seed, threads: 1)
    var states = [trainer.state]
    for _ in 0..<70 {
      _ = try trainer.advance()
      states.append(trainer.state)
    }
    for target in [0, 70, 3, 69, 17, 16, 18, 70, 1, 33] {
      var steps = 0
      let isReached = trainer.go(to: target) { _ in
        steps += 1
        return true
      }
      #expect(isReached)
      #expect(trainer.state == states[target], "step \(target)")
      #expect(steps < History.interval, "\(steps) steps to \(target)")
    }
  }
}
