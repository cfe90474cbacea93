import Snapshots
import Subjects

extension State {
  /// `m`: asks for the next way to attend, a run of its own; the present one is paused and kept.
  ///
  /// Only where there are several: see ``whyNoOtherWay``.
  mutating func nextWay() -> [Command] {
    guard let next = wayNext else { return [] }
    return leaveWaiting() + [.open(.way(next), from: current)]
  }

  /// `C` where nothing stands beside the run: its ways to attend side by side; the run waits.
  mutating func openCompared() -> [Command] { leaveWaiting() + [.open(.compared, from: current)] }

  /// Why the ways of the run cannot be put side by side.
  var whyNotCompared: String? {
    guard run.abilities.contains(.trains), let way = run.way else { return texts.whyNoPanes }
    let attending = run.ways.filter { $0.mechanism != .none }
    return attending.count > 1 ? nil : texts.whyOneMechanism(run.title, texts.way(way))
  }

  /// What pauses the present run before another is looked at.
  mutating func leaveWaiting() -> [Command] {
    guard isRunning else { return [] }
    ask(for: .paused)
    return [ask(.pause)]
  }

  /// What `m` goes to; nil where there is no other way.
  var wayNext: Way? {
    let ways = run.ways
    guard ways.count > 1 else { return nil }
    let place = run.way.flatMap { ways.firstIndex(of: $0) } ?? ways.count - 1
    return ways[(place + 1) % ways.count]
  }
}
