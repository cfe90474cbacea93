public import Snapshots
public import Tapes
import Tensors

extension HeadsOff {
  /// The heads of `site`, whose contexts side by side are called `context`, written as 0.
  ///
  /// None for a site of which all heads take part, and none that the site does not have.
  public func interventions(at site: Site, heads: Int, context: String) -> [Intervention] {
    let own = (self[site] ?? []).filter { $0 >= 0 && $0 < heads }
    return own.isEmpty ? [] : [Intervention(context, .zero(.head, own))]
  }
}
