import Screens
import Snapshots
import Subjects

extension English: RunTexts {
  func way(_ way: Way) -> String {
    let encoder: String? =
      switch way.encoder {
      case .some(.lstm): " over an LSTM"
      case .some(.none): " over the words"
      default: nil
      }
    return way.mechanism.rawValue + (encoder ?? "")
      + (way.score == .linear ? ", linear score" : "")
  }

  func fact(_ fact: Fact) -> String {
    switch fact {
    case .withoutAttention(let rest): without(rest)
    case .oneDistribution: "one distribution for every query"
    case .carriesState: "the decoder carries its state"
    case .resetsState: "decoder state reset every step, as in the tutorials"
    case .readsBothWays:
      "the encoder reads in both directions: a state knows what stands beside it"
    case .statesRemember:
      "every state after the cue remembers it: all words from it on can weigh much"
    case .cappedScores: "scores by tanh are capped: no weight can exceed e² / (e² + T − 1)"
    case .linearScores: "linear scores have no cap"
    case .handwrittenDigits(let images, let side):
      "scikit-learn's handwritten digits, \(grouped(images)) images of \(side) × \(side) pixels"
    case .causalLayers(let layers, let heads):
      "\(counted(layers, "layer")) × \(counted(heads, "head")), causal"
    case .encoderDecoder(let layers, let heads):
      "\(layers) + \(layers) layers × \(counted(heads, "head")), no recurrence"
    case .pairs(let file, let source, let target, let training, let heldOut):
      "\(safe(file)) by \(units(source, target)): \(counted(training, "pair"))"
        + (heldOut.map { " and \($0)" } ?? ", none") + " held out"
    case .labels(let count): counted(count, "label")
    case .sizes(let units, let heads):
      counted(units, "unit") + (heads.map { " · " + counted($0, "head") } ?? "")
    case .learning(let optimizer, let rate, let batch):
      "optimizer \(optimizer.rawValue) · learning rate \(rate), falling · batches of \(batch)"
    case .directory(let name): "a run on disk, \(safe(name))"
    case .foreignDirectory(let name): "another program's run, \(safe(name))"
    case .framework(let name): "trained with \(safe(name))"
    case .architecture(let name): safe(name)
    case .modelSizes(let layers, let heads, let keyHeads):
      "\(counted(layers, "layer")) × \(counted(heads, "head"))"
        + (keyHeads < heads ? ", which share \(counted(keyHeads, "key head"))" : "")
    case .context(let tokens, let all):
      "reads up to \(grouped(tokens)) tokens"
        + (tokens < all ? " of \(grouped(all)): more take over 1 GB" : "")
    case .withoutScores: "its file has no head that scores tokens"
    case .storedAs(let types): "stored as \(safe(types))"
    }
  }

  private func without(_ rest: Fact.Remainder) -> String {
    switch rest {
    case .encoderState: "no attention: all it knows is the encoder's last state"
    case .lstmState: "no attention: all it knows is the LSTM's last state"
    case .meanOfWords: "no attention: all it knows is the mean of the words"
    case .meanOfStates:
      "no cross attention: all the decoder knows is the mean of the encoder's states"
    case .itself: "no attention: a token sees nothing but itself"
    }
  }

  private func units(_ source: TextUnit, _ target: TextUnit) -> String {
    source == target ? source.rawValue : "\(source.rawValue) → \(target.rawValue)"
  }

