import Dispatch
import Layers
import Snapshots
import Subjects
import Synchronization
import Tensors
import Testing

@testable import Lessons
@testable import Training

/// Heads can be left out of what is read, never of what is trained; what they do is measured on
/// declared inputs.
@Suite struct HeadTests {
  private static let lessons = ["dates", "digits", "induction", "translate"]

  private func lesson(_ name: String) throws -> Lesson {
    let entry = try #require(LessonCatalog.entry(name))
    var settings = entry.defaults
    settings.mechanism = .multihead
    settings.batchSize = 5
    settings.units = 16
    return entry.make(settings)
  }

  private func trainer(_ lesson: Lesson) throws -> Trainer {
    let trainer = Trainer(
      lesson.objective, optimizer: lesson.settings.optimizer, seed: 3, threads: 1)
    for _ in 0..<4 { try trainer.advance() }
    return trainer
  }

  /// Each head of each site that a picture shows matters, and comes back without a trace.
  @Test(arguments: lessons)
  func aHeadThatIsOffIsMissed(_ name: String) throws {
    let lesson = try lesson(name)
    let trainer = try trainer(lesson)
    let reader = lesson.reader(trainer.weights)
    func read() -> Snapshot { reader.snapshot(of: .own(0), at: trainer.step, teacherForcing: true) }
    #expect(lesson.hasHeads)
    let whole = read()
    for map in whole.attention {
      #expect(map.heads == 4)
      for head in 0..<map.heads {
        reader.leaveOut([map.site: [head]])
        let without = read()
        #expect(
          without.reading.written.map(\.probability) != whole.reading.written.map(\.probability),
          "\(map.site) \(head)")
        // The first layer that attends so looks where it did: only what comes of it is missing.
        if map.site.layer ?? 0 == 0, map.kind != .cross {
          #expect(without.attention.first { $0.site == map.site }?.weights == map.weights)
        }
      }
    }
    // What is not there cannot be left out.
    for heads: HeadsOff in [[:], ["nowhere": [0]], [whole.attention[0].site: [4, -1]]] {
      reader.leaveOut(heads)
      #expect(read() == whole)
    }
  }

  /// Without attention there are no heads.
  @Test func whatHasNoHeadsSaysSo() {
    for entry in LessonCatalog.all {
      for mechanism in entry.mechanisms where mechanism != .multihead {
        var settings = entry.defaults
        settings.mechanism = mechanism
        let lesson = entry.make(settings)
        #expect(!lesson.hasHeads, "\(entry.name), \(mechanism)")
        let reader = lesson.reader(
          Trainer(lesson.objective, optimizer: .sgd, seed: 1, threads: 1).weights)
        #expect(reader.headRoles() == nil)
      }
    }
  }

  // MARK: Beside a run

  /// The last frame and the last state of a run that is told something, then makes 50 steps.
  private func outcome(_ commands: [Request]) throws -> (frame: Frame, state: TrainingState) {
    let (kept, arrived) = (Kept(), DispatchSemaphore(value: 0))
    let run = LiveRun(
      try lesson("induction"), threads: 1, pace: nil,
      hooks: .init(end: { _, trainer in kept.state.withLock { $0 = trainer.state } }),
      wake: { arrived.signal() })
    for command in commands + [.move(50)] { run.send(command) }
    var frame: Frame?
    var notices: [Notice] = []
    // What the heads do is measured at the last step too, once nothing else is to be done.
    while frame?.timeline.step != 50
      || frame?.snapshot.attention.first?.measuredOn.map({ $0.step != nil }) ?? true
    {
      try #require(arrived.wait(timeout: .now() + 60) == .success)
      guard let next = run.frames.take() else { continue }
      notices += next.notices
      frame = next
    }
    run.stop()
    #expect(run.hasEnded(within: .seconds(10)))
    frame?.notices = notices
    return (try #require(frame), try #require(kept.state.withLock { $0 }))
  }

  private final class Kept: Sendable {
    let state = Mutex<TrainingState?>(nil)
  }

  @Test func switchingNeverChangesTraining() throws {
    let plain = try outcome([])
    let switched = try outcome([.heads(["decoder.0.self": [0, 2]])])
    let back = try outcome([.heads(["decoder.0.self": [1]]), .heads([:])])
    for other in [switched, back] {
      let isSame = other.state == plain.state
      #expect(isSame, "the weights differ")
      #expect(other.frame.timeline.evaluations == plain.frame.timeline.evaluations)
      #expect(other.frame.timeline.loss == plain.frame.timeline.loss)
      #expect(other.frame.timeline.heads == plain.frame.timeline.heads)
    }
    #expect(plain.frame.timeline.evaluations.count == 1)
    #expect(plain.frame.timeline.heads.map(\.step) == [50])
    #expect(plain.frame.scenes[0].whole == nil)
    #expect(switched.frame.scenes[0].whole?.reading == plain.frame.snapshot.reading)
    #expect(
      switched.frame.scenes[0].whole?.attention.map(\.weights)
        == plain.frame.snapshot.attention.map(\.weights))
    #expect(switched.frame.snapshot != plain.frame.snapshot)
    #expect(switched.frame.scenes[0].examples != plain.frame.scenes[0].examples)
    #expect(
      switched.frame.notices.contains {
        if case .withoutHeads(nil, 200, _, _) = $0 { true } else { false }
      })
    #expect(back.frame.snapshot == plain.frame.snapshot && back.frame.scenes[0].whole == nil)
  }

  // MARK: Roles

  /// 64 lines side by side are 64 lines one after the other.
  @Test func rolesAreMeansOverDeclaredLines() throws {
    let lesson = try lesson("induction")
    let trainer = try trainer(lesson)
    let reader = lesson.reader(trainer.weights)
    let roles = try #require(reader.headRoles())
    #expect(roles.measuredOn == DeclaredInputs(64, .repeatedTokens))
    let lines = (0..<64).map { number in
      let letters = RepeatedTokens.declared(number).ids.dropFirst().map(RepeatedTokens.name)
      return reader.snapshot(of: .typed(letters.joined()), at: 0).attention
    }
    for layer in 0..<2 {
      let site = Site("decoder.\(layer).self")
      let heads = try #require(roles.statistics[site])
      #expect(heads.count == 4)
      for head in heads.indices {
        let alone = lines.map { HeadStatistics.heads(of: $0[layer])[head] }
        #expect(HeadStatistics.mean(alone) == heads[head])
        #expect(heads[head].scores[.induction]?.rows == 64 * 10)
      }
    }
    // They follow what is left out.
    reader.leaveOut(["decoder.0.self": [0, 1, 2, 3]])
    let without = try #require(reader.headRoles())
    #expect(without.statistics["decoder.0.self"] == roles.statistics["decoder.0.self"])
    #expect(without.statistics["decoder.1.self"] != roles.statistics["decoder.1.self"])
  }

  /// In ordinary inputs tokens come again by accident: nothing is claimed from that.
  @Test(arguments: ["dates", "digits", "translate"])
  func ordinaryInputsShowPositionsOnly(_ name: String) throws {
    let lesson = try lesson(name)
    let roles = try #require(lesson.reader(try trainer(lesson).weights).headRoles())
    #expect(roles.measuredOn.count == 32)
    #expect(roles.statistics.count == (name == "translate" ? 6 : 1))
    for (site, heads) in roles.statistics {
      #expect(heads.count == 4)
      for head in heads {
        #expect(head.first != nil && head.entropy != nil)
        #expect((head.previous != nil) == site.name.hasSuffix("self"))
        #expect(head.induction == nil && head.duplicate == nil)
      }
    }
  }

  /// A decoder that writes what it reads still asks another sequence: its heads have no role `self`.
  @Test(arguments: [Mechanism.additive, .multihead])
  func whatIsWrittenAsItWasReadIsStillAskedOfAnother(_ mechanism: Mechanism) throws {
    var settings = LessonCatalog.dates.defaults
    settings.mechanism = mechanism
    let heads = mechanism == .multihead ? 4 : 1
    let row = [[Float]](repeating: [0.5, 0.5], count: heads)
    let transcript = Transcript(tokens: [1, 2], probabilities: [1, 1], weights: [row, row])
    let model = try #require(LessonCatalog.dates.make(settings).model as? SequenceModel)
    let same = model.attention(in: transcript, queries: ["1", "2"], keys: ["1", "2"])
    #expect(same.map(\.kind) == [.cross])
  }
}
