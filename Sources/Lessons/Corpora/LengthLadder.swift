/// The few lengths that batches are padded to, chosen by the lengths that batches have.
///
/// Each length is a program with a player of its own, so there must be few; but a batch that is padded
/// to the longest row of a file pays for a row that it does not have. The rungs are lengths that
/// batches of so many rows seldom exceed, so that a file with one long row has nearly the rungs of
/// the same file without it, and the long row costs its own batches only.
struct LengthLadder: Hashable {
  /// The lengths, ascending; every row fits on the last.
  let rungs: [Int]

  /// The ladder for batches of so many `rows` out of rows of these lengths.
  ///
  /// `longest`: the length of the longest row there is.
  init(_ lengths: [Int], longest: Int, rows: Int) {
    let sorted = lengths.sorted()
    var rungs = [longest]
    // The shares of batches that stay below a rung; those that do not go one rung up.
    for share in [0.99, 0.9, 0.75, 0.5, 0.25, 0.1] {
      let place = Self.root(share, rows) * Double(sorted.count)
      guard let lowest = rungs.first, !sorted.isEmpty else { break }
      let length = sorted[min(sorted.count, max(1, Int(place.rounded(.up)))) - 1]
      // A length of 1 is computed in another order than longer ones, so no rung is near it.
      let rung = max(Self.shortest, length)
      if 8 * rung <= 7 * lowest { rungs.insert(rung, at: 0) }
    }
    self.rungs = rungs
  }

  private static let shortest = 4

  /// The lowest rung on which `length` fits.
  func rung(_ length: Int) -> Int { rungs.first { $0 >= length } ?? length }

  /// The share of rows below a length that a batch of so many rows stays below in this share of
  /// cases: the n-th root, by halving the interval.
  private static func root(_ share: Double, _ rows: Int) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      var power = 1.0
      for _ in 0..<max(1, rows) { power *= middle }
      if power < share { low = middle } else { high = middle }
    }
    return high
  }
}
