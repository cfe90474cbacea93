/// The lengths that tapes are recorded for: a text is padded to the next one.
///
/// A tile of the matrix product has 12 rows, so short lengths are multiples of 12; beyond that a text
/// is padded by at most a third.
enum Buckets {
  private static let short = [12, 24, 36, 48, 64, 96, 128, 160, 192, 256, 320, 384, 448, 512]

  /// The length for a text of `tokens`, at most `limit`.
  static func length(_ tokens: Int, limit: Int) -> Int {
    let length = short.first { $0 >= tokens } ?? (tokens + 127) / 128 * 128
    return max(tokens, min(length, limit))
  }
}
