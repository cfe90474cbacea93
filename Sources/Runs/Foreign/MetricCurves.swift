import Subjects

/// The curves of all metrics, which grow with them.
struct MetricCurves {
  /// A curve for each name.
  private(set) var curves: [String: Curve] = [:]
  /// The metric that a screen shows before anybody asks for another.
  private(set) var mainName = "loss"
  private var taken: [String: (count: Int, edits: Int)] = [:]

  /// Goes on with what was measured since.
  mutating func follow(_ series: [String: MetricSeries]) {
    for name in curves.keys where series[name] == nil { (curves[name], taken[name]) = (nil, nil) }
    for (name, own) in series {
      let known = taken[name]
      let isSame = known?.edits == own.edits && known?.count ?? 0 <= own.steps.count
      var curve = isSame ? curves[name] ?? Curve() : Curve()
      for place in (isSame ? known?.count ?? 0 : 0)..<own.steps.count
      where own.values[place].isFinite {
        curve.record(own.values[place], at: own.steps[place])
      }
      curves[name] = curve
      taken[name] = (own.steps.count, own.edits)
    }
    mainName = Self.main(of: Array(series.keys))
  }

  /// The loss, whatever it is called; else the first name.
  private static func main(of names: [String]) -> String {
    let sorted = names.sorted()
    if sorted.contains("loss") { return "loss" }
    let losses = sorted.filter { $0.lowercased().contains("loss") }
    return losses.first { $0.lowercased().contains("train") } ?? losses.first ?? sorted.first
      ?? "loss"
  }
}
