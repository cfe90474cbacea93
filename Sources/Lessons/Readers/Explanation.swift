import Snapshots
import Subjects
import Tapes
import Training

/// How one reading of an input is played once more, with every value kept.
///
/// The program is that of a training step with a batch of one: what the decoder was given is given to it
/// again and padding that was seen is seen, so every value has the bits that it had in the reading, and
/// the loss is the example's own. Where the right answer is not known, what was written counts as right.
struct Explanation {
  /// The lengths that the program was recorded for: what has the same has the same program.
  var size: Padding
  /// The program, with what only explains it.
  var tape: () -> Tape
  /// Sets the inputs.
  var fill: (Player) -> Void
}

extension Lesson {
  /// How `input` was read; nil where nothing was read.
  func explanation(of input: Input, as reading: Reading) -> Explanation? {
    let example = corpus.example(of: input)
    let answer = reading.written.compactMap(\.id)
    guard example.sample.source.count > 0, !answer.isEmpty else { return nil }
    var sample = example.sample
    let right = sample.target.prefix(answer.count)
    sample.target = Array(right + answer.dropFirst(right.count))
    sample.given = reading.isTeacherForced ? example.sample.target : answer
    if corpus.answer != .next { sample.counted = sample.target.indices }
    let (model, marks) = (model, corpus.marks)
    let weight = 1 / Float(max(1, sample.counted.count))
    var size = model.size(of: sample)
    if isPaddingSeen { size.keys = corpus.longest.keys }
    return Explanation(
      size: size, tape: { [size] in model.program(rows: 1, size, explaining: true) },
      fill: { [sample] in model.fill($0, [sample], labelWeight: weight, marks) })
  }
}
