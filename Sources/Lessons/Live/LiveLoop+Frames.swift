import Layers
import Snapshots
import Tapes
import Tensors
import Training

extension LiveLoop {
  // MARK: Frames

  mutating func choose(_ choice: TrainingCommand.Example) {
    typed = nil
    switch choice {
    case .next: example = (example ?? -1) + 1
    case .previous: example = max(0, (example ?? 1) - 1)
    case .nextWrong:
      let first = (example ?? -1) + 1
      for number in first..<(first + 1_000) {
        if reader.snapshot(of: .heldOut(number), at: 0).reading.isRight == false {
          return example = number
        }
        // What is asked for meanwhile is not kept waiting by a long search.
        guard run.hasCommands else { continue }
        let count = number - first + 1
        return message = "gave up the search: the next \(count) held-out examples are right"
      }
      message = "the model gets the next 1,000 held-out examples right"
    }
  }

  /// Whether a step is shown: where training waits for its next step anyway, every one.
  var isPictureDue: Bool {
    let now = Clock.wall
    return pictures.isDue(at: now) || pictures.fits(before: nextStepTime, at: now)
  }

  mutating func show() {
    // What is read of a run that was stopped is worth nothing.
    if run.stopSignal.isRaised { return }
    progress.step = trainer.step
    progress.lastLoss = models[0].presentLoss
    progress.goal = goal
    progress.memory = trainer.memoryNote
    progress.seconds = seconds
    progress.measuredRate = isRunning ? meter.rate : nil
    let listed = Clock.wall
    if !isRunning || list.isDue(at: listed) {
      for place in models.indices { models[place].progress.heldOut = models[place].heldOut() }
      list.count(from: listed, to: Clock.wall)
    }
    let began = Clock.wall
    defer { pictures.count(from: began, to: Clock.wall) }
    var snapshots = models.map(snapshot)
    let whole = models.map { model in
      model.off.isEmpty ? nil : model.withAllHeads { picture(model) }
    }
    let compared =
      models.count > 1
      ? models.indices.map {
        models[$0].compared(snapshots[$0], allHeadsOn: whole[$0], progress)
      } : []
    if let roles {
      let age = areRolesOld ? " at step \(roles.step)" : ""
      snapshots[0] = roles.measured.labelled(snapshots[0], age)
    }
    if run.stopSignal.isRaised { return }
    // A frame that nobody has taken yet makes room; what it had to say does not.
    let unsaid = run.frames.take()?.message
    run.frames.publish(
      Frame(
        progress: progress, snapshot: snapshots[0], allHeadsOn: whole[0],
        message: message ?? unsaid, parameterCount: trainer.layout.trainedCount,
        compared: compared))
    message = nil
  }

  /// What is on the screen.
  var input: LessonInput {
    typed.map { .typed($0) } ?? example.map { .heldOut($0) } ?? .probe
  }

  func picture(_ model: LiveModel) -> Snapshot {
    model.reader.snapshot(
      of: input, at: model.trainer.step, teacherForcing: isTeacherForced)
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

  /// Shows the picture without some heads, then how much is still right without them.
  mutating func leaveOut(_ heads: HeadsOff, of name: String?) {
    let found = name.map { name in models.firstIndex { $0.name == name } } ?? 0
    // An exhibit may have been taken away meanwhile.
    guard let place = found else { return }
    models[place].leaveOut(heads.filter { !$0.value.isEmpty })
    list.reset()
    show()
    let model = models[place]
    guard !model.off.isEmpty, !run.hasCommands else { return }
    let (without, whole) = (model.evaluate(), model.withAllHeads { model.evaluate() })
    func share(_ evaluation: Evaluation) -> String {
      "\((evaluation.exactMatch * 1_000).rounded() / 1_000)"
    }
    message =
      self.name(place) + "of \(without.examples) held out \(share(without)) right without, "
      + "\(share(whole)) with all; "
      + "training keeps all heads"
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
