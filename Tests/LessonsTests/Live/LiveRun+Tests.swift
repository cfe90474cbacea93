import Snapshots
import Subjects

@testable import Lessons

extension LiveRun {
  /// Asks for something that is about all runs, or about the first.
  func send(_ request: Request) { send(request, runs[0].id) }
}

extension Frame {
  /// How the first run stands.
  var timeline: Timeline { scenes[0].timeline ?? Timeline() }
  /// The picture of the first run.
  var snapshot: Snapshot { scenes[0].snapshot }
}
