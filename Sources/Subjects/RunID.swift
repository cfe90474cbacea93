import Synchronization

/// The identity of a run, unique in the program: two runs with one title are two runs.
public struct RunID: Hashable, Sendable, Comparable {
  private let number: Int
  private static let last = Atomic<Int>(0)

  private init(number: Int) { self.number = number }

  /// An identity that no other run has.
  public init() { number = Self.last.add(1, ordering: .relaxed).newValue }

  /// The run that was made first is the least.
  public static func < (a: RunID, b: RunID) -> Bool { a.number < b.number }
}
