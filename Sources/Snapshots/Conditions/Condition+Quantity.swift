extension Condition {
  /// Something that has a number at every step.
  enum Quantity: Hashable, Sendable, CustomStringConvertible {
    case metric(String)
    case word(String)
    case head(site: String?, HeadLabel, HeadMeasure)
    case heads(Extent, HeadMeasure, site: String?)
    case finite(String)

    /// What is made of all heads.
    enum Extent: String, Hashable, Sendable, CaseIterable {
      case most = "max_head"
      case least = "min_head"
      case mean = "mean_head"
    }

    /// As it is written.
    var description: String {
      switch self {
      case .metric(let name): Self.quoted(name)
      case .word(let word): word
      case .head(let site, let label, let measure):
        "head(" + (site.map { Self.quoted($0) + " " } ?? "") + "\(label)).\(measure.rawValue)"
      case .heads(let extent, let measure, let site):
        extent.rawValue + "(" + measure.rawValue + (site.map { ", " + Self.quoted($0) } ?? "") + ")"
      case .finite(let name): "finite(\(Self.quoted(name)))"
      }
    }

    private static func quoted(_ name: String) -> String {
      name.allSatisfy { ConditionLexer.isWord($0) }
        ? name : "\"" + name.replacing("\"", with: "\"\"") + "\""
    }

    /// Whether it is true or false by itself.
    var standsAlone: Bool {
      switch self {
      case .word, .finite: true
      default: false
      }
    }

    var asksHeads: Bool {
      switch self {
      case .head, .heads: true
      default: false
      }
    }

    /// Its number; nil where it has none.
    func value(_ values: some ConditionValues) -> Double? {
      switch self {
      case .metric(let name): return values.value(of: name)
      case .word(let word): return values.value(of: Condition.value(of: word))
      case .head(let site, let label, let measure):
        let found = Self.heads(of: site, values).filter { $0.label == label }
        // Of several sites nobody can say which is meant.
        guard Set(found.map(\.site.stack)).count == 1, let head = found.first else { return nil }
        return measure.value(head.statistics)
      case .heads(let extent, let measure, let site):
        let all = Self.heads(of: site, values).compactMap { measure.value($0.statistics) }
        guard !all.isEmpty else { return nil }
        return switch extent {
        case .most: all.max()
        case .least: all.min()
        case .mean: all.reduce(0, +) / Double(all.count)
        }
      case .finite(let name):
        if let value = values.value(of: name) { return value.isFinite ? 1 : 0 }
        let heads = Self.heads(of: name, values)
        return heads.isEmpty ? nil : heads.allSatisfy { $0.statistics.health.isFinite } ? 1 : 0
      }
    }

    /// Why it has no value, where it has none.
    func missing(_ values: some ConditionValues) -> Missing {
      switch self {
      case .metric, .word, .finite: return .unknown
      case .heads(_, _, let site):
        return Self.heads(of: site, values).isEmpty ? .unknown : .undefined
      case .head(let site, let label, _):
        let stacks = Set(
          Self.heads(of: site, values).filter { $0.label == label }.map(\.site.stack))
        return stacks.isEmpty ? .unknown : stacks.count > 1 ? .ambiguous : .undefined
      }
    }

    private static func heads(
      of site: String?, _ values: some ConditionValues
    ) -> [MeasuredHead] {
      // Those of other probes have to be named.
      guard let site else { return values.heads.filter { !$0.site.isOfAnotherProbe } }
      return values.heads.filter { $0.site.isCalled(site) }
    }
  }
}

extension Site {
  /// Whether its name begins with a probe's: `probe1/encoder.self`.
  var isOfAnotherProbe: Bool { name.hasPrefix("probe") && name.contains("/") }

  /// Whether a person who says `name` means it: by its path, or by that of its stack, with or without
  /// the word that says that layers follow.
  public func isCalled(_ name: String) -> Bool {
    if name == self.name || name == stack { return true }
    let counted = ["layers", "layer", "blocks", "block", "h"]
    return parts.filter { !Self.isNumber($0) && !counted.contains(String($0)) }.joined(
      separator: ".")
      == name
  }
}
