/// States that going back starts from, after older ones were given up.
public struct Thinning: Hashable, Sendable {
  /// How many are left.
  public var states: Int
  /// The room they may take, in MB.
  public var megabytes: Int

  /// So many states in so much room.
  public init(states: Int, megabytes: Int) {
    self.states = states
    self.megabytes = megabytes
  }
}
