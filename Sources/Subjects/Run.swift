public import Snapshots
import Synchronization

/// What a run is about; it does not change while it runs.
public struct Run: Hashable, Sendable {
  /// Which run it is.
  public var id: RunID
  /// Where it comes from.
  public var origin: Origin
  /// The lesson, the directory or the model: `dates`.
  public var title: String
  /// How it attends, where that is known.
  public var way: Way?
  /// What is wrong with it on purpose.
  public var mistake: Mistake?
  /// What can be asked of it.
  public var abilities: Abilities
  /// The ways to attend that its lesson has, each a run of its own; its own among them.
  public var ways: [Way]
  /// What belongs on the screen about it.
  public var facts: [Fact]
  /// The seed of weights and data, where it has one.
  public var seed: Int?
  /// The number of trained numbers, where it is known.
  public var parameterCount: Int?
  /// The name of the file with a user's pairs; nil where it has data of its own.
  public var data: String?
  /// How many inputs of its own it shows, one at a time.
  public var inputs = 1

  /// A run called `title`.
  public init(
    id: RunID = RunID(), origin: Origin, title: String, way: Way? = nil, mistake: Mistake? = nil,
    abilities: Abilities, ways: [Way] = [], facts: [Fact] = [], seed: Int? = nil,
    parameterCount: Int? = nil, data: String? = nil
  ) {
    self.id = id
    self.origin = origin
    self.title = title
    self.way = way
    self.mistake = mistake
    self.abilities = abilities
    self.ways = ways
    self.facts = facts
    self.seed = seed
    self.parameterCount = parameterCount
    self.data = data
  }

  /// How it attends, where that is known.
  public var mechanism: Mechanism? { way?.mechanism }
}
