import Layers
import Snapshots
import Subjects
import Tapes
import Tensors
import Training

extension LiveLoop {
  // MARK: Frames

  mutating func read(_ input: Input) {
    switch input {
    case .own: self.input = input
    case .example(let number): self.input = .example(max(0, number))
    case .typed(let text): self.input = .typed(String(text.prefix(Reading.longestTyped)))
    }
  }

  mutating func readNextWrong() {
    var first = 0
    if case .example(let number) = input { first = number + 1 }
    for number in first..<(first + 1_000) {
      if reader.snapshot(of: .example(number), at: 0).reading.isRight == false {
        return input = .example(number)
      }
      // What is asked for meanwhile is not kept waiting by a long search.
      guard live.hasRequests else { continue }
      notices.append(.searchGivenUp(number - first + 1))
      return
    }
    notices.append(.allRight(1_000))
  }

  /// Whether a step is shown: where training waits for its next step anyway, every one.
  var isPictureDue: Bool {
    let now = Clock.wall
    return pictures.isDue(at: now) || pictures.fits(before: nextStepTime, at: now)
  }

  mutating func show() {
    // What is read of a run that was stopped is worth nothing.
    if live.isStopping { return }
    (pulse.goal, pulse.seconds) = (goal, seconds)
    pulse.measuredRate = isRunning ? meter.rate : nil
    let listed = Clock.wall
    if !isRunning || list.isDue(at: listed) {
      for place in models.indices { models[place].examples = models[place].heldOut() }
      list.count(from: listed, to: Clock.wall)
    }
    let began = Clock.wall
    defer { pictures.count(from: began, to: Clock.wall) }
    var snapshots = models.map(snapshot)
    if let roles {
      snapshots[0] = roles.measured.labelled(
        snapshots[0], measuredAt: areRolesOld ? roles.step : nil)
    }
    let scenes = zip(models, snapshots).map { model, snapshot in
      model.scene(
        input, snapshot,
        whole: model.off.isEmpty ? nil : model.withAllHeads { picture(model) }, pulse)
    }
    if live.isStopping { return }
    // A frame that nobody has taken yet makes room; what it had to say does not.
    let unsaid = live.frames.take()?.notices ?? []
    live.frames.publish(Frame(scenes, notices: unsaid + notices))
    notices = []
  }

  func picture(_ model: LiveModel) -> Snapshot {
    model.reader.snapshot(
      of: input, at: model.trainer.step, teacherForcing: isTeacherForced
    ).summarized()
  }

  /// The picture and, where they are asked for, the operations behind it.
  func snapshot(_ model: LiveModel) -> Snapshot {
    var snapshot = picture(model)
    if explains {
      snapshot.diagram = model.explainer.diagram(
        of: snapshot, input, off: model.off, edits: edits)
    }
    return snapshot
  }

  // MARK: Heads

  /// Reads without some heads; how much is still right without them is told when nothing else is to
  /// be done.
  mutating func leaveOut(_ heads: HeadsOff, of run: RunID) {
    // An exhibit may have been taken away meanwhile.
    guard let place = models.firstIndex(where: { $0.run.id == run }) else { return }
    models[place].leaveOut(heads.filter { !$0.value.isEmpty })
    list.reset()
    switched = run
  }

  /// Measures what leaving out heads does to a run: it takes longer than a picture.
  mutating func measureWithout(_ run: RunID) {
    guard let place = models.firstIndex(where: { $0.run.id == run }) else { return }
    let model = models[place]
    guard !model.off.isEmpty else { return }
    let (without, whole) = (model.evaluate(), model.withAllHeads { model.evaluate() })
    notices.append(
      .withoutHeads(
        run: runID(place), examples: without.examples, without: without.exactMatch,
        whole: whole.exactMatch))
  }

  /// Whether what is known about the heads was measured at another step, or with others left out.
  var areRolesOld: Bool {
    lesson.hasHeads && (roles?.step != trainer.step || roles?.off != off)
  }

  /// Measures what the heads do: when nothing else is asked while paused, now and then in training.
  ///
  /// It costs more than a picture; waiting a hundred times as long as it took keeps it at a
  /// hundredth of the time.
  mutating func measureRoles() {
    let began = Clock.wall
    if let measured = reader.headRoles() { roles = (measured, trainer.step, off) }
    let now = Clock.wall
    rolesTime = now + 100 * (now - began)
  }
}
