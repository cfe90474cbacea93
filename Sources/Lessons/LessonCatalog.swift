public import Snapshots
public import Subjects

/// What a lesson's settings may say beyond seed, batch, learning rate, optimizer and units.
public enum LessonChoice: Hashable, Sendable, CaseIterable {
  case decoderState, encoder, score, layers, heads
  /// What is read and written one by one, of a user's pairs.
  case pairs
}

/// One line of the list of lessons.
public struct LessonEntry: Sendable {
  /// The name on the command line.
  public let name: String
  /// One sentence of what it is.
  public let summary: String
  /// The mechanisms it can be trained with; the first is its own.
  public let mechanisms: [Mechanism]
  /// The encoders it can be trained with; the first is its own.
  public let encoders: [Encoder]
  /// Which further settings mean something to it.
  public internal(set) var choices: Set<LessonChoice>
  /// Its own settings.
  public internal(set) var defaults: LessonSettings
  /// The lesson with other settings.
  public internal(set) var make: @Sendable (LessonSettings) -> any Lesson
  /// What it makes of a user's pairs; nil where it has no use for them.
  public internal(set) var pairs: PairsUse?

  /// What a lesson makes of a user's pairs.
  public enum PairsUse: Hashable, Sendable {
    /// It writes the target, symbol by symbol.
    case texts
    /// It chooses the target among all targets.
    case labels
  }

  /// The same lesson on the user's pairs.
  ///
  /// - Throws: why the pairs do not suit the lesson.
  public func reading(_ data: LessonData) throws(PairsError) -> LessonEntry {
    if pairs == .labels, data.labels == nil { try LabelsLesson.check(data.pairs) }
    return bound(to: data)
  }

  fileprivate func bound(to data: LessonData) -> LessonEntry {
    var entry = self
    let (name, pairs) = (name, pairs)
    // The lesson's own rate is slow for the sake of its picture; labels are learned without a word
    // hidden, and a person's file may be small.
    if pairs == .labels { entry.defaults.learningRate = 4e-3 }
    entry.choices.insert(.pairs)
    entry.defaults.sourceUnit = data.pairs.sourceUnit
    entry.defaults.targetUnit = data.pairs.targetUnit
    let isCompared = !compared.isEmpty
    entry.make = { settings -> any Lesson in
      if pairs == .labels { return LabelsLesson(settings, data: data) }
      return isCompared
        ? PairsLesson(settings, name: DatesLesson().name, data: data, length: 500)
        : PairsLesson(settings, name: name, data: data)
    }
    return entry
  }
  /// The mechanisms that it trains side by side, in that order; empty for a lesson of one run.
  public internal(set) var compared: [Mechanism] = []

  /// The lesson as it comes.
  public var lesson: any Lesson { make(defaults) }

  /// The runs that it trains with `settings`: one, or one for each mechanism that it compares.
  ///
  /// Everything else is equal in all of them: seed, data, encoder, length.
  public func runs(_ settings: LessonSettings) -> [any Lesson] {
    if compared.isEmpty { return [make(settings)] }
    return compared.map { mechanism in
      var own = settings
      own.mechanism = mechanism
      return make(own)
    }
  }

  /// The ways to attend that a lesson has, each a run of its own beside that of `settings`.
  ///
  /// They are its mechanisms; where it has one alone, its encoders and scores. What does without
  /// attention is no way to attend unless it is what runs.
  public func ways(_ settings: LessonSettings) -> [LessonSettings] {
    let own = settings.mechanism
    let attending = mechanisms.filter { $0 != .none }
    var ways = [settings]
    func each<Value>(_ values: [Value], _ path: WritableKeyPath<LessonSettings, Value>) {
      ways = ways.flatMap { way in
        values.map { value in
          var way = way
          way[keyPath: path] = value
          return way
        }
      }
    }
    each(attending, \.mechanism)
    if attending.count == 1 {
      if choices.contains(.score) { each([.tanh, .linear], \.score) }
      if choices.contains(.encoder) { each(encoders, \.encoder) }
    }
    return own == .none ? ways + [settings] : ways
  }

