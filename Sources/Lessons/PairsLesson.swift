import Layers
public import Snapshots
public import Subjects
public import Tapes
import Tensors
public import Training

/// A user's pairs: a source is read and its target written, by the model of a lesson that writes.
///
/// Targets have different lengths, so an end mark follows each: it is a query of the map like any
/// other symbol, and nothing is written after it. What a query should look at is not known, so there
/// are no dots and no pattern match.
public struct PairsLesson: Lesson {
  /// The lesson whose model it is: `dates` or `translate`.
  public let name: String
  /// What was chosen.
  public let settings: LessonSettings
  /// The length in steps, over which the learning rate falls.
  public let length: Int
  private let file: LessonData
  private let heldOut: HeldOutRows
  private let model: Model

  /// The lesson called `name` with `settings`, on the pairs of `data`.
  ///
  /// `length`: its own length in steps, over which the learning rate falls.
  public init(
    _ settings: LessonSettings, name: String, data: LessonData, length: Int = 1_500
  ) {
    self.name = name
    self.length = settings.length(own: length)
    self.settings = settings
    file = data
    heldOut = HeldOutRows(data.pairs, seed: settings.seed)
    let pairs = data.pairs
    let queries = pairs.targetLength + 1
    model =
      settings.encoder == .transformer
      ? .transformer(
        TransformerModel(
          sourceTokens: pairs.sources.tokens, targetTokens: pairs.targets.tokens, queries: queries,
          width: settings.units, layers: settings.layers, heads: settings.heads,
          hasCrossAttention: settings.mechanism != .none))
      : .recurrent(
        SequenceModel(
          sourceTokens: pairs.sources.tokens, targetTokens: pairs.targets.tokens, embedding: 32,
          units: settings.units, isBidirectional: true, mechanism: settings.mechanism,
          decoderState: settings.decoderState, heads: settings.heads, score: settings.score,
          isMasked: true, mistake: settings.mistake))
  }

  /// The models that write, and the order of their targets in memory.
  private enum Model: Sendable {
    case recurrent(SequenceModel)
    case transformer(TransformerModel)

    func trainingTape(
      batch: Int, keys: Int, queries: Int, explaining: Bool = false
    ) -> Tape {
      switch self {
      case .recurrent(let model):
        model.trainingTape(batch: batch, keys: keys, queries: queries, explaining: explaining)
      case .transformer(let model):
        model.trainingTape(batch: batch, keys: keys, queries: queries, explaining: explaining)
      }
    }

    /// Where the symbol `query` of a row stands: query by query or row by row.
    func place(_ row: Int, _ query: Int, rows: Int, queries: Int) -> Int {
      switch self {
      case .recurrent: query * rows + row
      case .transformer: row * queries + query
      }
    }

    func reader(_ weights: ParameterMemory) -> any TargetWriter {
      switch self {
      case .recurrent(let model):
        SequenceReader(model, weights: weights, start: Pairs.start, end: Pairs.end)
      case .transformer(let model):
        TransformerReader(model, weights: weights, start: Pairs.start, end: Pairs.end)
      }
    }
  }

  /// The pairs and their file.
  public var data: LessonData? { file }

  /// The characters or words of a text.
  public func symbols(_ text: String) -> [String] { file.pairs.symbols(text) }

  /// The held-out rows of an evaluation on the way, and of the last one.
  public var evaluationExamples: (onTheWay: Int, final: Int) { file.evaluationExamples }

  /// What belongs on the screen about the data and this choice of settings.
  public var facts: [Fact] {
    let own =
      settings.encoder == .transformer
      ? TranslateLesson(settings).facts : DatesLesson(settings).facts
    return [file.fact] + own
  }

  /// What a trainer trains.
  public var objective: Objective {
    let (pairs, model) = (file.pairs, model)
    let batches = PairBatches(pairs, settings) { pairs.encode(target: $0.target) + [Pairs.end] }
    return Objective(
      batchSize: settings.batchSize,
      padded: .init(
        longest: Padding(keys: pairs.sourceLength, queries: pairs.targetLength + 1),
        padding: batches.padding,
        tape: { model.trainingTape(batch: $0, keys: $1.keys, queries: $1.queries) }),
      fill: { player, step, rows in
        // The weight of a label depends on the whole batch, whatever shard is filled.
        let batch = batches.rows(of: step)
        let labels = batch.reduce(0) { $0 + $1.target.count }
        Padded(rows.map { batch[$0].source }, keys: player.tape.shape(of: "source")[.key] ?? 1)
          .set(player)
        let queries = player.tape.shape(of: "given")[.query] ?? 1
        let count = rows.count * queries
        var written = [Int32](repeating: Pairs.padding, count: count)
        var given = written
        var share = [Float](repeating: 0, count: count)
        for (row, number) in rows.enumerated() {
          let target = batch[number].target
          for (query, id) in target.enumerated() {
            let place = model.place(row, query, rows: rows.count, queries: queries)
            written[place] = id
            given[place] = query == 0 ? Pairs.start : target[query - 1]
            share[place] = 1 / Float(labels)
          }
        }
        player.set("labels", positions: written)
        player.set("given", positions: given)
        player.set("share", share)
      },
      learningRate: fallingRate)
  }

  /// The longest target and its end mark.
  public var mostQueries: Int? { file.pairs.targetLength + 1 }

