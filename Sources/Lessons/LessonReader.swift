public import Snapshots
public import Subjects
import Tapes
import Tensors
import Training

/// Reads inputs with the current weights of a lesson's model.
public final class LessonReader {
  private let lesson: Lesson
  private let reader: any ModelReader
  private var off: HeadsOff = [:]
  /// Which of several heads that are held apart looks where it should most often.
  private var leader = 0

  /// A reader of `lesson` with the current contents of `weights`.
  init(_ lesson: Lesson, _ weights: ParameterMemory) {
    self.lesson = lesson
    reader = lesson.model.reader(weights, lesson.corpus.marks)
  }

  private var corpus: any Corpus { lesson.corpus }

  /// Leaves these heads, and no others, out of whatever is read from now on.
  public func leaveOut(_ heads: HeadsOff) {
    off = heads
    reader.leaveOut(heads)
  }

  // MARK: Snapshots

  /// What the model makes of an input, with its attention.
  ///
  /// `teacherForcing`: whether a decoder is given the right answer instead of what it wrote.
  public func snapshot(of input: Input, at step: Int, teacherForcing: Bool = false) -> Snapshot {
    picture(of: corpus.example(of: input), at: step, teacherForcing: teacherForcing)
  }

  private func picture(of example: Example, at step: Int, teacherForcing: Bool = false) -> Snapshot
  {
    let (sample, marks) = (example.sample, corpus.marks)
    guard sample.source.count > 0 else { return .unread(example.text, at: step) }
    let isForced = teacherForcing && example.answer != nil && lesson.model.canBeTaught
    let longest = isForced ? sample.target.count : corpus.longest.queries
    var transcript = reader.answers(
      [sample], queries: longest,
      keys: lesson.isPaddingSeen ? corpus.longest.keys : nil, isForced: isForced)[0]
    if !marks.stopsAtEnd, let end = marks.end {
      transcript.keepFirst(max(1, transcript.tokens.firstIndex(of: end) ?? longest))
    }
    var reading = reading(example, transcript)
    reading.isTeacherForced = isForced
    let given = isForced ? sample.target : transcript.tokens
    // A query of a decoder's own attention is what it was given: the start mark comes first.
    let labels = MapLabels(
      written: reading.written.map(\.token),
      given: ["^"] + given.prefix(transcript.tokens.count).dropLast().map(corpus.name),
      source: example.symbols)
    return Snapshot(
      step: step, reading: reading, attention: reader.attention(of: transcript, labels))
  }

  private func reading(_ example: Example, _ transcript: Transcript) -> Reading {
    let sample = example.sample
    let written = transcript.tokens.indices.map { query in
      let expectation = example.expectation(query)
      let rows = transcript.watched(query)
      return Written(
        token: corpus.name(of: transcript.tokens[query]), id: transcript.tokens[query],
        probability: transcript.probabilities[query], expectation: expectation,
        isOnTarget: PatternCount.isOnTarget(
          rows.indices.contains(leader) ? rows[leader] : rows.first, expectation))
    }
    var target = sample.target
    if !corpus.marks.stopsAtEnd, let end = corpus.marks.end {
      target = Array(target.prefix { $0 != end })
    }
    // Where only some positions count, the others have no right token of their own.
    let isRightEverywhere = example.answer != nil && sample.counted.lowerBound == 0
    let shown =
      example.answer == nil
      ? transcript.tokens[...]
      : transcript.tokens[sample.counted.lowerBound...]
    return Reading(
      source: example.text, target: example.answer,
      targetTokens: isRightEverywhere ? target.map(corpus.name) : [],
      text: corpus.text(of: Array(shown)), written: written, unknown: example.unknown,
      image: example.image)
  }

  // MARK: Measures

  /// Held-out values with the current weights.
  public func evaluate(at step: Int, examples count: Int) -> Evaluation {
    var (exact, right, counted) = (0, 0, 0)
    var patterns: [PatternCount] = []
    // Many at once are read faster; all of them would take much memory.
    let portion = 50
    for start in stride(from: 0, to: count, by: portion) {
      let examples = (start..<min(count, start + portion)).map {
        corpus.heldOut($0)
      }
      let samples = examples.map(\.sample)
      let transcripts = reader.answers(
        samples, queries: corpus.longest.queries,
        keys: lesson.isPaddingSeen ? corpus.longest.keys : corpus.paddedKeys(samples),
        isForced: false)
      for (example, transcript) in zip(examples, transcripts) {
        let sample = example.sample
        let hits = hits(transcript, sample)
        right += hits
        counted += sample.counted.count
        exact += hits == sample.counted.count ? 1 : 0
        for query in example.expectations.indices {
          for (head, row) in transcript.watched(query).enumerated() {
            if head == patterns.count { patterns.append(PatternCount()) }
            patterns[head].count(row, example.expectations[query])
          }
        }
      }
    }
    let shares = patterns.map { $0.share ?? 0 }
    let best = shares.indexOfLargest
    // Which head is the one to watch is a fact of the trained model, not of what was left out.
    if off.isEmpty { leader = best ?? 0 }
    return Evaluation(
      step: step, accuracy: Double(right) / Double(max(1, counted)),
      exactMatch: Double(exact) / Double(count), patternMatch: best.flatMap { patterns[$0].share },
      examples: count)
  }

  /// The positions that count at which the right token was written.
  private func hits(_ transcript: Transcript, _ sample: Sample) -> Int {
    var written = transcript.judged[...]
    if corpus.marks.stopsAtEnd, let end = written.firstIndex(where: { $0 == corpus.marks.end }) {
      written = written[...end]
    }
    return sample.counted.count { place in
      // What is unknown to the model it cannot have written.
      written.indices.contains(place) && written[place] == sample.target[place]
        && written[place] != corpus.marks.unknown
    }
  }

  /// What the heads do, measured on at most so many declared inputs; nil where there are no heads.
  public func headRoles(atMost inputs: Int = .max) -> HeadRoles? {
    guard lesson.hasHeads else { return nil }
    let declared = corpus.declared
    let maps = (0..<min(inputs, declared.count)).map {
      picture(of: corpus.declaredExample($0), at: 0).attention
    }
    return HeadRoles(maps, declared.kind)
  }

  /// The mean, over the rows of the first held-out examples that are not free, of the weight on the
  /// keys that a row should look at: 1 where all attention is on the pattern.
  ///
  /// Several heads count as their mean. nil where there is no attention, or nothing to expect.
  public func massOnPattern(examples: Int) -> Double? {
    var (mass, rows) = (0.0, 0)
    for number in 0..<examples {
      let snapshot = snapshot(of: .example(number), at: 0)
      for attention in snapshot.attention where attention.carriesPattern {
        let map = attention.map
        for (query, written) in snapshot.reading.written.enumerated() {
          guard query < map.queries, case .keys(let wanted) = written.expectation else {
            continue
          }
          for head in 0..<map.heads {
            mass += wanted.reduce(0) { $0 + Double(map[head, query, $1] ?? 0) }
          }
          rows += attention.heads
        }
      }
    }
    return rows > 0 ? mass / Double(rows) : nil
  }
}

extension Snapshot {
  /// The picture of an input in which there is nothing to read.
  static func unread(_ source: String, at step: Int) -> Snapshot {
    let reading = Reading(source: source, target: nil, text: "", written: [])
    return Snapshot(step: step, reading: reading, attention: [])
  }
}
