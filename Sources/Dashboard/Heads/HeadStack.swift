import Screens
import Snapshots

/// The heads of one stack of layers that attend in the same way: an encoder's self-attention, a
/// decoder's causal attention, its cross attention.
struct HeadStack: Hashable {
  /// One head with what is known about it.
  struct Head: Hashable {
    var name: HeadName
    var layer: Int
    var statistics: HeadStatistics
    /// What its map looks like from afar, with all keys and without the sinks.
    var thumbnail: Thumbnail
    var sinkless: Thumbnail

    /// `1.3`: layer and head.
    var label: String { HeadLabel(layer: layer, head: name.head).description }
  }

  /// The path of the sites without their numbers.
  var path: String
  var kind: AttentionWeights.Kind
  /// Numbers of the layers, ascending.
  var layers: [Int]
  /// The most heads that a layer has.
  var width: Int
  /// The heads, layer by layer.
  var heads: [Head]
  /// Keys that take a large part of all mass without saying anything, and their share of it.
  var sinks: Set<Int>
  var sinkMass: Float
  /// Labels of the sinks.
  var sinkNames: [String]
  /// The number of queries and keys.
  var extent: (queries: Int, keys: Int) { (heads[0].thumbnail.queries, heads[0].thumbnail.keys) }
  /// What the statistics were measured on, where that is not this input.
  var measuredOn: DeclaredInputs?
  /// How far the weights of all heads stand out.
  var peak = Peak()

  /// The head called `name`.
  subscript(name: HeadName) -> Head? { heads.first { $0.name == name } }

  /// The heads of `layer`.
  func heads(ofLayer layer: Int) -> [Head] { heads.filter { $0.layer == layer } }
}

extension HeadStack {
  /// The stacks of a summarised `snapshot`, in the order of its sites.
  static func stacks(of snapshot: Snapshot?) -> [HeadStack] {
    guard let snapshot, snapshot.isSummarized else { return [] }
    return snapshot.stacks.map { stack in
      HeadStack(stack.path, stack.sites.map { snapshot.attention[$0] })
    }
  }

  private init(_ path: String, _ sites: [AttentionWeights]) {
    self.path = path
    kind = sites[0].kind
    measuredOn = sites[0].measuredOn
    // A model that does not count its layers has them in the order of its sites.
    let numbers = sites.enumerated().map { $1.layer ?? $0 }
    layers = Set(numbers).sorted()
    width = sites.map(\.heads).max() ?? 1
    let found = sites[0].map.sinks ?? []
    sinks = Set(found.map(\.key))
    sinkMass = found.map(\.mass).reduce(0, +)
    sinkNames = found.map { label(sites[0].keys[$0.key]) }
    heads = []
    for (place, site) in sites.enumerated() {
      let known = site.statistics.count == site.heads ? site.statistics : nil
      for (head, summary) in site.map.summaries.enumerated() {
        heads.append(
          Head(
            name: HeadName(site: site.site, head: head), layer: numbers[place],
            statistics: known?[head] ?? summary.statistics, thumbnail: summary.whole.thumbnail,
            sinkless: summary.sinkless.thumbnail))
        peak = peak.joined(summary.sinkless.peak)
      }
    }
    heads.sort { ($0.layer, $0.name.head) < ($1.layer, $1.name.head) }
  }
}