  /// What tells the run of `settings` from others of the lesson.
  public func way(_ settings: LessonSettings) -> Way {
    guard settings.mechanism == .pooling, choices.contains(.encoder) else {
      return Way(settings.mechanism)
    }
    return Way(settings.mechanism, encoder: settings.encoder, score: settings.score)
  }

  /// The run that shows `mistake` beside those of ``runs(_:)``.
  public func exhibit(_ mistake: Mistake, _ settings: LessonSettings) -> any Lesson {
    var own = settings
    own.mechanism =
      switch mistake {
      case .softmaxAxis, .noMask: .additive
      case .noSum: .pooling
      case .noScale, .reshape: .multihead
      }
    own.mistake = mistake
    return make(own)
  }
}

/// All lessons.
public enum LessonCatalog {
  /// In the order in which they are listed; the first is the default.
  public static let all: [LessonEntry] = [
    dates, keywords, induction, digits, translate, compare,
  ]

  /// The lesson called `name`.
  public static func entry(_ name: String) -> LessonEntry? { all.first { $0.name == name } }

  /// The entry that makes lessons like `lesson`, on the same pairs if it has a user's.
  public static func entry(of lesson: any Lesson) -> LessonEntry? {
    entry(lesson.name).map { entry in lesson.data.map(entry.bound(to:)) ?? entry }
  }

  /// The names of the lessons that take a user's pairs.
  public static var namesTakingPairs: [String] { all.filter { $0.pairs != nil }.map(\.name) }

  private static let dates = LessonEntry(
    name: "dates", summary: "dates as people write them → 2014-05-03, by additive attention",
    mechanisms: [.additive, .pooling, .multihead, .none], encoders: [.gru],
    choices: [.decoderState, .heads, .score], defaults: DatesLesson.defaults,
    make: { DatesLesson($0) }, pairs: .texts)

  private static let compare = LessonEntry(
    name: "compare",
    summary: "the dates by three mechanisms side by side: one encoder, one data order, one seed",
    mechanisms: [.additive, .pooling, .multihead], encoders: [.gru],
    choices: [.decoderState, .heads, .score], defaults: comparedDates,
    make: { DatesLesson($0, length: 500) }, pairs: .texts,
    compared: [.additive, .pooling, .multihead])

  /// Larger batches and rates than those of the dates alone: three runs have less time each.
  private static let comparedDates: LessonSettings = {
    var settings = DatesLesson.defaults
    (settings.batchSize, settings.learningRate) = (64, 5e-3)
    return settings
  }()

  private static let keywords = LessonEntry(
    name: "keywords", summary: "one word of a sentence decides its class, by attention pooling",
    mechanisms: [.pooling, .none], encoders: [.lstm, .none], choices: [.encoder, .score],
    defaults: KeywordsLesson.defaults, make: { KeywordsLesson($0) },
    pairs: .labels)

  private static let induction = LessonEntry(
    name: "induction",
    summary: "random tokens that repeat: look at what followed the last time, by multi-head",
    mechanisms: [.multihead, .none], encoders: [.transformer], choices: [.layers, .heads],
    defaults: InductionLesson.defaults, make: { InductionLesson($0) })

  private static let translate = LessonEntry(
    name: "translate", summary: "the dates by a transformer with cross attention",
    mechanisms: [.multihead, .none], encoders: [.transformer], choices: [.layers, .heads],
    defaults: TranslateLesson.defaults, make: { TranslateLesson($0) }, pairs: .texts)

  private static let digits = LessonEntry(
    name: "digits",
    summary: "a strip of handwritten digits, read by additive attention over columns",
    mechanisms: [.additive, .pooling, .multihead, .none], encoders: [.gru],
    choices: [.decoderState, .heads, .score], defaults: DigitsLesson.defaults,
    make: { DigitsLesson($0) })
}
