import Dashboard
import Screens
import Snapshots
import Subjects

extension Exposure {
  /// How long a subject may take to send what it has, in seconds.
  static let patience = 60.0

  /// Checks that what is to be shown is there.
  func check(_ view: ScreenName) throws(Failure) {
    if view != .anatomy, pump.state.siteNames.isEmpty, pump.state.runCount == 1 {
      throw Failure(.export(.noAttention))
    }
    if view == .compare, pump.state.runCount < 2 { throw Failure(.export(.nothingBeside)) }
    let (state, moment) = (pump.state, wanted.moment)
    func fail(_ option: String, _ got: String, _ known: [String]) -> Failure {
      known.isEmpty
        ? Failure("\(option) \(safe(got)): there is no attention to choose from")
        : Failure(
          "\(option) \(safe(got)): there is none; there are " + known.joined(separator: ", "))
    }
    if let site = wanted.site, !state.siteNames.contains(site) {
      throw fail("--site", site, state.siteNames)
    }
    if let head = moment.head, !state.headLabels.contains(head) {
      throw fail("--head", head, state.headLabels)
    }
    if let pane = moment.pane, pane >= state.runCount {
      throw Failure("--pane \(pane): there are \(state.runCount) runs, 0 … \(state.runCount - 1)")
    }
  }

  /// Checks that the run can read what it is to be shown of.
  func checkInput() throws(Failure) {
    let run = pump.state.run
    switch wanted.moment.input {
    case .typed where !run.abilities.contains(.types):
      throw Failure(
        "--text: \(safe(run.title)) shows what it was given, and reads nothing else: leave it out")
    case .example where !run.abilities.contains(.hasExamples):
      throw Failure("--example: \(safe(run.title)) has no examples: leave it out")
    case .own(let number) where number >= run.inputs:
      throw Failure(
        "--example \(number): \(safe(run.title)) has probes 0 … \(run.inputs - 1)")
    default: return
    }
  }

  /// Checks that row and column are on the map, which a model that writes makes longer or shorter.
  func checkPlaces() throws(Failure) {
    let moment = wanted.moment
    guard let extent = pump.state.extent else { return }
    for (option, place, count) in [
      ("--query", moment.query, extent.queries), ("--key", moment.key, extent.keys),
    ] {
      if let place, place >= count {
        throw Failure("\(option) \(place): there are \(count), 0 … \(count - 1)")
      }
    }
  }

  /// Waits until what the heads do was measured, where it is shown.
  mutating func waitForRoles(_ view: ScreenName) throws(Failure) {
    guard view == .heads, hasRoles, !pump.state.hasFreshRoles else { return }
    try pump.take(patience: Self.patience) { $0.hasFreshRoles }
  }

  /// Asks for weights that are not there, and waits for them.
  mutating func getWeights(_ request: ExportRequest) throws(Failure) {
    let missing = pump.state.missingWeights(request)
    guard !missing.isEmpty else { return }
    for (run, tiles) in missing { pump.subject.send(.tiles(tiles), run) }
    let came = try pump.take(patience: Self.patience) { $0.missingWeights(request).isEmpty }
    if !came { throw Failure(.export(.missingWeights)) }
  }
}
