/// What a condition is held against: numbers by name, and what heads do.
public protocol ConditionValues {
  /// The value of a metric; nil where it has none.
  func value(of metric: String) -> Double?
  /// What every head does, as far as that is known.
  var heads: [MeasuredHead] { get }
}

extension ConditionValues {
  /// The heads that there are, a line for each stack: `encoder.self 0.0 … 1.3`.
  public var headRanges: [String] {
    let byStack = Dictionary(grouping: heads) { $0.site.stack }
    return byStack.keys.sorted().compactMap { stack in
      let labels = (byStack[stack] ?? []).map(\.label)
        .sorted { ($0.layer, $0.head) < ($1.layer, $1.head) }
      guard let first = labels.first, let last = labels.last else { return nil }
      return first == last ? "\(stack) \(first)" : "\(stack) \(first) … \(last)"
    }
  }
}

/// One head with what it does.
public struct MeasuredHead: Hashable, Sendable {
  /// Where its attention lives.
  public var site: Site
  /// What a person calls it.
  public var label: HeadLabel
  /// What it does.
  public var statistics: HeadStatistics

  /// Head `label` of `site`.
  public init(site: Site, label: HeadLabel, statistics: HeadStatistics) {
    (self.site, self.label, self.statistics) = (site, label, statistics)
  }
}

/// Numbers by name, where heads are not asked for.
extension [String: Double]: ConditionValues {
  /// The value of a metric; nil where it has none.
  public func value(of metric: String) -> Double? { self[metric] }
  /// None.
  public var heads: [MeasuredHead] { [] }
}
