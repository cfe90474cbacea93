import Screens
import Subjects

extension English {
  func problem(_ problem: Problem) -> String {
    switch problem {
    case .memory(let need, let free, let limit, let remedy):
      return "this needs about \(megabytes(need)) of memory, and \(name(of: limit)) leaves "
        + "\(megabytes(free)): \(advice(remedy))"
    case .noThread:
      return
        "no thread could be had within 2 seconds to train on: end other programs of this user, "
        + "or allow more (ulimit -u)"
    case .unitsOfTransformer(let units):
      return "--units \(units) is no width of a transformer: its positions are written as pairs of "
        + "sine and cosine, so it needs an even number from 4 on"
    case .unitsOfHeads(let units, let heads):
      return
        "--units \(units) cannot be split into --heads \(heads): the heads must divide the units"
    case .file(let file): return file.words
    case .notSaved(let path, let step, let tensor):
      return "\(path): step \(step) is not saved: \(tensor) is not finite"
    case .notFinite(let path, let tensor):
      return "\(path): \(tensor) holds a number that is not finite: nothing can be read "
        + "from it or trained on with it; take an older checkpoint of the run, or train it again "
        + "with a smaller --learning-rate"
    case .ofAnotherRun(let path, let key, let found, let expected):
      return "\(path): its \(key) is \"\(found)\", but run.json says \"\(expected)\": "
        + "this checkpoint belongs to another run; put the run's own back"
    case .unnamed(let path):
      return "\(path) does not say which run it belongs to (an older version wrote it): it is "
        + "taken because its names, shapes and types fit"
    case .checkpointLeftOut(let why): return self.problem(why) + "; this checkpoint is left out"
    case .otherKernels(let path, let recorded, let here):
      return "\(path) was computed by \(recorded) kernels and goes on with \(here): "
        + "not bit-exact; HEADLIGHT_KERNELS=\(recorded) makes it so"
    case .inRun(let file, let others):
      return safe(file.words)
        + (others > 0
          ? "; and \(counted(others, "other problem")): headlight inspect \(safe(file.path))" : "")
    case .recording(let why):
      return self.problem(why)
        + "; enter trains the three instead, headlight anatomy --record-tour makes a new recording"
    case .keptAlready(let path): return "it is kept already, in \(path)"
    case .keptOneAtATime(let lesson):
      return "runs side by side of \(lesson) are kept one at a time: L, then :save"
    case .noCheckpoint(let path): return "\(path) has no checkpoint"
    case .differentSteps(let path): return "\(path): its runs are of different steps"
    case .otherOptions(let path):
      return "\(path)/run.json: its options are not those that this version trains"
    case .interrupted(let step, let directory):
      return "interrupted at step \(step)"
        + (directory.map { "; step \(step) is kept in \($0)" } ?? "")
    case .halted(let halt, let directory):
      return "training halted: \(cause(of: halt)). The last good step is \(halt.lastGood)"
        + (directory.map { ", which is kept in \($0)" } ?? "")
        + ". Try a smaller --learning-rate."
    case .unwritten(let why, let step, let lost):
      return self.problem(why)
        + (lost.map { "; the steps since \($0) are lost" } ?? "; step \(step) is kept")
    case .tooManySteps(let steps, let start):
      return "--steps \(steps) after step \(start) is more than can be counted: give fewer"
    case .export(let why): return exportProblem(why)
    case .text(let problem): return problem.description
    case .words(let words): return words
    }
  }

  private func name(of limit: MemoryLimit) -> String {
    switch limit {
    case .machine: "this machine"
    case .controlGroup: "the control group's limit"
    case .process: "the limit of this process (ulimit -v)"
    }
  }

  private func advice(_ remedy: MemoryRemedy) -> String {
    switch remedy {
    case .batch(let batch): "--batch-size \(batch) fits"
    case .units(let units): "--units \(units) --batch-size 1 fits"
    case .smallerLesson: "free some, or train a smaller lesson"
    }
  }

  func lost(_ unsaved: Unsaved) -> String {
    "steps \(unsaved.saved + 1) … \(unsaved.reached) of \(unsaved.directory) are lost; "
      + "it goes on from step \(unsaved.saved)"
  }
}
