import Snapshots

/// Which heads are shown: a role, or a condition over scores.
struct HeadFilter {
  /// Roles that stand alone; `mixed` is a head without a role.
  static let words = HeadStatistics.Role.allCases.map(\.rawValue) + ["mixed"]
  /// What can be compared with a number.
  static let metrics =
    HeadStatistics.Role.allCases.map(\.rawValue) + ["entropy", "layer", "head", "score", "moved"]
  static let example = "induction > .5 and layer == 1"

  private let condition: Condition?

  /// The filter that `text` says; a role may be shortened as long as it is one role.
  init(_ text: String) throws(Condition.Malformed) {
    let text = text.trimmed.lowercased()
    guard !text.isEmpty else {
      condition = nil
      return
    }
    do {
      condition = try Condition(Self.whole(text), metrics: Self.metrics, words: Self.words)
    } catch {
      var error = error
      error.example = Self.example
      throw error
    }
  }

  /// `text` with the one role whose beginning it is written out.
  static func whole(_ text: String) -> String {
    let text = text.trimmed.lowercased()
    let candidates = words.filter { $0.hasPrefix(text) }
    return candidates.count == 1 ? candidates[0] : text
  }

  /// Whether `head` is shown, which is so far from the same head of another model, where there is one.
  func holds(_ head: HeadStack.Head, shift: Float? = nil) -> Bool {
    condition?.holds(Self.values(head, shift)) ?? true
  }

  private static func values(_ head: HeadStack.Head, _ shift: Float?) -> [String: Double] {
    let statistics = head.statistics
    var values = ["layer": Double(head.layer), "head": Double(head.name.head)]
    values["entropy"] = statistics.entropy.map(Double.init)
    values["moved"] = shift.map(Double.init)
    values["score"] = statistics.roleScore.map(Double.init)
    for role in HeadStatistics.Role.allCases {
      values[role.rawValue] = statistics[role].map(Double.init)
    }
    values[Condition.value(of: statistics.role?.rawValue ?? "mixed")] = 1
    return values
  }
}
