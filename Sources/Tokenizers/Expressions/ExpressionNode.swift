/// A regular expression as a tree.
indirect enum ExpressionNode: Sendable {
  /// Matches nothing but the place.
  case empty
  /// A scalar.
  case scalar(UInt32)
  /// A scalar of a set.
  case set(ScalarSet)
  /// One after another.
  case sequence([ExpressionNode])
  /// The first that matches.
  case alternatives([ExpressionNode])
  /// Between `least` and `most` times, without limit if that is nil.
  case repetition(ExpressionNode, least: Int, most: Int?, Greed)
  /// Whether the node matches after this place, or before it.
  case look(ExpressionNode, isAhead: Bool, isNegative: Bool)
  /// What matches first is never given back.
  case atomic(ExpressionNode)
  /// Whether this is such a place.
  case place(Place)

  /// How much a repetition takes.
  enum Greed: Sendable {
    /// As much as it can.
    case greedy
    /// As little as it must.
    case lazy
    /// As much as it can, and gives nothing back.
    case possessive
  }

  /// A kind of place between two scalars.
  enum Place: Sendable {
    /// The beginning of the text.
    case textStart
    /// The end of the text.
    case textEnd
    /// The end of the text or before its last newline.
    case lastLineEnd
    /// The beginning of a line.
    case lineStart
    /// The end of a line.
    case lineEnd
    /// Between a word and none.
    case wordBoundary
    /// Not between a word and none.
    case noWordBoundary
  }

  /// The fewest and the most scalars that can match; nil without limit.
  var width: (least: Int, most: Int?) {
    switch self {
    case .empty, .look, .place: return (0, 0)
    case .scalar, .set: return (1, 1)
    case .atomic(let node): return node.width
    case .sequence(let nodes):
      return nodes.reduce((0, 0)) { sum, node in
        let width = node.width
        return (
          sum.0 + width.least, sum.1.flatMap { most in width.most.map { most + $0 } }
        )
      }
    case .alternatives(let nodes):
      let widths = nodes.map(\.width)
      return (
        widths.map(\.least).min() ?? 0,
        widths.reduce(0) { most, width in most.flatMap { most in width.most.map { max(most, $0) } }
        }
      )
    case .repetition(let node, let least, let most, _):
      // Both factors are limited by the parser, and depth by its nesting: no overflow that matters.
      let width = node.width
      let greatest = most.flatMap { most in
        width.most.map { $0.multipliedReportingOverflow(by: most) }
      }
      return (
        width.least.multipliedReportingOverflow(by: least).partialValue,
        greatest.flatMap { $0.overflow ? nil : $0.partialValue }
      )
    }
  }
}
