import Snapshots

/// Reads samples with the current weights of a model.
protocol ModelReader: AnyObject {
  /// What the model answers to each sample, at most `queries` tokens each.
  ///
  /// - `keys`: the length to which sources are padded; nil: as the model likes it.
  /// - `isForced`: whether the right answers are fed instead of what is written.
  func answers(_ samples: [Sample], queries: Int, keys: Int?, isForced: Bool) -> [Transcript]
  /// The attention of `transcript`, the first of the latest reading.
  func attention(of transcript: Transcript, _ labels: MapLabels) -> [AttentionWeights]
  /// Leaves these heads, and no others, out of whatever is read from now on.
  func leaveOut(_ heads: HeadsOff)
}
