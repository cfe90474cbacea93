import Snapshots

/// A stop of the tour: what is pointed at.
///
/// What is said there is in the texts, at the same place.
struct TourStop: Hashable, Sendable {
  /// Which question, and which of its stops, from 1; question 0 is all of them, answered.
  var question: Int
  var part: Int
  /// Whose run.
  var mechanism: Mechanism
  /// The operation by what it is for; nil is Compare.
  var meaning: Diagram.Meaning?
  /// Whether the number under the cursor is written out.
  var isFollowing = false
  /// Whether the heads are shown in turn.
  var showsHeads = false

  /// How many stops its question has.
  var parts: Int { Self.all.count { $0.question == question } }

  private static func compare(
    _ question: Int, _ part: Int, _ mechanism: Mechanism, showsHeads: Bool = false
  ) -> TourStop {
    TourStop(question: question, part: part, mechanism: mechanism, showsHeads: showsHeads)
  }

  private static func anatomy(
    _ question: Int, _ part: Int, _ mechanism: Mechanism, _ meaning: Diagram.Meaning,
    isFollowing: Bool = false
  ) -> TourStop {
    TourStop(
      question: question, part: part, mechanism: mechanism, meaning: meaning,
      isFollowing: isFollowing)
  }

  /// All stops in order.
  static let all = [
    compare(1, 1, .additive), compare(1, 2, .additive), compare(1, 3, .pooling),
    compare(1, 4, .multihead, showsHeads: true),
    anatomy(2, 1, .pooling, .weights), anatomy(2, 2, .pooling, .repeatVector),
    anatomy(2, 3, .pooling, .permute), anatomy(2, 4, .pooling, .multiply),
    anatomy(3, 1, .additive, .featureProjection),
    anatomy(3, 2, .additive, .featureProjection, isFollowing: true),
    anatomy(4, 1, .additive, .score), anatomy(4, 2, .additive, .score),
    anatomy(4, 3, .additive, .weights),
    anatomy(5, 1, .additive, .hiddenLayer), anatomy(5, 2, .additive, .score),
    anatomy(5, 3, .additive, .weights), anatomy(5, 4, .additive, .context),
    compare(0, 1, .additive),
  ]
}
