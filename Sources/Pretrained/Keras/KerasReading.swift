public import Snapshots
public import Tensors

/// What a Keras model made of one text.
public struct KerasReading: Hashable, Sendable {
  /// A symbol that could be written.
  public struct Candidate: Hashable, Sendable {
    /// The symbol as it stands at an axis.
    public var label: String
    /// Its number.
    public var id: Int32
    /// Its probability.
    public var probability: Float
  }

  /// The text that was read.
  public var text: String
  /// The text as the model has it, padded; of a text that is continued, that of the first step.
  public var source: [Int32]
  /// The numbers of what was written, the end mark included.
  public var written: [Int32]
  /// The five likeliest symbols at every step, the likeliest first.
  public var candidates: [[Candidate]]
  /// All weights `[query, key]`, padding position by position; of a text that is continued, each row
  /// over the window of its step.
  public var weights: Tensor
  /// What a screen shows: the reading and its attention, with labels at both axes.
  ///
  /// All that padding gets stands in one column, ∅.
  public var snapshot: Snapshot
}

extension KerasReading {
  /// One symbol that was written, and what else it could have been.
  struct Step {
    /// What was written.
    var chosen: Candidate
    /// The five likeliest.
    var candidates: [Candidate]

    /// The likeliest symbol, or the one that `choose` picks among all probabilities.
    ///
    /// Nil where there is none.
    init?(
      _ probabilities: [Float], _ vocabulary: KerasVocabulary, end: Int32,
      choosing choose: (([Float]) -> Int)?
    ) {
      candidates = Candidate.best(5, of: probabilities, vocabulary, end: end)
      guard let best = candidates.first else { return nil }
      chosen = best
      guard let place = choose?(probabilities), probabilities.indices.contains(place) else {
        return
      }
      chosen = Candidate(place, of: probabilities, vocabulary, end: end)
    }
  }
}

extension KerasReading.Candidate {
  init(_ place: Int, of probabilities: [Float], _ vocabulary: KerasVocabulary, end: Int32) {
    id = Int32(place)
    label = id == end ? "∅" : vocabulary.label(id)
    probability = probabilities[place]
  }

  /// The likeliest `count` of `probabilities`, of equal ones the first.
  static func best(
    _ count: Int, of probabilities: [Float], _ vocabulary: KerasVocabulary, end: Int32
  ) -> [Self] {
    var best: [Int] = []
    for place in probabilities.indices {
      let behind = best.firstIndex { probabilities[$0] < probabilities[place] } ?? best.count
      guard behind < count else { continue }
      best.insert(place, at: behind)
      if best.count > count { best.removeLast() }
    }
    return best.map { Self($0, of: probabilities, vocabulary, end: end) }
  }
}
