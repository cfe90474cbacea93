public import Snapshots
import Tapes
import Tensors

/// Heads that are left out of a reading, by the site of their attention.
///
/// Leaving heads out is a way to look, never a way to train: the weights stay those of all heads.
public typealias HeadsOff = [Site: Set<Int>]

extension HeadsOff {
  /// The heads of `site`, whose contexts side by side are called `context`, written as 0.
  ///
  /// None for a site of which all heads take part, and none that the site does not have.
  func interventions(at site: Site, heads: Int, context: String) -> [Intervention] {
    let own = (self[site] ?? []).filter { $0 >= 0 && $0 < heads }
    return own.isEmpty ? [] : [Intervention(context, .zero(.head, own))]
  }
}
