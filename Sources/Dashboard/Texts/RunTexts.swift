public import Snapshots
public import Subjects

/// What a language says about runs: facts, notices, and what cannot be asked of them.
///
/// Whoever sends them gives values and knows no language. There are no defaults: a language that
/// lacks a sentence does not compile.
protocol RunTexts: Sendable {
  /// A way to attend: `pooling over an LSTM`.
  func way(_ way: Way) -> String
  /// Something that belongs on the screen about a run.
  func fact(_ fact: Fact) -> String
  /// What was chosen otherwise while it ran.
  func changed(_ change: StepChange) -> String
  /// What somebody has to say; `name` is what a run is called beside others.
  func notice(_ notice: Notice, _ name: (RunID) -> String) -> String
  /// What goes wrong in a training without stopping it.
  func alarm(_ alarm: Alarm) -> String
  /// What went wrong, where, what was expected and what to try.
  func problem(_ problem: Problem) -> String
  /// What is lost if the program ends now.
  func lost(_ unsaved: Unsaved) -> String
  /// What something was measured on: `64 × repeated tokens`.
  func inputs(_ inputs: DeclaredInputs) -> String
  /// The heads that have a role, and what that was measured on.
  func roles(_ heads: [String], _ inputs: DeclaredInputs) -> String
  /// Why training halted; `name` is the run it happened to, where there are several.
  func halted(_ halt: Halt, _ name: String?) -> String
  /// What is left of what going back starts from.
  func thinned(_ thinning: Thinning) -> String
  /// Why something cannot be asked of a run that comes from there.
  func whyUnable(_ ability: Abilities, _ origin: Origin) -> String
  /// Why a run that comes from there has no other ways to attend.
  func whyNoWays(_ origin: Origin) -> String
}

extension Language {
  /// A notice for whoever reads lines and not a screen.
  public func line(_ notice: Notice) -> String { texts.notice(notice) { _ in "" } }
  /// What went wrong, likewise.
  public func line(_ problem: Problem) -> String { texts.problem(problem) }
  /// What goes wrong in a training, likewise.
  public func line(_ alarm: Alarm) -> String { texts.alarm(alarm) }
  /// What is lost, likewise.
  public func line(_ unsaved: Unsaved) -> String { texts.lost(unsaved) }
  /// What something was measured on, likewise.
  public func line(_ inputs: DeclaredInputs) -> String { texts.inputs(inputs) }
  /// What heads do and what that was measured on, likewise.
  public func line(roles heads: [String], _ inputs: DeclaredInputs) -> String {
    texts.roles(heads, inputs)
  }
}

/// A share in thousandths, as it stands in a line of results.
func thousandths(_ share: Double) -> String { "\((share * 1_000).rounded() / 1_000)" }

extension RunTexts {
  /// Why something cannot be asked of `run`.
  func whyUnable(_ ability: Abilities, _ run: Run) -> String { whyUnable(ability, run.origin) }
  /// Why `run` has no other ways to attend.
  func whyNoWays(_ run: Run) -> String { whyNoWays(run.origin) }
}
