public import Snapshots

/// What a condition is held against at one step: what was measured, and what the heads do.
public struct StepValues: ConditionValues, Hashable, Sendable {
  /// Numbers by name.
  public var metrics: [String: Double]
  /// What every head does.
  public var heads: [MeasuredHead]

  /// `metrics` and, where somebody measured them, heads.
  public init(_ metrics: [String: Double], _ measured: HeadMeasurement? = nil) {
    self.metrics = metrics
    heads = measured?.heads ?? []
  }

  /// The value of a metric; nil where it has none.
  public func value(of metric: String) -> Double? { metrics[metric] }
}

extension StepValues {
  /// What is known of a run at the step that it shows.
  public init(_ scene: Scene) {
    var metrics = scene.timeline?.values ?? [:]
    if let timeline = scene.timeline {
      metrics["step"] = Double(timeline.step)
      if let loss = timeline.presentLoss { metrics[timeline.curveName] = loss }
      if let evaluation = timeline.evaluation {
        metrics["accuracy"] = evaluation.accuracy
        metrics["exact_match"] = evaluation.exactMatch
        metrics["pattern_match"] = evaluation.patternMatch
      }
      if timeline.seconds > 0 { metrics["seconds"] = timeline.seconds }
    }
    self.init(metrics, HeadMeasurement(scene.snapshot, at: scene.timeline?.step ?? 0))
  }
}

extension StepValues {
  /// What was said last of all of a run that goes on while an earlier step is looked at.
  public init(newestOf scene: Scene) {
    guard let timeline = scene.timeline, !timeline.newest.isEmpty else {
      self.init(scene)
      return
    }
    self.init(timeline.newest, timeline.heads.last)
    if timeline.heads.isEmpty { heads = HeadMeasurement(scene.snapshot, at: timeline.step).heads }
  }
}

extension HeadMeasurement {
  /// What all heads of a picture do: as they were measured on declared inputs, else as the picture says.
  public init(_ snapshot: Snapshot, at step: Int) {
    var statistics: [Site: [HeadStatistics]] = [:]
    for attention in snapshot.attention {
      statistics[attention.site] =
        attention.statistics.isEmpty ? HeadStatistics.heads(of: attention) : attention.statistics
    }
    self.init(step: step, statistics: statistics)
  }

  /// Every head with its name, sites in the order of their paths.
  public var heads: [MeasuredHead] {
    statistics.sorted { $0.key.name < $1.key.name }.flatMap { site, heads in
      heads.enumerated().map { place, own in
        MeasuredHead(
          site: site, label: HeadLabel(layer: site.layer ?? 0, head: place), statistics: own)
      }
    }
  }
}
