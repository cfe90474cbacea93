import Runs
import Snapshots
public import Subjects

extension Run {
  /// What a screen says about a run of `lesson`, which `entry` made.
  ///
  /// Its parameters are counted by who records its tape.
  public init(_ lesson: Lesson, of entry: LessonEntry?) {
    let settings = lesson.settings
    var abilities = Abilities.ofEveryLesson.union(lesson.abilities)
    if entry?.mechanisms.contains(.none) == true { abilities.insert(.measures) }
    if entry?.compared.isEmpty == false { abilities.insert(.exhibits) }
    let ways = entry.map { entry in entry.ways(settings).map { entry.way($0) } }
    self.init(
      origin: .lesson, title: lesson.name, way: entry?.way(settings) ?? Way(settings.mechanism),
      mistake: settings.mistake, abilities: abilities, ways: ways ?? [],
      facts: lesson.facts + settings.facts, seed: Int(settings.seed),
      data: lesson.data?.name)
  }
}

extension LessonSettings {
  /// What it begins with.
  fileprivate var facts: [Fact] {
    [
      .sizes(units: units, heads: mechanism == .multihead ? heads : nil),
      .learning(OptimizerName(optimizer), rate: learningRate, batch: batchSize),
    ]
  }
}

extension Run {
  /// What a screen says about a run of ours on disk.
  init(_ kept: KeptRun) {
    self.init(kept.lesson, of: nil)
    origin = .recording
    abilities.subtract([.trains, .measures, .exhibits, .breaks])
    facts.insert(
      .directory(kept.follower.path.split(separator: "/").last.map(String.init) ?? ""), at: 0)
  }
}
