import Layers
public import Snapshots
public import Subjects
public import Tapes
public import Training

/// A corpus and the model that learns it, with a length: all that is trained and looked at.
///
/// A lesson is a value: everything that it trains on is a function of its settings.
public struct Lesson: Sendable {
  /// The name on the command line.
  public let name: String
  /// What was chosen.
  public let settings: LessonSettings
  /// The length in steps, over which the learning rate falls.
  public let length: Int
  /// What is read and what is right.
  public let corpus: any Corpus
  let model: any LessonModel

  /// The lesson of `corpus` with the model that `settings` choose.
  ///
  /// `length`: its own length in steps; settings may say another.
  public init(_ name: String, _ corpus: any Corpus, _ settings: LessonSettings, length: Int) {
    self.name = name
    self.corpus = corpus
    self.settings = settings
    self.length = settings.length(own: length)
    model = Self.model(of: corpus, settings)
  }

  /// What belongs on the screen about this choice of settings.
  public var facts: [Fact] { corpus.facts + model.facts }

  /// What can be asked of its readings: to be typed, to have examples, to be given the answers.
  public var abilities: Abilities {
    var abilities: Abilities = [.hasExamples]
    if corpus.columnHeight == nil { abilities.insert(.types) }
    if model.canBeTaught { abilities.insert(.forcesTeacher) }
    return abilities
  }

  /// The user's pairs; nil where a lesson makes its own data.
  public var data: LessonData? { corpus.data }

  /// The examples of an evaluation on the way, and of the last one.
  public var evaluationExamples: (onTheWay: Int, final: Int) { corpus.evaluationExamples }

  /// Whether its readers can leave out heads.
  public var hasHeads: Bool { model.hasHeads }

  /// What leaves these heads out of the program that explains a reading.
  public func leavingOut(_ heads: HeadsOff) -> [Intervention] { model.leavingOut(heads) }

  /// The most queries that a reading can have, where it depends on what is written; else nil.
  public var mostQueries: Int? { corpus.marks.end == nil ? nil : corpus.longest.queries }

  /// The number of trained numbers.
  public var parameterCount: Int { ParameterLayout([objective.tape(1)]).trainedCount }

  /// Mistakes that let padding in show something only where there is padding, as in training.
  var isPaddingSeen: Bool { settings.mistake == .noMask || settings.mistake == .reshape }

  /// What a trainer trains: every label that counts has the same share in the loss of a batch.
  public var objective: Objective {
    let (corpus, model) = (corpus, model)
    let batches = Batches(corpus, size: settings.batchSize, isPaddingSeen: isPaddingSeen)
    func program(_ rows: Int, _ padding: Padding) -> Tape {
      model.program(rows: rows, padding, explaining: false)
    }
    var objective = Objective(
      batchSize: settings.batchSize,
      tape: { program($0, corpus.longest) },
      fill: { player, step, rows in
        let batch = batches.batch(step)
        model.fill(
          player, Array(batch.samples[rows]), labelWeight: 1 / Float(batch.labels), corpus.marks)
      },
      learningRate: fallingRate)
    if corpus.isPaddedToItsOwn {
      objective.padded = Objective.Padded(
        longest: corpus.longest, padding: batches.padding, tape: program)
    }
    return objective
  }

  /// The rate of a step: it falls in a line to a twentieth over the length.
  private func fallingRate(_ step: Int) -> Float {
    settings.learningRate * max(0.05, 1 - Float(step) / Float(length))
  }

  /// A reader that is bound to `weights`, for snapshots and evaluations.
  public func reader(_ weights: ParameterMemory) -> LessonReader { LessonReader(self, weights) }
}
