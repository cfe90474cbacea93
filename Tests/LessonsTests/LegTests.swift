import JSON
import Snapshots
import TensorFiles
import Tensors
import Testing
import Training

@testable import Lessons

/// A run is a list of legs: going back replays each step as it was made.
@Suite struct LegTests {
  private static func lesson(_ mechanism: Mechanism = .additive) -> Lesson {
    var settings = LessonCatalog.dates.defaults
    (settings.mechanism, settings.units, settings.batchSize) = (mechanism, 8, 6)
    return LessonCatalog.dates.make(settings)
  }

  private func advance(_ trainer: Trainer, to step: Int) throws {
    while trainer.step < step { try trainer.advance() }
  }

  /// What can be chosen otherwise, each by itself and all together.
  static let changes: [LessonLeg] = [
    LessonLeg(from: 40, learningRate: 1e-2), LessonLeg(from: 40, batchSize: 4),
    LessonLeg(from: 40, batchSize: 1), LessonLeg(from: 40, optimizer: .sgd),
    LessonLeg(from: 40, headsOff: ["att": [1, 2]]),
    LessonLeg(
      from: 40, learningRate: 1e-2, batchSize: 9, optimizer: .sgd, headsOff: ["att": [0]]),
  ]

  /// A branch shares the past of its parent and has a future of its own, and both stay exact.
  @Test(arguments: changes.indices)
  func aBranchHasItsParentsPastAndItsOwnFuture(_ number: Int) throws {
    let change = Self.changes[number]
    let lesson = Self.lesson(.multihead)
    let parent = lesson.trainer(threads: 2)
    try advance(parent, to: 20)
    let at20 = parent.state
    try advance(parent, to: 40)
    let at40 = parent.state
    let fork = Trainer(
      branching: parent, lesson.branched(change).trainingLegs[0], threads: 1)
    try advance(parent, to: 60)
    try advance(fork, to: 60)
    let (parent60, fork60) = (parent.state, fork.state)
    #expect(parent60.weights != fork60.weights)
    for trainer in [parent, fork] {
      trainer.go(to: 20)
      #expect(trainer.state == at20)
      trainer.go(to: 40)
      #expect(trainer.state.weights == at40.weights)
    }
    fork.go(to: 60)
    parent.go(to: 60)
    #expect(fork.state == fork60 && parent.state == parent60)
    // What the legs say is the run: another trainer that is told them gets there too.
    let told = lesson.branched(change).trainer(threads: 1, historyBudget: 0)
    try advance(told, to: 60)
    #expect(told.state == fork60)
    // A state in the middle of a leg, as a checkpoint is, and back below its branch.
    let resumed = lesson.branched(change).trainer(threads: 1)
    resumed.state = fork60
    resumed.go(to: 20)
    #expect(resumed.state.weights == at20.weights)
    resumed.go(to: 60)
    #expect(resumed.state.weights == fork60.weights)
  }

  @Test func aBranchWithNothingChangedIsItsParent() throws {
    let parent = Self.lesson().trainer(threads: 1)
    try advance(parent, to: 40)
    let fork = Trainer(branching: parent, threads: 2)
    try advance(parent, to: 50)
    try advance(fork, to: 50)
    #expect(parent.state == fork.state)
  }

  /// A change in the past ends the future that was known, and the later legs with it.
  @Test func aChangeInThePastEndsTheFuture() throws {
    let lesson = Self.lesson()
    let trainer = lesson.branched(LessonLeg(from: 30, optimizer: .sgd)).trainer(threads: 1)
    try advance(trainer, to: 48)
    trainer.go(to: 10)
    let other = lesson.branched(LessonLeg(from: 10, learningRate: 1e-2))
    trainer.branch(other.trainingLegs[0])
    #expect(trainer.legs.map(\.start) == [10])
    try advance(trainer, to: 48)
    let straight = other.trainer(threads: 1)
    try advance(straight, to: 48)
    #expect(trainer.state == straight.state)
  }

  /// The moments of a new optimizer begin at 0, and so does its count: it is the step of a fresh one.
  @Test func aNewOptimizerBeginsAnew() throws {
    let lesson = Self.lesson()
    var settings = lesson.settings
    settings.optimizer = .sgd
    let sgd = LessonCatalog.dates.make(settings)
    let trainer = sgd.branched(LessonLeg(from: 5, optimizer: .kerasAdam)).trainer(threads: 1)
    try advance(trainer, to: 5)
    let before = trainer.state
    #expect(before.first.isEmpty)
    try trainer.advance()
    // The first update of Adam moves every weight that has a gradient by about the rate.
    let moved = zip(before.weights, trainer.state.weights).map { abs($0 - $1) }
    let rate = trainer.learningRate(5)
    #expect(abs((moved.max() ?? 0) - rate) < 0.01 * rate)
  }

  // MARK: On disk

  @Test(arguments: changes.indices) func aLegIsReadAsItWasWritten(_ number: Int) throws {
    let change = Self.changes[number]
    let text = JSONText.line(change.json)
    let read = try LessonLeg.list([JSONValue(parsing: Array(text.utf8))], "run.json")
    #expect(read == [change], "\(text)")
  }

  @Test(arguments: [
    ("[]", "actions[0]: expected an object"), ("{}", "actions[0].step: expected a step"),
    ("{\"step\": -1}", "actions[0].step"), ("{\"step\": 1.5}", "actions[0].step"),
    ("{\"step\": 3, \"learning_rate\": 0}", "actions[0].learning_rate: expected a number above 0"),
    ("{\"step\": 3, \"learning_rate\": 1e300}", "actions[0].learning_rate"),
    ("{\"step\": 3, \"batch_size\": 0}", "actions[0].batch_size: expected a number in 1 … 4096"),
    ("{\"step\": 3, \"optimizer\": \"lion\"}", "actions[0].optimizer: expected adam or sgd"),
    ("{\"step\": 3, \"heads_off\": [1]}", "actions[0].heads_off: expected an object"),
    ("{\"step\": 3, \"heads_off\": {\"att\": [\"1\"]}}", "actions[0].heads_off.att"),
    ("{\"step\": 3, \"dropout\": 1}", "actions[0].dropout: expected nothing of that name"),
  ])
  func whatIsNoLegIsRefused(_ action: String, _ why: String) throws {
    let value = try JSONValue(parsing: Array(action.utf8))
    let error = #expect(throws: FileError.self) { try LessonLeg.list([value], "RUN/run.json") }
    let said = try #require(error.map { "\($0)" })
    let place = why.prefix { $0 != ":" }
    #expect(said.hasPrefix("RUN/run.json, \(place)"), "\(said)")
    if let problem = why.split(separator: ":").last, why.contains(":") {
      #expect(said.contains(problem), "\(said)")
    }
  }

  @Test func legsAreInOrder() throws {
    let actions = [LessonLeg(from: 9, batchSize: 2).json, LessonLeg(from: 4, batchSize: 3).json]
    #expect(throws: FileError.self) { try LessonLeg.list(actions, "run.json") }
    #expect(try LessonLeg.list(actions.reversed(), "run.json").map(\.start) == [4, 9])
  }
}
