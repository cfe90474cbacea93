import Snapshots
import Subjects

extension State {
  /// `m`: asks for the next way to attend, a run of its own; the present one is paused and kept.
  ///
  /// Only where there are several: see ``whyNoOtherWay``.
  mutating func nextWay() -> [Command] {
    guard let next = wayNext else { return [] }
    let pause = isRunning ? [ask(.pause)] : []
    if isRunning { ask(for: .paused) }
    return pause + [.open(.way(next), from: current)]
  }

  /// What `m` goes to; nil where there is no other way.
  var wayNext: Way? {
    let ways = run.ways
    guard ways.count > 1 else { return nil }
    let place = run.way.flatMap { ways.firstIndex(of: $0) } ?? ways.count - 1
    return ways[(place + 1) % ways.count]
  }
}
