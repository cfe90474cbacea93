/// Where one query should look.
public enum Expectation: Hashable, Sendable {
  /// The input holds no clue: anything is fine and nothing is counted.
  case free
  /// The largest weight should lie on one of these keys.
  case keys(Set<Int>)
}
