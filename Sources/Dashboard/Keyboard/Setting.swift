import Subjects

/// What `:set` chooses otherwise about a run that trains.
enum Setting: String, CaseIterable {
  case learningRate = "learning-rate"
  case batchSize = "batch-size"
  case optimizer, units, heads, seed

  /// What may follow its name.
  enum Value: Hashable {
    /// Acts at once, from the present step on.
    case change(Change)
    /// Begins the run again.
    case restart(Restart)
  }

  /// What a person typed after its name; nil where it is not that.
  func value(_ text: String) -> Value? {
    func whole(_ range: ClosedRange<Int>) -> Int? {
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
    switch self {
    case .learningRate:
      return Float(text).flatMap {
        $0 > 0 && $0 <= 10 ? .change(.learningRate($0)) : nil
      }
    case .batchSize: return whole(1...4_096).map { .change(.batchSize($0)) }
    case .optimizer: return OptimizerName(rawValue: text).map { .change(.optimizer($0)) }
    case .units: return whole(1...1_024).map { .restart(.units($0)) }
    case .heads: return whole(1...64).map { .restart(.heads($0)) }
    case .seed: return UInt64(text).map { .restart(.seed($0)) }
    }
  }
}
