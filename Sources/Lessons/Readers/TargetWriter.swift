/// Writes a target for a source, one token after another.
protocol TargetWriter: ModelReader {
  /// What the model writes for each source, up to `length` tokens each.
  func read(
    _ sources: [Source], length: Int, keys: Int?, forced: [[Int32]]?
  ) -> [Transcript]
}

extension TargetWriter {
  func answers(
    _ samples: [Sample], queries: Int, keys: Int?, isForced: Bool
  ) -> [Transcript] {
    read(
      samples.map(\.source), length: queries, keys: keys,
      forced: isForced ? samples.map(\.target) : nil)
  }
}
