import JSON
import Snapshots
public import Subjects
public import TensorFiles

/// What a run on disk says at one step, for whoever holds a condition against it.
public struct RunValues: Sendable {
  /// Numbers by name, and heads where they were asked for.
  public let values: StepValues
  /// The step that the numbers are of: the last at or before the one that was asked for.
  public let step: Int
  /// The step of the picture whose heads were measured; nil where none was.
  public let pictureStep: Int?
  /// Everything that was found wrong on the way.
  public let faults: [RunFault]

  /// The same numbers with heads that were measured elsewhere.
  public init(_ known: RunValues, _ heads: HeadMeasurement) {
    values = StepValues(known.values.metrics, heads)
    (step, pictureStep, faults) = (known.step, heads.step, known.faults)
  }

  /// What the run at `path`, which another program wrote, says at or before `step`; nil: at its last.
  ///
  /// - `measuresHeads`: whether a picture is to be read as well.
  public init(
    foreign path: String, at step: Int?, measuresHeads: Bool
  ) throws(FileError) {
    var directory = try ForeignDirectory(path)
    if let problem = directory.described { throw problem }
    _ = try directory.look { false }
    var faults = directory.faults
    let measured = directory.metrics.series
    let last = max(measured.values.compactMap(\.steps.last).max() ?? 0, directory.latest ?? 0)
    let asked = step ?? last
    var heads: HeadMeasurement?
    if measuresHeads {
      guard let place = directory.index.steps.place(of: asked) else {
        throw .unsuitable(
          path: path,
          problem: "has no picture at or before step \(asked)",
          advice: directory.index.steps.first.map { "its first is at step \($0)" }
            ?? "a condition over heads needs weights in snapshots/")
      }
      let own = directory.index.steps[place]
      if let (file, inner) = directory.index.file(of: own) {
        heads = ForeignModel.measure(file, inner, &faults, isSmall: false)
      }
    }
    values = StepValues(ForeignConditions.values(measured, at: asked), heads)
    (self.step, pictureStep, self.faults) = (min(asked, last), heads?.step, faults)
  }

  /// What a run of ours at `path` says at or before `step`; nil: at its last.
  public init(own path: String, at step: Int?) throws(FileError) {
    let rows = try RunDirectory.readMetrics(path).rows
    let asked = step ?? rows.last?.step ?? 0
    var metrics: [String: Double] = ["step": Double(asked)]
    for row in rows where row.step <= asked {
      for member in row.values.members where member.key != "step" {
        if let value = member.value.double { metrics[member.key] = value }
      }
    }
    values = StepValues(metrics)
    (self.step, pictureStep, faults) = (min(asked, rows.last?.step ?? 0), nil, [])
  }
}
