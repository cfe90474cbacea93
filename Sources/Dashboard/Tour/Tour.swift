/// The tour of the five questions, which lies over Compare and the Anatomy.
public struct Tour: Hashable, Sendable {
  /// How far it has come.
  public enum Stage: Hashable, Sendable {
    /// It asks where its runs shall come from.
    case offer
    /// They are trained until they are good enough.
    case training
    /// Their operations have not come yet.
    case opening
    /// The user walks from stop to stop.
    case walking
  }

  /// How far it has come.
  public internal(set) var stage: Stage
  /// The stop that is shown, counted from 0.
  public internal(set) var stop = 0
  /// Whether its runs are not those that were on the screen before, which wait.
  public internal(set) var hasOwnRuns = false
  /// The rows that its words take on this terminal.
  var rows = 0
  /// What to go back to.
  let before: Before

  /// Where the user was, and what was asked of the runs.
  struct Before: Hashable, Sendable {
    var standpoint: Standpoint
    var company: Company
    var pace: Int?
  }

  init(stage: Stage, before: Before) {
    self.stage = stage
    self.before = before
  }

  /// The share of held-out examples that the additive run must get right.
  static let goodEnough = 0.95
}
