/// When to stop, what to show, what to demand: `exact_match >= 0.99 and step > 100`.
///
/// Grammar: comparisons of a quantity with a number by `<  <=  >  >=  ==  !=`, joined by `and`, `or` and
/// `not` (also `&&`, `||`, `!`) and grouped by parentheses; `and` binds tighter than `or`. A quantity is
/// - a metric by its name, in double quotes where the name is not a word: `"train/loss" < .1`,
/// - `head(SITE L.H).MEASURE`, what one head does; SITE may be left out where there is one,
/// - `max_head(MEASURE, SITE)`, `min_head(…)` and `mean_head(…)` over all heads, or those of SITE,
/// - `finite(NAME)`, which stands alone, for a metric or a site.
///
/// A comparison with a quantity that has no value is false.
public struct Condition: Hashable, Sendable, CustomStringConvertible {
  indirect enum Node: Hashable, Sendable {
    case compare(Comparison)
    case both(Node, Node)
    case either(Node, Node)
    case not(Node)
  }

  /// A quantity held against a number.
  struct Comparison: Hashable, Sendable {
    var quantity: Quantity
    var sign: Sign
    var bound: Double
  }

  /// How a value is compared with a bound.
  public enum Sign: String, Hashable, Sendable, CaseIterable {
    /// Below.
    case less = "<"
    /// At most.
    case atMost = "<="
    /// Above.
    case more = ">"
    /// At least.
    case atLeast = ">="
    /// The same.
    case equal = "=="
    /// Another.
    case unequal = "!="

    /// Whether `value` is so to `bound`.
    func holds(_ value: Double, _ bound: Double) -> Bool {
      switch self {
      case .less: value < bound
      case .atMost: value <= bound
      case .more: value > bound
      case .atLeast: value >= bound
      case .equal: value == bound
      case .unequal: value != bound
      }
    }
  }

  /// One comparison with what its quantity is now.
  public struct Term: Hashable, Sendable {
    /// The quantity as it is written.
    public var name: String
    /// How it is compared; nil of what stands alone.
    public var sign: Sign?
    /// What it is compared with.
    public var bound: Double
    /// What it is; nil where it has no value.
    public var value: Double?
    /// Whether the comparison holds.
    public var holds: Bool
    /// Why it has no value; nil where it has one.
    public var missing: Missing?
  }

  /// Why a quantity has no value.
  public enum Missing: Hashable, Sendable {
    /// Nothing is called so.
    case unknown
    /// Several sites have such a head.
    case ambiguous
    /// The head is there, and the measure means nothing for its kind of attention.
    case undefined
  }

  /// The text it was read from.
  public let description: String
  private let node: Node

  /// The metrics that a run of a lesson has.
  public static let metrics = [
    "step", "loss", "accuracy", "exact_match", "pattern_match", "seconds",
  ]

  /// The condition that `text` says, over `metrics`; nil: over metrics of any name.
  ///
  /// Each of `words` stands alone and is true where its value is not 0, unless it is a metric as
  /// well and is compared; ``value(of:)`` names that value.
  public init(
    _ text: String, metrics: [String]? = Condition.metrics, words: [String] = []
  ) throws(Malformed) {
    var parser = ConditionParser(text, metrics, words)
    node = try parser.parse()
    description = text
  }

  /// The name under which the value of a word that stands alone is looked up.
  public static func value(of word: String) -> String { "is " + word }

  /// Whether it holds for these values.
  public func holds(_ values: some ConditionValues) -> Bool { Self.holds(node, values) }

  private static func holds(_ node: Node, _ values: some ConditionValues) -> Bool {
    switch node {
    case .both(let a, let b): return holds(a, values) && holds(b, values)
    case .either(let a, let b): return holds(a, values) || holds(b, values)
    case .not(let a): return !holds(a, values)
    case .compare(let comparison):
      guard let value = comparison.quantity.value(values) else { return false }
      return comparison.sign.holds(value, comparison.bound)
    }
  }

  /// Every comparison with what it is now, in the order of the text.
  public func terms(_ values: some ConditionValues) -> [Term] {
    comparisons.map { comparison in
      let value = comparison.quantity.value(values)
      return Term(
        name: comparison.quantity.description,
        sign: comparison.quantity.standsAlone ? nil : comparison.sign, bound: comparison.bound,
        value: value, holds: value.map { comparison.sign.holds($0, comparison.bound) } ?? false,
        missing: value == nil ? comparison.quantity.missing(values) : nil)
    }
  }

  private var comparisons: [Comparison] {
    var found: [Comparison] = []
    func visit(_ node: Node) {
      switch node {
      case .compare(let comparison): found.append(comparison)
      case .both(let a, let b), .either(let a, let b):
        visit(a)
        visit(b)
      case .not(let a): visit(a)
      }
    }
    visit(node)
    return found
  }

  /// Whether it asks whether something is finite, which may be a site.
  public var asksFinite: Bool {
    comparisons.contains { if case .finite = $0.quantity { true } else { false } }
  }

  /// Whether it asks what heads do, which somebody has to measure.
  public var asksHeads: Bool { comparisons.contains { $0.quantity.asksHeads } }
}
