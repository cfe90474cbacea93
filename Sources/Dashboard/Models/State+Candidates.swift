import Screens
import Snapshots
import Subjects
import Tensors

/// What a model could write next, or in the place of a mask.
extension State {
  /// Whether there are candidates to be shown.
  var hasCandidates: Bool { !(snapshot?.reading.candidates.isEmpty ?? true) }

  /// The candidates to show: of the mask, or of the query, that the crosshair is nearest to.
  var candidates: Candidates? {
    let all = snapshot?.reading.candidates ?? []
    guard let row = crosshair?.row else { return all.first }
    return all.min { abs($0.place - row) < abs($1.place - row) }
  }

  /// The candidates that all heads give for the same place; nil while none is left out.
  var candidatesOfAllHeads: Candidates? {
    guard let place = candidates?.place else { return nil }
    return sighting.scene?.whole?.reading.candidates.first { $0.place == place }
  }

  /// A line of candidates: label, probability, and what leaving heads out changes.
  struct CandidateLine: Hashable {
    var label: String
    var logProbability: Double
    /// 0 … 1.
    var probability: Double
    /// ln p without these heads − ln p with all; nil while none is left out, or it is not known.
    var change: Double?
  }

  /// The five likeliest with all heads, or those that there are.
  var candidateLines: [CandidateLine] {
    guard let own = candidates else { return [] }
    let whole = candidatesOfAllHeads
    return (whole ?? own).best.prefix(5).map { candidate in
      let now = own.best.first { $0.id == candidate.id } ?? candidate
      return CandidateLine(
        label: candidate.label, logProbability: Double(now.logProbability),
        probability: Transcendental.exponential(Double(now.logProbability)),
        change: whole.map { _ in Double(now.logProbability - candidate.logProbability) })
    }
  }
}
