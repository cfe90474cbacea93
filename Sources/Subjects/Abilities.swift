/// What can be asked of a run.
///
/// A screen offers what a run can do and says in one sentence why it cannot do the rest; it never
/// looks at what a run is.
public struct Abilities: OptionSet, Hashable, Sendable {
  /// A bit for each.
  public let rawValue: Int

  /// The abilities of these bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// New steps can be made.
  public static let trains = Abilities(rawValue: 1 << 0)
  /// Earlier steps can be gone back to, exactly.
  public static let rewinds = Abilities(rawValue: 1 << 1)
  /// Any known step can be gone to.
  public static let seeks = Abilities(rawValue: 1 << 2)
  /// It reads what a person types.
  public static let types = Abilities(rawValue: 1 << 3)
  /// It has examples that can be gone through.
  public static let hasExamples = Abilities(rawValue: 1 << 4)
  /// A decoder can be given the right answer instead of what it wrote.
  public static let forcesTeacher = Abilities(rawValue: 1 << 5)
  /// Heads can be left out.
  public static let switchesHeads = Abilities(rawValue: 1 << 6)
  /// Every operation can be shown with its numbers.
  public static let explains = Abilities(rawValue: 1 << 7)
  /// Values can be changed by hand, to see what follows.
  public static let scratches = Abilities(rawValue: 1 << 8)
  /// It can be held against the same without attention.
  public static let measures = Abilities(rawValue: 1 << 9)
  /// Mistakes can be shown beside it on purpose.
  public static let exhibits = Abilities(rawValue: 1 << 10)

  /// It can pause at a condition, or its writer be asked to stop.
  public static let breaks = Abilities(rawValue: 1 << 11)

  /// It writes token after token, and takes them back.
  public static let generates = Abilities(rawValue: 1 << 12)
  /// Its operations are shown for one layer at a time, that of the site in focus.
  public static let explainsOneLayer = Abilities(rawValue: 1 << 13)

  /// Every ability by itself.
  public static let each: [Abilities] = [
    .trains, .rewinds, .seeks, .types, .hasExamples, .forcesTeacher, .switchesHeads, .explains,
    .scratches, .measures, .exhibits, .breaks, .generates, .explainsOneLayer,
  ]
}
