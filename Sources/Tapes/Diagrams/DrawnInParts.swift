/// An operation that a person would draw in several boxes.
///
/// It says them in its own file: a recurrent cell is one instruction, and its gates lie side by side in
/// one inner value.
protocol DrawnInParts: Operation {
  /// Adds its boxes for one playing.
  func draw(_ play: Tape.Play, in builder: inout DiagramBuilder)
}
