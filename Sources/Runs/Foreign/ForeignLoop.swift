import Snapshots
import Subjects
import TensorFiles
import Tensors

/// The loop on the queue of a ``ForeignRun``.
struct ForeignLoop {
  let subject: ForeignRun
  var models: [ForeignModel]
  /// The step in use; nil until there is one.
  var step: Int?
  /// The steps of all runs together, ascending.
  var steps: [Int] = []
  /// Whether the newest step is on the screen, and the next one will be.
  var isAtTheEnd: Bool
  /// Which probe is shown, where there are several.
  var probe = 0
  var pulse = Pulse()
  /// What the next frame has to say.
  var notices: [Notice] = []
  private var watch: FolderWatch?
  /// Whether changes in all directories are told.
  private var isTold = false
  private var lastNews = -Double.infinity
  /// Whether everything that was there at the beginning was read.
  private var wasComplete = false
  private var lastShown = -Double.infinity
  /// The step whose pictures are on the screen.
  private var shownStep: Int?
  /// Whether conditions were judged at everything that was there at the beginning.
  private var hasJudged = false
  /// Why the writer is to stop, if there is one: that is seen when something new comes.
  private var pendingStop: (reason: String, run: RunID)?
  /// Why pictures cannot be read now, as far as it was said.
  private var problemsTold: Set<Problem> = []
  /// The longest time between two pieces of news of late, in seconds.
  private var rhythm = 1.0

  /// The seconds between two looks where nobody tells: while the writer lives, and else.
  private static let pauses = (alive: 0.25, idle: 2.0)
  /// A frame that only says how far reading has come is shown so often.
  private static let progressInterval = 0.25

  init(
    _ directories: [ForeignDirectory], _ ids: [RunID], step: Int?, _ subject: ForeignRun
  ) {
    self.subject = subject
    models = zip(directories, ids).map { ForeignModel($0, $1) }
    self.step = step
    isAtTheEnd = step == nil
    watch = FolderWatch { [weak subject] in subject?.poke() }
    pulse.isReading = true
  }

  mutating func follow() {
    listen()
    // A first picture within the time that nobody notices; what is left is read afterwards.
    _ = look(within: 0.15)
    show()
    while !subject.isStopping {
      var isAsked = false
      while !subject.isStopping, let (request, run) = subject.next() {
        perform(request, run)
        isAsked = true
      }
      if subject.isStopping { return }
      if isAsked { show() }
      let isComplete = models.allSatisfy(\.directory.isComplete)
      if isComplete, !measureMore() {
        judge()
        subject.sleep(pause)
      }
      if subject.hasRequests { continue }
      // A folder that came, or came back, is watched before it is looked at: nothing falls between.
      listen()
      if look(within: 0.05) {
        showProgress(isComplete: models.allSatisfy(\.directory.isComplete))
      } else if !isComplete {
        // What cannot be read now is tried again, and not all the time.
        subject.sleep(Self.pauses.alive)
      }
      note(activity: isAlive ? .running : .paused)
    }
  }

  /// Whether somebody has written of late.
  private var isAlive: Bool { isAtTheEnd && isAlive(atLeast: 5) }

  /// The seconds until the next look; nil where a change will be told.
  private var pause: Double? {
    if models.contains(where: { !$0.isMeasured }) { return 0 }
    // Of a directory that is gone nothing is told.
    if models.contains(where: { $0.problem != nil }) { return Self.pauses.idle }
    if isTold { return pulse.activity == .running ? 1 : nil }
    return Clock.wall - lastNews < 10 || isAlive ? Self.pauses.alive : Self.pauses.idle
  }

  private mutating func note(activity: Pulse.Activity) {
    guard pulse.activity != activity else { return }
    pulse.activity = activity
    show()
  }

  /// Asks the system to tell of changes, where it can.
  private mutating func listen() {
    isTold =
      models.map { model in
        let path = model.directory.path
        let isTold = watch?.add(path) ?? false
        // The folder of pictures may come later, which its parent tells.
        guard RawFile.kind(path + "/snapshots") != .nothing else { return isTold }
        return (watch?.add(path + "/snapshots") ?? false) && isTold
      }.allSatisfy { $0 }
  }

  // MARK: Looking

  /// Looks into the directories, and goes along with a writer that has gone on.
  ///
  /// - Returns: whether something on the screen is to be drawn anew.
  mutating func look(within seconds: Double) -> Bool {
    let end = Clock.wall + seconds
    var isNew = false
    for place in models.indices {
      let had = models[place].problem
      if models[place].look(until: { [subject] in Clock.wall > end || subject.hasRequests }) {
        isNew = true
      }
      if models[place].isBack {
        notices.append(.readableAgain(models[place].directory.path))
        isNew = true
      }
      if let problem = models[place].problem, problem != had {
        notices.append(.problem(problem))
        isNew = true
      }
    }
    guard isNew else { return false }
    for place in models.indices {
      if let reason = models[place].newStop() {
        notices.append(.writerStopped(reason, run: models.count > 1 ? models[place].id : nil))
      }
    }
    let now = Clock.wall
    // What was there already is no news of somebody who writes.
    guard wasComplete else {
      wasComplete = models.allSatisfy(\.directory.isComplete)
      return takeSteps()
    }
    if lastNews > 0 { rhythm = min(120, max(rhythm * 0.9, now - lastNews)) }
    lastNews = now
    if let (reason, run) = pendingStop {
      pendingStop = nil
      stopWriter(of: run, reason)
    }
    return takeSteps()
  }

