/// An error that says what went wrong as a value.
public protocol CarriesProblem: Error {
  /// What went wrong.
  var problem: Problem { get }
}
