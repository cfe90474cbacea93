import Snapshots
import Subjects
import Tensors

/// The loop on the queue of an ``OpenModel``.
struct ModelLoop {
  private let subject: OpenModel
  private let models: [any ReadableModel]
  private let runs: [Run]
  private let texts: [ModelText]
  /// What is read.
  private var input = Input.own(0)
  private var text: ModelText
  /// The tokens that were written behind it, and how many of them are read.
  private var written: [Int] = []
  private var shown = 0
  private var temperature: Float?
  private let seed: UInt64
  private var isWriting = false
  private var off: [RunID: HeadsOff] = [:]
  private var isExplaining = false
  private var focus: Site?
  private var notices: [Notice] = []
  /// What is on the screen.
  private var scenes: [Scene]
  /// The share of the reading under way; nil while there is none that takes a moment.
  private var reading: Double?
  private var lastShown = -Double.infinity
  private var isMeasured = false
  /// What the models have in memory: what was read last; nil after they have read something else.
  private var seen: Asked?

  /// What was refused last: it is not tried again until something else is asked for.
  private var refused: Asked?

  /// What a reading is of.
  private struct Asked: Hashable {
    var text: ModelText
    var tokens: [Int]
    var off: [RunID: HeadsOff]
  }

  /// What is asked for now.
  private var asked: Asked { Asked(text: text, tokens: Array(written.prefix(shown)), off: off) }

  /// A reading that takes longer than this says how far it is.
  private static let patience = 0.2

  init(
    _ models: [any ReadableModel], _ runs: [Run], _ texts: [ModelText], seed: UInt64,
    _ subject: OpenModel
  ) {
    (self.models, self.runs, self.texts, self.seed) = (models, runs, texts, seed)
    self.subject = subject
    text = texts[0]
    let empty = Snapshot(
      .still, reading: Reading(source: "", target: nil, text: "", written: []), attention: [])
    scenes = runs.map { Scene(run: $0, timeline: nil, snapshot: empty) }
  }

  mutating func follow() {
    read()
    while !subject.isStopping {
      var isStale = false
      while !subject.isStopping, let (request, run) = subject.next() {
        if perform(request, run) { isStale = true }
      }
      if subject.isStopping { return }
      // What was measured before somebody wanted something has taken the text's place.
      if isStale || seen == nil && refused != asked {
        read()
      } else if isWriting {
        write()
      } else if !isMeasured {
        measure()
      } else {
        subject.sleep()
      }
    }
  }

  // MARK: Requests

  /// Does what is asked; true where the text has to be read again.
  private mutating func perform(_ request: Request, _ run: RunID) -> Bool {
    switch request {
    case .read(let wanted):
      let isNew = wanted != input
      input = wanted
      switch wanted {
      case .own(let number):
        let place = ((number % texts.count) + texts.count) % texts.count
        (input, text) = (.own(place), texts[place])
      case .typed(let words): text = ModelText(words)
      case .example: return false
      }
      (written, shown, isWriting) = ([], 0, false)
      return isNew || scenes[0].snapshot.attention.isEmpty
    case .pair(let second):
      text = ModelText(text.text, pair: second)
      (written, shown, isWriting) = ([], 0, false)
      return true
    case .heads(let heads):
      off[run] = heads.isEmpty ? nil : heads
      return true
    case .explain(let isOn):
      isExplaining = isOn
      return true
    case .focus(let site):
      focus = site
      return isExplaining
    case .tiles(let requests):
      if seen != asked { read() }
      for request in requests {
        for place in models.indices {
          if let tile = models[place].tile(request) {
            scenes[place].snapshot.add(tile, at: request.site)
          }
        }
      }
      publish()
      return false
    case .run:
      isWriting = true
      return false
    case .pause, .cancel:
      isWriting = false
      publish()
      return false
    case .move(let distance): return move(to: shown + distance)
    case .seek(let token): return move(to: token)
    case .latest: return move(to: written.count)
    case .temperature(let wanted):
      temperature = wanted
      // What was written otherwise is forgotten from here on.
      written.removeLast(written.count - shown)
      publish()
      return false
    default: return false
    }
  }