  func notice(_ notice: Notice, _ name: (RunID) -> String) -> String {
    func of(_ run: RunID?) -> String { run.map { name($0) + ": " } ?? "" }
    switch notice {
    case .paused(let step, let why, let run):
      return "paused at step \(step): \(of(run))\(reason(why))"
    case .scheduleEnded(let step):
      return "step \(step) is the end of the schedule: from here on the learning rate stays at a "
        + "twentieth of the first"
    case .changed(let step, let change): return changed(StepChange(change, from: step))
    case .recorded(let path):
      return "kept from its first step on, in \(safe(path))"
    case .replayGivenUp(let step): return "gave up the replay: still at step \(step)"
    case .exhibitGivenUp(let mistake, let step, let target):
      return "gave up \(mistake.rawValue) at its step \(step) of \(target)"
    case .searchGivenUp(let count):
      return "gave up the search: the next \(count) held-out examples are right"
    case .allRight(let count):
      return "the model gets the next \(grouped(count)) held-out examples right"
    case .withoutHeads(let run, let examples, let without, let whole):
      return of(run) + "of \(examples) held out \(thousandths(without)) right without, "
        + "\(thousandths(whole)) with all; training keeps all heads"
    case .baseline(_, let exact, let steps):
      return
        "without attention the same lesson gets \(shareText(exact)) of the held-out examples right "
        + "after \(counted(steps, "step"))"
    case .starting(let units, let batch):
      return "making the first weights of \(units) units and the memory for batches of \(batch); "
        + "q leaves"
    case .unsaved(let problem):
      return problem.map(self.problem) ?? "what the run is kept in can be written again"
    case .alarm(let alarm, let run): return of(run) + self.alarm(alarm)
    case .holds(let condition, let step, let latest, let run, let isWriting):
      let when =
        step < latest ? "held first at step \(step), now \(latest)" : "holds at step \(step)"
      return "\(of(run))\(safe(condition)) \(when)"
        + (isWriting ? "; y asks the program that writes to stop, esc lets it go on" : "")
    case .readableAgain(let path): return "\(safe(path)) can be read again"
    case .askedToStop(let reason):
      return
        "asked the program that writes to stop: \(safe(reason)); it ends after its next picture"
    case .writerStopped(let reason, let run):
      return "\(of(run))the program that writes has stopped: \(safe(reason))"
    case .withoutValue(let names, let condition, let known):
      return
        "\(safe(condition)): \(safe(names.joined(separator: ", "))) has no value yet, so what compares "
        + "it is false"
        + (known.isEmpty ? "" : "; there are " + safe(known.prefix(12).joined(separator: ", ")))
    case .noTour(let why), .problem(let why): return problem(why)
    case .oneThread:
      return "the system gave no second thread (ulimit -u): one trains alone, to the same bits"
    case .slowStart(let units, let batch):
      return "making the first weights of \(units) units and the memory for batches of \(batch)"
    case .pastSchedule(let step, let rate):
      return "step \(step) is the end of this run's schedule: from here on the learning "
        + "rate stays at a twentieth of the first, \(rate); a new run "
        + "with a larger --steps learns longer"
    case .exported(let path): return exported(path)
    case .notReplaced(let path): return notReplaced(path)
    case .wayLeftOut(let left, let why): return "\(way(left)) is left out: \(problem(why))"
    case .entryStandsIn(let type, let entry):
      return "\(type) has no entry here; it is drawn as \(entry)"
    case .otherKernels(let recorded, let here):
      return "this run was computed by \(safe(recorded)) kernels, and is computed again here by "
        + "\(safe(here)): the last bits may differ"
    case .pairs(let notes): return notes.map(about).joined(separator: "; ")
    }
  }

  func alarm(_ alarm: Alarm) -> String {
    switch alarm {
    case .collapse(let stack, let isOnOneKey, let step):
      "collapse at step \(step): all heads of \(safe(stack)) "
        + (isOnOneKey ? "look at one key each, whatever is asked" : "look everywhere")
    case .deadHead(let site, let head, let step):
      "dead head at step \(step): \(head) of \(safe(site.stack)) looked at something and looks everywhere now"
    case .diverging(let loss, let first, let step):
      "diverging at step \(step): the loss is \(fixed(loss, 2)) of late, "
        + "\(fixed(loss / first, 1)) × the first"
    case .notFinite(let step): "the loss is not a number at step \(step)"
    }
  }

  func changed(_ change: StepChange) -> String {
    "from step \(change.step) on: \(words(of: change.change))"
  }

  private func words(of change: Change) -> String {
    switch change {
    case .learningRate(let rate): "learning rate \(rate), falling over the same length"
    case .batchSize(let size): "batches of \(size)"
    case .optimizer(let name): "optimizer \(name.rawValue), its moments begin at 0"
    }
  }

  private func reason(_ reason: Notice.Reason) -> String {
    switch reason {
    case .steps: "--steps"
    case .seconds: "--seconds"
    case .condition(let text): text
    }
  }

