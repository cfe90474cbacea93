/// What went wrong, or has to be known before something is believed, as a value: a language makes the
/// sentence.
public indirect enum Problem: Error, Hashable {
  /// Training needs more memory than there is, both in bytes.
  case memory(need: Int, free: Int, MemoryLimit, MemoryRemedy)
  /// The system gives no thread to train on.
  case noThread
  /// The run is kept already, in this directory.
  case keptAlready(String)
  /// Runs side by side of this lesson are kept one at a time.
  case keptOneAtATime(String)
  /// So many units are no width of a transformer.
  case unitsOfTransformer(Int)
  /// So many units cannot be shared by so many heads.
  case unitsOfHeads(Int, heads: Int)
  /// A file or a folder could not be used.
  case file(FileProblem)
  /// Something in the directory of a run is wrong, and so many other things are.
  case inRun(FileProblem, others: Int)
  /// A state is not saved, since a tensor of it is not finite.
  case notSaved(path: String, step: Int, tensor: String)
  /// A checkpoint holds a number that is not finite.
  case notFinite(path: String, tensor: String)
  /// A checkpoint says that it is of another run.
  case ofAnotherRun(path: String, key: String, found: String, expected: String)
  /// A checkpoint does not say which run it is of.
  case unnamed(path: String)
  /// A checkpoint is damaged, and the one before it is taken.
  case checkpointLeftOut(Problem)
  /// A run is gone on with by the kernels of another processor level.
  case otherKernels(path: String, recorded: String, here: String)
  /// The runs of the tour's recording cannot be used.
  case recording(Problem)
  /// A run has no checkpoint.
  case noCheckpoint(path: String)
  /// The runs in a folder stand at different steps.
  case differentSteps(path: String)
  /// A run was trained with other options than this version trains.
  case otherOptions(path: String)
  /// Training was interrupted after a step, which is kept in a directory where there is one.
  case interrupted(step: Int, keptIn: String?)
  /// Training halted; the last good step is kept in a directory where there is one.
  case halted(Halt, keptIn: String?)
  /// What a run is kept in cannot be written: this step is kept all the same, or the steps since `saved`
  /// are lost.
  case unwritten(Problem, step: Int, lostSince: Int?)
  /// So many steps after a step are more than can be counted.
  case tooManySteps(Int, after: Int)
  /// What is shown cannot be written to a file.
  case export(ExportProblem)
  /// A model cannot read a text.
  case text(TextProblem)
  /// In the words of what found it.
  case words(String)
}

/// What bounds the memory that may be taken.
public enum MemoryLimit: Hashable, Sendable {
  /// What the machine has, what its control group may take, what the process may take.
  case machine, controlGroup, process
}

/// What would fit into the memory there is.
public enum MemoryRemedy: Hashable, Sendable {
  /// A smaller batch.
  case batch(Int)
  /// Fewer units, with batches of one.
  case units(Int)
  /// Nothing that is known.
  case smallerLesson
}