  /// Whether its readers can leave out heads.
  public var hasHeads: Bool {
    settings.encoder == .transformer
      ? settings.mechanism != .none : settings.mechanism == .multihead
  }

  /// What leaves these heads out of a reading.
  public func leavingOut(_ heads: HeadsOff) -> [Intervention] {
    switch model {
    case .recurrent(let model): model.leavingOut(heads)
    case .transformer(let model): model.leavingOut(heads)
    }
  }

  /// How a text was read.
  public func explanation(of input: Input, as reading: Reading) -> Explanation? {
    let pairs = file.pairs
    let ids = pairs.encode(reading.source)
    let written = reading.written.compactMap(\.id)
    guard !ids.isEmpty, !written.isEmpty else { return nil }
    let target = heldOut.row(of: input).map { pairs.encode(target: $0.target) + [Pairs.end] }
    return .ofWriting(
      ids, written, labels: target, start: Pairs.start,
      tape: { [model] in
        model.trainingTape(batch: 1, keys: ids.count, queries: written.count, explaining: true)
      })
  }

  /// A reader that is bound to `weights`.
  public func reader(_ weights: ParameterMemory) -> any LessonReader {
    // Mistakes that let padding in show something only where there is padding, as in training.
    let isPadded = settings.mistake == .noMask || settings.mistake == .reshape
    return PairsLessonReader(
      model.reader(weights), file.pairs, heldOut, keys: isPadded ? file.pairs.sourceLength : nil)
  }
}

/// Reads a user's pairs with the current weights.
private final class PairsLessonReader: LessonReader {
  private let reader: any TargetWriter
  private let pairs: Pairs
  private let heldOut: HeldOutRows
  /// The length to which a single source is padded; nil: as long as it is.
  private let keys: Int?

  init(
    _ reader: any TargetWriter, _ pairs: Pairs, _ heldOut: HeldOutRows, keys: Int? = nil
  ) {
    self.reader = reader
    self.pairs = pairs
    self.heldOut = heldOut
    self.keys = keys
  }

  func leaveOut(_ heads: HeadsOff) { reader.leaveOut(heads) }

  func headRoles(atMost inputs: Int) -> HeadRoles? {
    guard reader.hasHeads else { return nil }
    return HeadRoles(self, heldOut: min(32, inputs, max(1, heldOut.rows.count)), .rows)
  }

  func snapshot(of input: Input, at step: Int, teacherForcing: Bool) -> Snapshot {
    let row = heldOut.row(of: input)
    let text = heldOut.text(of: input)
    let ids = pairs.encode(text)
    guard !ids.isEmpty else { return .unread(at: step) }
    let target = row.map { pairs.encode(target: $0.target) }
    let forced = teacherForcing ? target.map { [$0 + [Pairs.end]] } : nil
    // One source alone: nothing is written after its end mark.
    let transcript = reader.read(
      [ids], length: forced?[0].count ?? pairs.targetLength + 1, keys: keys, forced: forced)[0]
    let names = transcript.tokens.map(name(of:))
    let written = names.indices.map {
      Written(
        token: names[$0], id: transcript.tokens[$0], probability: transcript.probabilities[$0])
    }
    let reading = Reading(
      source: text, target: target.map(pairs.decode),
      targetTokens: target.map { ($0 + [Pairs.end]).map(name(of:)) },
      text: pairs.decode(transcript.tokens),
      written: written, unknown: pairs.unknownPositions(text))
    let given = ["^"] + (forced?[0] ?? transcript.tokens).dropLast().map(name(of:))
    let attention = reader.attention(
      in: transcript, queries: names, given: given, keys: pairs.symbols(text))
    return Snapshot(step: step, reading: reading, attention: attention)
  }

  /// What stands for a written token on an axis.
  private func name(of token: Int32) -> String {
    switch token {
    case Pairs.end: "end"
    default: pairs.targets.symbol(of: token) ?? Pairs.unknownMark
    }
  }

  func evaluate(at step: Int, examples count: Int) -> Evaluation {
    var (exact, right, symbols) = (0, 0, 0)
    let portion = 50
    for start in stride(from: 0, to: count, by: portion) {
      let rows = (start..<min(count, start + portion)).map { heldOut[$0] }
      let sources = rows.map { pairs.encode($0.source) }
      let transcripts = reader.read(
        sources, length: pairs.targetLength + 1, keys: keys ?? pairs.paddedLength(of: sources),
        forced: nil)
      for (row, transcript) in zip(rows, transcripts) {
        let target = pairs.encode(target: row.target) + [Pairs.end]
        let written = transcript.judged.prefix(transcript.tokens.writtenCount)
        // What is unknown to the model it cannot have written.
        let hits = zip(written, target).count { $0 == $1 && $1 != Pairs.unknown }
        exact += hits == target.count && written.count == target.count ? 1 : 0
        right += hits
        symbols += target.count
      }
    }
    return Evaluation(
      step: step, accuracy: Double(right) / Double(symbols),
      exactMatch: Double(exact) / Double(count), patternMatch: nil, examples: count)
  }
}

extension [Int32] {
  /// The number of tokens up to the end mark, with it.
  fileprivate var writtenCount: Int { firstIndex(of: Pairs.end).map { $0 + 1 } ?? count }
}