  /// Goes to a token that was written, or writes up to it.
  private mutating func move(to token: Int) -> Bool {
    isWriting = false
    guard runs[0].abilities.contains(.generates) else { return false }
    let target = max(0, token)
    if target <= written.count {
      defer { shown = target }
      return target != shown
    }
    if shown != written.count {
      shown = written.count
      read()
    }
    while shown < target, !subject.isOvertaken, writeNext() { read() }
    return false
  }

  // MARK: Writing

  private mutating func write() {
    guard shown == written.count || move(to: written.count) else { return }
    if writeNext() { read() } else { isWriting = false }
    publish()
  }

  /// Chooses the token that follows; false where nothing does.
  ///
  /// It follows what is asked for now: several keys may have come since anything was read.
  private mutating func writeNext() -> Bool {
    if seen != asked { read() }
    guard seen == asked else { return false }
    do throws(ModelError) {
      let lot = Double(
        RandomStream(seed: seed)("temperature").unit(written.count))
      guard let token = try models[0].next(temperature: temperature, lot: lot) else {
        return false
      }
      written.append(token)
      shown = written.count
      return true
    } catch {
      notices.append(.problem(Problem(error)))
      return false
    }
  }

  // MARK: Reading

  /// Reads the text with all models, and shows what comes of it.
  private mutating func read() {
    let begin = Clock.wall
    var new = scenes
    for (place, model) in models.enumerated() {
      let heads = off[runs[place].id] ?? [:]
      let tokens = Array(written.prefix(shown))
      func goesOn(_ done: Double, _ isLoading: Bool) -> Bool {
        if subject.isOvertaken { return false }
        let share = (Double(place) + done) / Double(models.count)
        if Clock.wall - begin > Self.patience, Clock.wall - lastShown > 0.05 {
          reading = share
          publish()
        }
        return true
      }
      do throws(ModelError) {
        var whole: Snapshot?
        if !heads.isEmpty {
          whole = try model.read(
            text, continuedBy: tokens, off: [:], explaining: nil, comparing: [], goesOn: goesOn)
          guard whole != nil else { return giveUp() }
        }
        let others = whole?.reading.candidates.flatMap { $0.best.map(\.id) } ?? []
        guard
          let snapshot = try model.read(
            text, continuedBy: tokens, off: heads, explaining: explained(new[place]),
            comparing: others, goesOn: goesOn)
        else { return giveUp() }
        new[place].snapshot = model.labelled(snapshot)
        new[place].whole = whole.map { model.labelled($0) }
      } catch {
        // The picture stays, and so does what it is of.
        reading = nil
        refused = asked
        notices.append(.problem(Problem(error)))
        return publish()
      }
      new[place].input = input
    }
    for place in new.indices.dropFirst() {
      let moved = models[place].movedHeads(
        new[place].snapshot, since: new[0].snapshot, of: models[0],
        goesOn: { [subject] in !subject.isOvertaken })
      guard let moved else { return giveUp() }
      new[place].movedHeads = moved
    }
    reading = nil
    scenes = new
    (seen, refused) = (asked, nil)
    publish()
  }

  private func explained(_ scene: Scene) -> Site? {
    guard isExplaining else { return nil }
    return focus ?? scene.snapshot.attention.first?.site
  }

  private mutating func giveUp() {
    reading = nil
    (seen, refused) = (nil, asked)
    if !subject.isStopping { publish() }
  }

  /// Measures what heads do, while nobody wants anything.
  private mutating func measure() {
    seen = nil
    do throws(ModelError) {
      for model in models {
        guard try model.measure(goesOn: { [subject] _, _ in !subject.hasRequests }) else { return }
      }
    } catch { notices.append(.problem(Problem(error))) }
    isMeasured = true
    // What was measured took the place of the text in the models' memory.
    read()
  }

  // MARK: Frames

  private mutating func publish() {
    if subject.isStopping { return }
    lastShown = Clock.wall
    for place in scenes.indices {
      scenes[place].reading = reading
      scenes[place].timeline = timeline
    }
    let unsaid = subject.frames.take()?.notices ?? []
    subject.frames.publish(Frame(scenes, notices: unsaid + notices))
    notices = []
  }

  /// How far a decoder has written; nil for a model that only reads.
  private var timeline: Timeline? {
    guard runs[0].abilities.contains(.generates) else { return nil }
    var timeline = Timeline()
    timeline.unit = .token
    timeline.step = shown
    timeline.known = .through(written.count)
    timeline.activity = isWriting ? .running : .paused
    return timeline
  }
}
