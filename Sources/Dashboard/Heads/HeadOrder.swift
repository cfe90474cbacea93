public import Snapshots

/// The order of the heads on the screen.
public enum HeadOrder: Hashable, Sendable {
  /// By layer, then by head: the place says which head it is.
  case layer
  /// Heads with a role first, those of a role together, the best first.
  case role
  /// The sharpest first.
  case entropy
  /// The best in one role first.
  case score(HeadStatistics.Role)
  /// The farthest from the same head of another model first.
  case moved
}

extension HeadOrder {
  /// The name in commands and legends.
  var name: String {
    switch self {
    case .layer: "layer"
    case .role: "role"
    case .entropy: "entropy"
    case .score(let role): role.rawValue
    case .moved: "moved"
    }
  }

  /// Every order, the general ones first.
  static var all: [HeadOrder] {
    [.layer, .role, .entropy] + HeadStatistics.Role.allCases.map { .score($0) } + [.moved]
  }
}
