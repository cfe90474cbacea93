import Lessons
import Runs
import Subjects
import TensorFiles
import Terminal

/// Runs on disk as a subject: of headlight, which are computed again, or of other programs.
struct WatchedSubject {
  /// What is looked at.
  let subject: any Subject
  /// Its runs, from left to right.
  let runs: [Run]

  /// Opens what lies in `directories`, one run or several side by side.
  ///
  /// - `step`: the step to begin at; nil: the newest.
  /// - `breakpoints`: conditions at which it is told; `stops`: whether the writer is asked to stop at them.
  /// - `data`: where the pairs of a run on a user's own are now, if they were moved.
  /// - `waits`: whether a run.json that cannot be read may still be written.
  /// - `wake`: called whenever a frame is there.
  init(
    _ directories: [String], step: Int?, breakpoints: [Breakpoint] = [], stops: Bool = false,
    data: String? = nil, waits: Bool = true,
    wake: @escaping @Sendable () -> Void
  ) throws(Failure) {
    let own = directories.filter(Self.isOwn)
    guard own.isEmpty || own.count == directories.count else {
      let other = directories.first { !Self.isOwn($0) } ?? ""
      throw Failure(
        "\(own[0]) is a run of headlight and \(other) is not: runs of one kind stand side by side; "
          + "watch each by itself")
    }
    do {
      if own.isEmpty {
        if let data {
          throw Failure(
            "--data \(data) is for a run of headlight on a user's own pairs: leave it out")
        }
        let foreign = try ForeignRun(
          directories, step: step, breakpoints: breakpoints, stops: stops, waits: waits,
          begin: { Terminal.protectThread() }, wake: wake)
        (subject, runs) = (foreign, foreign.runs)
      } else {
        guard breakpoints.isEmpty else {
          throw Failure(
            "--break is for a run that another program writes; of a run of headlight, headlight assert "
              + "\(own[0]) \"\(breakpoints[0].condition)\" tells whether it holds")
        }
        var kept: [KeptRun] = []
        for directory in directories { kept += try RunOpening.watched(directory, data: data) }
        try MemoryNeed.check(kept.map(\.lesson))
        let live = LiveRun(watching: kept, begin: { Terminal.protectThread() }, wake: wake)
        if let step { live.send(.seek(step), live.runs[0].id) }
        (subject, runs) = (live, live.runs)
      }
    } catch { throw Failure(error) }
  }

  /// Whether a directory says that headlight trained what is in it.
  private static func isOwn(_ directory: String) -> Bool {
    guard let description = try? RunDirectory.readDescription(directory) else { return false }
    return !description.isForeign
  }
}