  private func about(_ note: PairsNote) -> String {
    switch note {
    case .thirdColumns(let rows): return "the third column of \(rows) rows is left out"
    case .rare(let count, let unit, let side, let most):
      return
        "\(count) rare \(unit.rawValue) of the \(side.rawValue)s are unknown to the model: it has "
        + "room for the \(most) most frequent"
    case .tooFewRows(let rows):
      return "\(rows == 1 ? "1 row is" : "\(rows) rows are") too few to keep any from training: "
        + "held-out values are of the rows trained with"
    case .oneSource(let rows):
      return "all \(rows) rows have the same source: held-out values are of the rows trained with"
    case .unseen(let new, let all, let unit, let side):
      let advice =
        unit == .words
        ? "; --\(side.rawValue)-unit characters reads them character by character" : ""
      return
        "\(new) of the \(all) \(unit.rawValue) in held-out \(side.rawValue)s are in no row trained "
        + "with, so they cannot be right" + advice
    }
  }

  func inputs(_ inputs: DeclaredInputs) -> String {
    "\(inputs.count) × \(inputs.kind.rawValue)" + (inputs.step.map { " at step \($0)" } ?? "")
  }

  func roles(_ heads: [String], _ inputs: DeclaredInputs) -> String {
    (heads.isEmpty ? "no head has a role" : heads.joined(separator: ", "))
      + ", measured on \(self.inputs(inputs))"
  }

  func halted(_ halt: Halt, _ name: String?) -> String {
    (name.map { $0 + ": " } ?? "") + cause(of: halt)
      + "; the weights are those of step \(halt.lastGood), the last good one"
  }

  /// What went wrong at which step.
  func cause(of halt: Halt) -> String {
    // The sign of a NaN says nothing and would be printed.
    let loss = halt.loss.isNaN ? "NaN" : "\(Float(halt.loss))"
    let culprit = halt.culprit.map {
      "; the first value that is not finite is " + self.name(of: $0)
    }
    return "step \(halt.step): the loss is \(loss)" + (culprit ?? "")
  }

  private func name(of culprit: Culprit) -> String {
    switch culprit {
    case .value(let name, let operation): name + (operation.map { " (\($0))" } ?? "")
    case .gradient(let name): "the gradient of \(name)"
    case .state(let name): name
    }
  }

  func thinned(_ thinning: Thinning) -> String {
    "older steps are replayed from farther back: \(thinning.states) states in "
      + "\(thinning.megabytes) MB"
  }

  func whyNoWays(_ origin: Origin) -> String {
    "\(noun(origin)) attends in its own way; lessons such as dates have several"
  }

  private func noun(_ origin: Origin) -> String {
    switch origin {
    case .lesson: "this lesson"
    case .recording: "a run on disk"
    case .watched: "another program's run"
    case .model: "a model"
    }
  }

  func whyUnable(_ ability: Abilities, _ origin: Origin) -> String {
    let it = noun(origin)
    switch (ability, origin) {
    case (.trains, .model): return "this model only reads: nothing trains or writes here"
    case (.trains, .watched):
      return "the program that writes this run trains it; here it is watched"
    case (.trains, _): return "\(it) is only looked at: nothing trains here"
    case (.seeks, .model), (.rewinds, .model):
      return "this model writes nothing that could be gone back in"
    case (.generates, .model):
      return "this model writes nothing; one with a head that scores tokens fills a [MASK]"
    case (.generates, _): return "\(it) writes no text of its own"
    case (.seeks, _), (.rewinds, _): return "\(it) has no other steps to go to"
    case (.types, .lesson): return "an image cannot be typed; n shows another one"
    case (.types, _): return "\(it) shows what it was given: nothing can be typed"
    case (.hasExamples, _): return "\(it) has no examples to go through"
    case (.forcesTeacher, _): return "\(it) has no decoder that could be given the right answers"
    case (.switchesHeads, .watched):
      return "heads are left out where the model runs: in the other program"
    case (.switchesHeads, _): return "\(it) cannot leave out heads"
    case (.explains, .watched): return "another program's operations are not known here"
    case (.explains, _): return "\(it) cannot show its operations"
    case (.scratches, _): return "\(it) has no values that could be changed by hand"
    case (.breaks, _): return "\(it) does not run here: there is nothing to stop"
    case (.measures, _): return "\(it) cannot be trained without attention"
    case (.exhibits, .lesson):
      return "mistakes stand beside what is right: headlight train compare, then :exhibit"
    case (.exhibits, _):
      return "\(it) has no mistakes to show on purpose; headlight train compare has"
    default: return "\(it) cannot do that"
    }
  }
}
