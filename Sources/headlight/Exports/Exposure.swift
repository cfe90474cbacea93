import Dashboard
import Screens
import Snapshots
import Subjects

/// A subject brought to the moment that is to be written.
struct Exposure {
  /// What is to be seen of a subject.
  struct Wanted {
    var moment: ScreenMoment
    /// The path of an attention.
    var site: String?
    /// The operation of the Anatomy, by its name.
    var operation: String?
  }

  var pump: Pump
  var wanted: Wanted
  /// Whether the roles of heads are measured sooner or later.
  var hasRoles = true

  /// Brings the subject to `step`, reads what is asked for, and chooses what is shown of it.
  ///
  /// `length`: the step that is gone to where none is named; nil stays where the subject stands.
  mutating func begin(
    at step: Int?, length: Int?, _ request: ExportRequest
  ) throws(Failure) {
    try pump.take { $0.isStill }
    // The first frames of a model may only tell how far it has read.
    if pump.endsOnProblem { try pump.take { $0.snapshot?.attention.isEmpty == false } }
    // What was read and measured by chance so far would be in the file.
    try pump.take(patience: Self.patience) { $0.timeline?.isReading != true }
    // Of a run with several probes they are what examples are of a lesson.
    if case .example(let number) = wanted.moment.input, pump.state.run.inputs > 1 {
      wanted.moment.input = .own(number)
    }
    try checkInput()
    let (moment, view) = (wanted.moment, request.options.view)
    let commands = pump.state.open(moment)
    pump.perform(commands)
    if view == .anatomy { pump.subject.send(.explain(true), pump.state.current) }
    try pump.take { $0.isStill }
    if let input = moment.input { try pump.take { $0.isReading(input) } }
    // What can be said of the untrained model is said before it is trained.
    try choose(view)
    if let goal = step ?? length { try go(to: goal) }
    try checkPlaces()
    try getReady(request)
  }

  /// Waits for everything that a file shows of the present step.
  mutating func getReady(_ request: ExportRequest) throws(Failure) {
    let view = request.options.view
    if view == .anatomy { try findOperation() }
    try waitForRoles(view)
    try getWeights(request)
  }

  /// Looks at the operation that was named.
  private mutating func findOperation() throws(Failure) {
    guard pump.state.explains else { throw Failure(.export(.noOperations)) }
    let value = focus()
    try pump.take { state in
      guard let diagram = state.snapshot?.diagram else { return false }
      return value.map { name in diagram.values.contains { $0.name == name } } ?? true
    }
    guard let name = wanted.operation, let diagram = pump.state.snapshot?.diagram else { return }
    pump.state.show(operation: try diagram.place(ofOperation: name))
  }

  /// Asks for the operations of the attention that was chosen, where those of one layer are had at a time.
  ///
  /// - Returns: the name of its weights, which stand in no other layer's operations.
  private func focus() -> String? {
    let state = pump.state
    guard state.run.abilities.contains(.explainsOneLayer), let site = state.site else { return nil }
    pump.subject.send(.focus(site), state.current)
    return state.snapshot?.attention.first { $0.site == site }?.value
  }

  /// Goes to a step, which is made where it is not there yet.
  mutating func go(to step: Int) throws(Failure) {
    if !pump.state.canTrain {
      let known = pump.state.timeline?.known
      guard let nearest = known?.nearest(step) else {
        throw Failure("--step \(step): no step of the run is known")
      }
      guard nearest == step else {
        throw Failure(
          "--step \(step): the run is known up to step \(known?.last ?? 0), and the nearest step that "
            + "is known is \(nearest)")
      }
    }
    pump.perform([pump.state.seek(step)])
    try pump.take(goal: step) { $0.isStill && $0.step == step }
  }

  /// Those of `steps` that can be gone to: of a run that does not train, the known ones nearest to them.
  func reachable(_ steps: [Int]) -> [Int] {
    guard !pump.state.canTrain, let known = pump.state.timeline?.known else { return steps }
    let near = Set(steps.compactMap { known.nearest($0) })
    let (first, last) = (steps[0], steps[steps.count - 1])
    let inside = near.filter { (first...last).contains($0) }
    return (inside.isEmpty ? near : inside).sorted()
  }

  /// Chooses head, crosshair, scale and screen.
  private mutating func choose(_ view: ScreenName) throws(Failure) {
    if let site = wanted.site, pump.state.siteNames.contains(site) { pump.state.site = Site(site) }
    if let pane = wanted.moment.pane { pump.state.look(atPane: pane) }
    try check(view)
    pump.apply(.look(wanted.moment))
    if view == .anatomy { try findOperation() }
  }
}
