public import Tapes
public import Tensors

extension Player {
  /// Sets the words that dropout draws its lots from: two for each row, a function of where it is.
  ///
  /// They depend on the stream, the step and the row's number in the whole batch, so that shards and
  /// replays draw the same. A tape without dropout is left as it is.
  public func setDropoutWords(_ stream: RandomStream, step: Int, rows: Range<Int>) {
    guard tape.contains("dropout") else { return }
    withIndices("dropout") { words in
      precondition(words.count == 2 * rows.count, "two words for each of \(rows.count) rows")
      for (place, row) in rows.enumerated() {
        let bits = stream(step).bits(row)
        words[2 * place] = Int32(truncatingIfNeeded: bits)
        words[2 * place + 1] = Int32(truncatingIfNeeded: bits >> 32)
      }
    }
  }
}
