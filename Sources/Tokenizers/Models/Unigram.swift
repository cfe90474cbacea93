/// A model that takes the cut of greatest probability, each token having its own.
///
/// Sources: Kudo 2018; `Unigram` of Hugging Face's tokenizers, which is sentencepiece's search.
struct Unigram: Sendable {
  /// How much less likely an unknown scalar is than the least likely token, as a logarithm.
  private static let penalty = 10.0

  /// The tokens; an id is a place in the list.
  let table: TokenTable
  private let scores: [Double]
  /// The id of what is no token; without one such a scalar is dropped.
  private let unknown: Int?
  /// Whether what is no token is written in tokens `<0xE2>`.
  private let fallsBackToBytes: Bool
  private let byteIDs: [Int]
  private let index: PrefixIndex
  private let unknownScore: Double

  /// A model of a table whose entries have `scores`.
  init(table: TokenTable, scores: [Double], unknown: Int?, fallsBackToBytes: Bool) {
    self.table = table
    self.scores = scores
    self.unknown = unknown
    self.fallsBackToBytes = fallsBackToBytes
    byteIDs = BytePairEncoding.byteIDs(table)
    index = PrefixIndex((0..<table.count).map { (Array(table.bytes(entry: $0)), $0) })
    unknownScore = (scores.min() ?? 0) - Self.penalty
  }

  /// The best way to a place: the score, where its last token begins, and that token's entry, −1
  /// if it is unknown.
  private struct Node {
    var score = 0.0
    var start = -1
    var entry = -1
  }

  /// Appends the tokens of a piece of text.
  func tokenize(_ bytes: [UInt8], _ range: Range<Int>, _ tokens: inout [ModelToken]) {
    var end = range.upperBound
    let nodes = search(bytes, range)
    var cuts: [Range<Int>] = []
    var isFused = false
    while end > range.lowerBound {
      let node = nodes[end - range.lowerBound]
      let cut = max(node.start, range.lowerBound)..<end
      if isUnknown(node), isFused, let last = cuts.last {
        cuts[cuts.count - 1] = cut.lowerBound..<last.upperBound
      } else {
        cuts.append(cut)
      }
      isFused = isUnknown(node)
      end = cut.lowerBound
    }
    for cut in cuts.reversed() { append(bytes, cut, &tokens) }
  }

  /// A token of the unknown id is unknown too, when the text holds it.
  private func isUnknown(_ node: Node) -> Bool {
    node.entry < 0 || table.id(entry: node.entry) == unknown
  }

  private func append(_ bytes: [UInt8], _ cut: Range<Int>, _ tokens: inout [ModelToken]) {
    if let id = table.id(bytes, cut) {
      tokens.append(ModelToken(id: id, range: cut))
    } else if fallsBackToBytes, cut.allSatisfy({ byteIDs[Int(bytes[$0])] >= 0 }) {
      for place in cut { tokens.append(ModelToken(id: byteIDs[Int(bytes[place])], range: cut)) }
    } else if let unknown {
      tokens.append(ModelToken(id: unknown, range: cut, isNamedByText: true))
    }
  }

  private func search(_ bytes: [UInt8], _ range: Range<Int>) -> [Node] {
    var nodes = Array(repeating: Node(), count: range.count + 1)
    var place = range.lowerBound
    while place < range.upperBound {
      let width = bytes.scalar(at: place).width
      let score = nodes[place - range.lowerBound].score
      var hasSingle = false
      func reach(_ length: Int, _ candidate: Double, _ entry: Int) {
        let target = place - range.lowerBound + length
        if nodes[target].start < 0 || candidate > nodes[target].score {
          nodes[target] = Node(score: candidate, start: place, entry: entry)
        }
      }
      index.prefixes(of: bytes, from: place, to: range.upperBound) { length, entry in
        reach(length, scores[entry] + score, entry)
        if length == width { hasSingle = true }
      }
      if !hasSingle { reach(width, unknownScore + score, -1) }
      place += width
    }
    return nodes
  }
}
