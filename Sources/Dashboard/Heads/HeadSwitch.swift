/// Whether a head takes part in the model.
public enum HeadSwitch: String, Hashable, Sendable, CaseIterable {
  /// It does.
  case on
  /// Its output is taken as zero.
  case off
  /// The outputs of all other heads of its site are taken as zero.
  case alone
}
