/// A number that says what a head does.
public enum HeadMeasure: Hashable, Sendable {
  /// The mean weight on the keys of a role.
  case role(HeadStatistics.Role)
  /// The mean entropy of a row over that of a uniform one, 0 … 1.
  case entropy
  /// The largest weight.
  case mostWeight

  /// Every measure by the name that a person types.
  public static let all: [(name: String, measure: HeadMeasure)] =
    HeadStatistics.Role.allCases.map { ($0.rawValue, .role($0)) }
    + [("entropy", .entropy), ("weight_max", .mostWeight)]

  /// The names.
  public static var names: [String] { all.map(\.name) }

  /// The measure called `name`; nil where there is none.
  public init?(rawValue name: String) {
    guard let found = Self.all.first(where: { $0.name == name }) else { return nil }
    self = found.measure
  }

  /// The name.
  public var rawValue: String { Self.all.first { $0.measure == self }?.name ?? "" }

  /// What it is of a head; nil where the head has none.
  public func value(_ statistics: HeadStatistics) -> Double? {
    switch self {
    case .role(let role): statistics[role].map(Double.init)
    case .entropy: statistics.entropy.map(Double.init)
    case .mostWeight: statistics.health.most.map(Double.init)
    }
  }
}
