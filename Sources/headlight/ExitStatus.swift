/// The statuses that the program ends with.
enum ExitStatus: Int32 {
  case success = 0
  /// A verification or an assertion is false.
  case isFalse = 1
  case badInput = 2
  /// Training halted on a value that is not finite.
  case halted = 3
  case interrupted = 130
}
