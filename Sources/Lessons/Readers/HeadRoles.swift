public import Snapshots
import Subjects

/// What the heads of a model do, measured on declared inputs.
///
/// One ordinary sentence shows what a head did there, not what it is for: a role is claimed from a
/// mean over declared inputs, and their number belongs to it.
public struct HeadRoles: Hashable, Sendable {
  /// The statistics of every head, by the site of its attention.
  public var statistics: [Site: [HeadStatistics]]
  /// How many inputs of which kind.
  public var measuredOn: DeclaredInputs

  /// Means of each site's heads over the maps of several inputs.
  ///
  /// In ordinary inputs tokens come again by accident: only what depends on positions alone is
  /// measured there.
  init(_ inputs: [[AttentionWeights]], _ kind: DeclaredInputs.Kind) {
    let inputs = inputs.map { maps in
      Dictionary(
        maps.map {
          (
            $0.site,
            kind == .repeatedTokens ? HeadStatistics.heads(of: $0) : HeadStatistics.positional($0)
          )
        }, uniquingKeysWith: { first, _ in first })
    }
    statistics = [:]
    for site in inputs.first.map({ Array($0.keys) }) ?? [] {
      let all = inputs.compactMap { $0[site] }
      let heads = all.map(\.count).min() ?? 0
      statistics[site] = (0..<heads).compactMap { head in
        HeadStatistics.mean(all.map { $0[head] })
      }
    }
    measuredOn = DeclaredInputs(inputs.count, kind)
  }

  /// The same picture with what was measured in place of what one input shows.
  ///
  /// `step`: the one that was measured, where it is not of this moment.
  func labelled(_ snapshot: Snapshot, measuredAt step: Int?) -> Snapshot {
    var snapshot = snapshot
    for place in snapshot.attention.indices {
      guard let measured = statistics[snapshot.attention[place].site] else { continue }
      snapshot.attention[place].statistics = measured
      snapshot.attention[place].measuredOn = measuredOn
      snapshot.attention[place].measuredOn?.step = step
    }
    return snapshot
  }
}
