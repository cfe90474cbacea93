/// What a screen asks for that is not the business of the present subject: another one.
public enum Door: Hashable, Sendable {
  /// The run of another way to attend; the present one waits.
  case way(Way)
  /// A lesson of the list; the present run waits.
  case lesson(String)
  /// A user's own pairs, a file of tab-separated rows; the present run waits.
  case data(String)
  /// The ways to attend of the present lesson side by side, from step 0; the present run waits.
  case compared
  /// The present runs from step 0 again, with what is chosen otherwise; those that were end.
  case restart(Restart?)
  /// The same lesson without attention, trained beside this run; only its end is told.
  case baseline
  /// Three runs for the tour, recorded ones or new ones that train at once; the present ones wait.
  case tour(isRecorded: Bool)
}
