public import Snapshots
public import Subjects

/// What a lesson's settings may say beyond seed, batch, learning rate, optimizer and units.
public enum LessonChoice: Hashable, Sendable, CaseIterable {
  case decoderState, encoder, score, layers, heads
  /// What is read and written one by one, of a user's pairs.
  case pairs
}

/// One line of the list of lessons: a corpus, and the choices of the model that learns it.
public struct LessonEntry: Sendable {
  /// The name on the command line.
  public let name: String
  /// One sentence of what it is.
  public let summary: String
  /// The samples for some settings.
  let corpus: @Sendable (LessonSettings) -> any Corpus
  /// The mechanisms it can be trained with; the first is its own.
  public let mechanisms: [Mechanism]
  /// The encoders it can be trained with; the first is its own.
  public let encoders: [Encoder]
  /// Which further settings mean something to it.
  public private(set) var choices: Set<LessonChoice>
  /// Its own settings.
  public private(set) var defaults: LessonSettings
  /// Its length in steps, if settings do not say another.
  let length: Int
  /// Its length on a user's pairs.
  let lengthOnPairs: Int
  /// What it makes of a user's pairs; nil where it has no use for them.
  public let pairs: Answer?
  /// The mechanisms that it trains side by side, in that order; empty for a lesson of one run.
  public let compared: [Mechanism]
  /// The name of the lesson that each of its runs is.
  let trains: String
  /// A user's own pairs; nil where the lesson makes its own data.
  public private(set) var data: LessonData?

  /// A lesson of a corpus.
  ///
  /// - `units`, `batchSize`, `learningRate`: its own settings.
  /// - `pairs`: what it makes of a user's pairs.
  /// - `compared`: the mechanisms that it trains side by side, each a run of the lesson `trains`.
  init(
    _ name: String, _ summary: String,
    corpus: @escaping @Sendable (LessonSettings) -> any Corpus,
    mechanisms: [Mechanism], encoders: [Encoder], choices: Set<LessonChoice>, length: Int,
    units: Int = 64, batchSize: Int = 32, learningRate: Float, pairs: Answer? = nil,
    lengthOnPairs: Int = 1_500, compared: [Mechanism] = [], trains: String? = nil
  ) {
    (self.name, self.summary, self.corpus) = (name, summary, corpus)
    (self.mechanisms, self.encoders, self.choices) = (mechanisms, encoders, choices)
    (self.length, self.lengthOnPairs, self.pairs) = (length, lengthOnPairs, pairs)
    (self.compared, self.trains) = (compared, trains ?? name)
    defaults = LessonSettings(
      mechanism: mechanisms[0], encoder: encoders[0], units: units, batchSize: batchSize,
      learningRate: learningRate)
  }

  /// The same lesson on the user's pairs.
  ///
  /// - Throws: why the pairs do not suit the lesson.
  public func reading(_ data: LessonData) throws(PairsError) -> LessonEntry {
    if pairs == .label, data.labels == nil { try PairsCorpus.checkLabels(data.pairs) }
    return bound(to: data)
  }

  func bound(to data: LessonData) -> LessonEntry {
    var entry = self
    entry.data = data
    // The lesson's own rate is slow for the sake of its picture; labels are learned without a word
    // hidden, and a person's file may be small.
    if pairs == .label { entry.defaults.learningRate = 4e-3 }
    entry.choices.insert(.pairs)
    entry.defaults.sourceUnit = data.pairs.sourceUnit
    entry.defaults.targetUnit = data.pairs.targetUnit
    return entry
  }

  /// The lesson with other settings.
  public func make(_ settings: LessonSettings) -> Lesson {
    guard let data, let pairs else {
      return Lesson(trains, corpus(settings), settings, length: length)
    }
    return Lesson(
      trains, PairsCorpus(data, pairs, seed: settings.seed), settings, length: lengthOnPairs)
  }

  /// The lesson as it comes.
  public var lesson: Lesson { make(defaults) }

  /// The runs that it trains with `settings`: one, or one for each mechanism that it compares.
  ///
  /// Everything else is equal in all of them: seed, data, encoder, length.
  public func runs(_ settings: LessonSettings) -> [Lesson] {
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
    var first = settings
    // What was changed on the way belongs to the present run.
    first.legs = []
    var ways = [first]
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
  public func exhibit(_ mistake: Mistake, _ settings: LessonSettings) -> Lesson {
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
