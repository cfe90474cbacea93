public import Snapshots

/// Something that a subject or the program has to say, as a value: a language makes the sentence.
public enum Notice: Hashable, Sendable {
  /// Training paused at a step; `run` is the one it is true of, nil where it is true of all.
  case paused(step: Int, Reason, run: RunID?)
  /// From this step on the learning rate stays where it is.
  case scheduleEnded(step: Int)
  /// From this step on something is trained otherwise.
  case changed(step: Int, Change)
  /// The run is kept in this directory, from its first step on.
  case recorded(String)
  /// A replay was given up; it still stands at this step.
  case replayGivenUp(step: Int)
  /// A run with a mistake was given up on its way to the others.
  case exhibitGivenUp(Mistake, step: Int, of: Int)
  /// The search for a wrong example was given up after so many right ones.
  case searchGivenUp(Int)
  /// The next examples, so many, are all right.
  case allRight(Int)
  /// What leaving out heads does to a run's held-out examples: the shares that are right.
  case withoutHeads(run: RunID?, examples: Int, without: Double, whole: Double)
  /// The same lesson without attention was trained: its exact match, 0 … 1, after so many steps.
  case baseline(RunID, exactMatch: Double, steps: Int)
  /// A run is being made, which takes longer than a moment: its units, for batches of `batch`.
  case starting(units: Int, batch: Int)
  /// What a run is kept in could not be written, and why; nil: it could be written again.
  case unsaved(Problem?)
  /// The runs of the tour could not be had, and why.
  case noTour(Problem)
  /// The way that was asked for cannot be trained, and why; the next one is shown.
  case wayLeftOut(Way, Problem)
  /// The terminal database does not know TERM; the entry of another kind stands in.
  case entryStandsIn(type: String, entry: String)
  /// A run was computed by the kernels of another processor level: what is computed again here may
  /// differ in the last bits.
  case otherKernels(recorded: String, here: String)
  /// Things to know about a user's pairs.
  case pairs([PairsNote])
  /// Something goes wrong in a training without stopping it; `run` is nil where there is one run.
  case alarm(Alarm, run: RunID?)
  /// A condition holds in a run that another program writes: it can be asked to stop, where it still
  /// writes.
  case holds(String, step: Int, latest: Int, run: RunID?, isWriting: Bool)
  /// What could not be looked at can be again.
  case readableAgain(String)
  /// The program that writes the run was asked to stop, for this reason.
  case askedToStop(String)
  /// The program that writes the run has ended, for this reason.
  case writerStopped(String, run: RunID?)
  /// These quantities of a condition have no value: what compares them is false. `known`: the
  /// metrics, or the heads, that there are.
  case withoutValue([String], condition: String, known: [String])
  /// Something is wrong.
  case problem(Problem)
  /// The system gave no second thread: one trains alone, to the same bits.
  case oneThread
  /// A start of so many units, for batches of `batch`, takes longer than a moment, before there is a
  /// screen.
  case slowStart(units: Int, batch: Int)
  /// What is shown was written to this file.
  case exported(String)
  /// A file that is there was not replaced.
  case notReplaced(String)
  /// A run goes on behind the end of its schedule, at this learning rate.
  case pastSchedule(step: Int, rate: Float)

  /// What training pauses for.
  public enum Reason: Hashable, Sendable {
    /// The number of steps that was asked for.
    case steps
    /// The time that was asked for.
    case seconds
    /// A condition that holds.
    case condition(String)
  }
}

/// What to know about a user's pairs before their numbers are believed.
public enum PairsNote: Hashable, Sendable {
  /// So many rows have a third column, which is left out.
  case thirdColumns(Int)
  /// So many rare units of a side are unknown: the model has room for `most`.
  case rare(Int, TextUnit, PairSide, most: Int)
  /// There are too few rows to keep any from training.
  case tooFewRows(Int)
  /// All rows have the same source, so none can be kept from training.
  case oneSource(rows: Int)
  /// So many of the units in held-out rows are in no row trained with.
  case unseen(Int, of: Int, TextUnit, PairSide)
}