  private mutating func takeSteps() -> Bool {
    let pictures = ForeignModel.union(models.map(\.directory.index.steps))
    // Before the first picture there are the steps of the numbers; where a picture is shown there is its
    // step, whatever became of its file.
    let isBare = pictures.isEmpty && models.allSatisfy { $0.snapshot == nil }
    let shown = shownStep.map { [$0] } ?? []
    follow(
      steps: isBare
        ? ForeignModel.union(models.map(\.measuredSteps)) : pictures.isEmpty ? shown : pictures)
    tellFaults()
    return true
  }

  /// What was found wrong since it was told last.
  private mutating func tellFaults() {
    for place in models.indices { notices += models[place].newFaults() }
  }

  private mutating func follow(steps: [Int]) {
    self.steps = steps
    guard let last = steps.last else { return }
    if isAtTheEnd {
      step = last
    } else if let wanted = step {
      step = Steps.listed(steps).nearest(wanted)
    }
  }

  // MARK: Requests

  private mutating func perform(_ request: Request, _ run: RunID) {
    let known = Steps.listed(steps)
    switch request {
    case .seek(let step): go(to: known.nearest(step))
    case .move(let distance): go(to: step.flatMap { known.moved(from: $0, by: distance) })
    case .latest: go(to: steps.last)
    case .read(.own(let number)):
      let count = models.map(\.probes.count).max() ?? 1
      probe = count > 0 ? ((number % count) + count) % count : 0
    case .tiles(let tiles):
      for place in models.indices { models[place].add(tiles) }
    case .breakpoints(let breakpoints): pulse.breakpoints = breakpoints
    case .stopWriter(let reason): stopWriter(of: run, reason)
    default: break
    }
  }

  private mutating func go(to step: Int?) {
    guard let step else { return }
    self.step = step
    isAtTheEnd = step == steps.last
  }

  // MARK: Conditions

  /// Judges what is new, once everything that there is was read and measured.
  private mutating func judge() {
    tellFaults()
    var isNew = !notices.isEmpty || pulse.isReading
    pulse.isReading = false
    defer { hasJudged = true }
    for place in models.indices {
      let (events, alarms, missing) = models[place].judge(pulse.breakpoints)
      let run = models.count > 1 ? models[place].id : nil
      notices += missing + alarms.map { .alarm($0, run: run) }
      // Each condition that has come true is told, once, with its first step.
      var told: Set<Condition> = []
      for event in events where told.insert(event.condition).inserted {
        take(event, run, models[place])
      }
      if !(events.isEmpty && alarms.isEmpty && missing.isEmpty) { isNew = true }
    }
    if isNew { show() }
  }

  /// A condition has come true: its step is shown, and the writer is asked to stop or a person is asked.
  private mutating func take(
    _ event: ForeignConditions.Event, _ run: RunID?, _ place: ForeignModel
  ) {
    let condition = event.condition.description
    let isWriting = isAlive(atLeast: 10)
    let latest = max(event.step, place.latestStep)
    // Whoever watches a run that goes on is not taken back into its past.
    if !isWriting || event.step == latest { go(to: Steps.listed(steps).nearest(event.step)) }
    notices.append(
      .holds(
        condition, step: event.step, latest: latest, run: run,
        isWriting: isWriting && !subject.stops))
    // What was true only before anybody looked is over; and nobody may write any more.
    guard subject.stops, hasJudged || event.isHolding else { return }
    let reason = "\(condition) at step \(event.step)"
    if isWriting { stopWriter(of: place.id, reason) } else { pendingStop = (reason, place.id) }
  }

  /// Asks the program that writes one of the runs to stop; the others go on.
  private mutating func stopWriter(of run: RunID, _ reason: String) {
    guard let model = models.first(where: { $0.id == run }) else { return }
    do throws(FileError) {
      try model.directory.askToStop(reason)
      notices.append(.askedToStop(reason))
    } catch { notices.append(.problem(Problem(error))) }
  }

  /// Whether somebody has written within so many seconds, or within a few times their rhythm.
  private func isAlive(atLeast seconds: Double) -> Bool {
    Clock.wall - lastNews < max(seconds, 3 * rhythm)
  }

  // MARK: Frames

  private mutating func showProgress(isComplete: Bool) {
    // What is new at the end is shown at once; the count of old files now and then.
    guard isComplete || Clock.wall - lastShown > Self.progressInterval else { return }
    show()
  }

  mutating func show() {
    if subject.isStopping { return }
    lastShown = Clock.wall
    var isStuck = false
    for place in models.indices {
      guard let problem = models[place].read(step, probe) else { continue }
      isStuck = true
      // What cannot be read is said once, however often it is asked for.
      if problemsTold.insert(problem).inserted { notices.append(.problem(problem)) }
    }
    if isStuck {
      // The picture stays, and so does its step: no other step is said of it.
      _ = takeSteps()
      step = shownStep ?? step
    } else {
      (problemsTold, shownStep) = ([], step)
    }
    let titles = models.map(\.directory.title)
    let scenes = models.indices.map { place in
      var scene = models[place].scene(step, steps, .own(probe), pulse)
      // Runs of one script often have one title: then their directories tell them apart.
      if titles.count(where: { $0 == titles[place] }) > 1 {
        scene.run.title = models[place].directory.name
      }
      return scene
    }
    let unsaid = subject.frames.take()?.notices ?? []
    subject.frames.publish(Frame(scenes, notices: unsaid + notices))
    notices = []
  }

  /// Measures heads of pictures that nobody looked at, a few at a time.
  ///
  /// - Returns: whether there is more to measure.
  private mutating func measureMore() -> Bool {
    var isMore = false
    let end = Clock.wall + 0.02
    for place in models.indices {
      while !models[place].isMeasured, Clock.wall < end, !subject.hasRequests {
        models[place].measureNext()
      }
      if models[place].isMeasured, models[place].takeMeasured() { show() }
      if !models[place].isMeasured { isMore = true }
    }
    return isMore
  }
}
