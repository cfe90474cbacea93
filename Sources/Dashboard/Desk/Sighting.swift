public import Snapshots
public import Subjects
import Tensors

/// What is known of a run: what came from it last, and what of earlier pictures is kept.
public struct Sighting: Hashable, Sendable {
  /// What the run is about, as it was told last.
  public var run: Run
  /// How it stands: as it was told last, and as it was asked to since; nil where nothing happens in
  /// time.
  public var timeline: Timeline?
  /// The last moment that it showed; nil until there was one.
  public var scene: Scene?
  /// The last pictures before it, oldest first, a step each.
  public var recent: [Snapshot] = []
  /// The picture that `d` compares with.
  public var pin: Snapshot?
  /// Heads that do not simply take part.
  public var switches: [HeadName: HeadSwitch] = [:]
  /// Exact match of the same lesson without attention, where it was measured.
  public var baseline: Double?
  /// Its stacks of heads, each with layers of one kind of attention.
  private(set) var stacks: [HeadStack] = []
  /// Its heads by how far they are from those of the run that stands first, the farthest first.
  private(set) var movedHeads: [HeadShift] = []
  /// The same by head.
  private(set) var shifts: [HeadName: Float] = [:]
  /// The site whose layer was asked to be explained last.
  var focus: Site?
  /// The tiles that were asked for and may not have come.
  var askedTiles: [TileRequest] = []
  /// A picture of what Compare shows of it, for what is known of its labels.
  private(set) var base: Picture?
  /// How far the relative scale goes, a value each stack.
  private(set) var reaches: [Reach] = []

  /// How many earlier pictures are kept to compare with, and how many numbers in all of them.
  static let mostRecent = (pictures: 16, numbers: 1 << 22)

  /// A run that has shown nothing yet.
  init(_ run: Run, pace: Int? = nil) {
    self.run = run
    guard run.abilities.contains(.trains) else { return }
    var beginning = Timeline()
    beginning.pace = pace
    timeline = beginning
  }

  /// Takes what came, and keeps the picture before it.
  mutating func see(_ new: Scene) {
    if let old = scene?.snapshot, old.moment != new.snapshot.moment {
      recent.removeAll { $0.moment == old.moment || $0.moment == new.snapshot.moment }
      recent.append(old)
      // The step before is kept, whatever it takes.
      var numbers = recent.reduce(0) { $0 + $1.numberCount }
      while recent.count > 1,
        recent.count > Self.mostRecent.pictures || numbers > Self.mostRecent.numbers
      {
        numbers -= recent.removeFirst().numberCount
      }
    }
    let (old, now) = (scene?.snapshot, new.snapshot)
    // Of another moment, and of another text, everything has to be asked for again.
    if old?.moment != now.moment || old?.reading.source != now.reading.source { askedTiles = [] }
    if new.movedHeads != scene?.movedHeads ?? [] { sort(new.movedHeads) }
    (run, timeline, scene) = (new.run, new.timeline, new)
    read()
  }

  private mutating func sort(_ moved: [HeadShift]) {
    // Equal shifts keep the order of the model.
    movedHeads = moved.enumerated().sorted { a, b in
      a.element.shift == b.element.shift
        ? a.offset < b.offset : a.element.shift > b.element.shift
    }.map(\.element)
    shifts = Dictionary(
      moved.map { (HeadName(site: $0.site, head: $0.head), $0.shift) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Another model is asked for: pictures of the one before are not compared with its own, and what
  /// was asked of them has to be asked again.
  mutating func changeModel() { (recent, askedTiles) = ([], []) }

  /// Puts another picture in the place of the last.
  mutating func show(_ snapshot: Snapshot?) {
    guard let snapshot else { return scene = nil }
    if scene == nil { scene = Scene(run: run, timeline: timeline, snapshot: snapshot) }
    scene?.snapshot = snapshot
    read()
  }

  private mutating func read() {
    // Whoever has the rows makes the summaries; what comes without them is small.
    if let made = scene?.snapshot, !made.isSummarized { scene?.snapshot = made.summarized() }
    if let made = scene?.whole, !made.isSummarized { scene?.whole = made.summarized() }
    base = scene.flatMap { scene in
      scene.snapshot.compared.flatMap {
        Picture(scene.snapshot, site: $0.site, head: 0, like: base)
      }
    }
    stacks = HeadStack.stacks(of: scene?.snapshot)
    if reaches.count != stacks.count { reaches = stacks.map { _ in Reach() } }
    for (place, stack) in stacks.enumerated() {
      reaches[place].follow(stack.peak, isRunning: isRunning)
    }
  }

  /// Whether steps come by themselves.
  var isRunning: Bool { timeline?.activity == .running }

  /// What it is called beside others: what is wrong with it, or how it attends; where its lesson has one
  /// mechanism over several encoders, over which.
  var name: String {
    if let mistake = run.mistake { return mistake.rawValue }
    let parts = [run.way?.encoder?.rawValue, run.way?.score?.rawValue].compactMap(\.self)
    return parts.isEmpty
      ? run.mechanism?.rawValue ?? run.title : parts.joined(separator: " ")
  }
}

extension Snapshot {
  /// How many numbers it holds: weights, and those of all operations.
  fileprivate var numberCount: Int {
    let weights = attention.reduce(0) { $0 + $1.map.weightCount }
    return (diagram?.values ?? []).reduce(weights) {
      $0 + $1.numbers.elements.count + ($1.gradient?.elements.count ?? 0)
    }
  }
}
