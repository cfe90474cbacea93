/// A condition over metrics: `exact_match >= 0.99 and step > 100`.
///
/// Grammar: comparisons of a metric with a number by `<  <=  >  >=  ==  !=`, joined by `and`, `or`
/// and `not` (also `&&`, `||`, `!`) and grouped by parentheses; `and` binds tighter than `or`.
/// A comparison with a metric that has no value is false.
public struct Condition: Hashable, Sendable, CustomStringConvertible {
  /// Why a text is not a condition, and where.
  public struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text.
    public var text: String
    /// The place of the mistake, counted in characters from 1.
    public var column: Int
    /// What should stand there.
    public var expected: Expected
    /// A condition over the same metrics.
    public var example = "exact_match >= 0.99 and step > 100"

    /// `"exact >" is not a condition: at column 8 a number was expected; try "exact_match >= 0.99"`.
    public var description: String {
      "\"\(text)\" is not a condition: at column \(column) \(expected) was expected; "
        + "try \"\(example)\""
    }
  }

  /// What can be missing in a text that is no condition.
  public enum Expected: Hashable, Sendable, CustomStringConvertible {
    /// `and`, `or` or nothing more.
    case end
    /// `)`.
    case closing
    /// No more than 64 levels of parentheses and `not`.
    case fewerLevels
    /// One of these names.
    case name([String])
    /// A comparison.
    case sign
    /// A number.
    case number

    /// In words.
    public var description: String {
      switch self {
      case .end: "\"and\", \"or\" or the end"
      case .closing: "\")\""
      case .fewerLevels: "at most 64 levels of parentheses and \"not\""
      case .name(let names): "one of " + names.joined(separator: ", ")
      case .sign: "one of < <= > >= == !="
      case .number: "a number"
      }
    }
  }

  indirect enum Node: Hashable, Sendable {
    case compare(String, String, Double)
    case both(Node, Node)
    case either(Node, Node)
    case not(Node)
  }

  /// The text it was read from.
  public let description: String
  private let node: Node

  /// The metrics that a run of a lesson has.
  public static let metrics = [
    "step", "loss", "accuracy", "exact_match", "pattern_match", "seconds",
  ]

  /// The condition that `text` says, over `metrics`.
  ///
  /// Each of `words` stands alone and is true where its value is not 0, unless it is a metric as
  /// well and is compared; ``value(of:)`` names that value.
  public init(
    _ text: String, metrics: [String] = Condition.metrics, words: [String] = []
  ) throws(Malformed) {
    var parser = ConditionParser(text, metrics, words)
    node = try parser.parse()
    description = text
  }

  /// The name under which the value of a word that stands alone is looked up.
  public static func value(of word: String) -> String { "is " + word }

  /// Whether it holds for these values.
  public func holds(_ values: [String: Double]) -> Bool { Self.holds(node, values) }

  private static func holds(_ node: Node, _ values: [String: Double]) -> Bool {
    switch node {
    case .both(let a, let b): return holds(a, values) && holds(b, values)
    case .either(let a, let b): return holds(a, values) || holds(b, values)
    case .not(let a): return !holds(a, values)
    case .compare(let metric, let sign, let bound):
      guard let value = values[metric] else { return false }
      return switch sign {
      case "<": value < bound
      case "<=": value <= bound
      case ">": value > bound
      case ">=": value >= bound
      case "==": value == bound
      default: value != bound
      }
    }
  }
}

private struct ConditionParser {
  private let text: String
  private let metrics: [String]
  private let words: [String]
  private let tokens: [(text: String, column: Int)]
  private var place = 0
  private var depth = 0

  init(_ text: String, _ metrics: [String], _ words: [String]) {
    self.text = text
    self.metrics = metrics
    self.words = words
    tokens = Self.split(text)
  }

  private static func split(_ text: String) -> [(text: String, column: Int)] {
    let characters = Array(text)
    var tokens: [(text: String, column: Int)] = []
    var start = 0
    func isWord(_ character: Character) -> Bool {
      character.isLetter || character.isNumber || "._+-".contains(character)
    }
    while start < characters.count {
      var end = start + 1
      if characters[start].isWhitespace {
        start = end
        continue
      }
      if isWord(characters[start]) {
        while end < characters.count, isWord(characters[end]) { end += 1 }
      } else if "<>=!&|".contains(characters[start]) {
        while end < characters.count, "=&|".contains(characters[end]) { end += 1 }
      }
      tokens.append((String(characters[start..<end]), start + 1))
      start = end
    }
    return tokens
  }

  private var current: String { place < tokens.count ? tokens[place].text : "" }

  private func expected(_ what: Condition.Expected) -> Condition.Malformed {
    let column = place < tokens.count ? tokens[place].column : text.count + 1
    return .init(text: text, column: column, expected: what)
  }

  mutating func parse() throws(Condition.Malformed) -> Condition.Node {
    let node = try either()
    guard place == tokens.count else { throw expected(.end) }
    return node
  }

  private mutating func either() throws(Condition.Malformed) -> Condition.Node {
    var node = try both()
    while current == "or" || current == "||" {
      place += 1
      node = .either(node, try both())
    }
    return node
  }

  private mutating func both() throws(Condition.Malformed) -> Condition.Node {
    var node = try single()
    while current == "and" || current == "&&" {
      place += 1
      node = .both(node, try single())
    }
    return node
  }

  private mutating func single() throws(Condition.Malformed) -> Condition.Node {
    // A text of a thousand parentheses must not exhaust the stack.
    depth += 1
    defer { depth -= 1 }
    guard depth < 64 else { throw expected(.fewerLevels) }
    switch current {
    case "not", "!":
      place += 1
      return .not(try single())
    case "(":
      place += 1
      let node = try either()
      guard current == ")" else { throw expected(.closing) }
      place += 1
      return node
    default: return try comparison()
    }
  }

  private mutating func comparison() throws(Condition.Malformed) -> Condition.Node {
    let metric = current
    let signs = ["<", "<=", ">", ">=", "==", "!="]
    if words.contains(metric),
      !metrics.contains(metric) || place + 1 >= tokens.count
        || !signs.contains(tokens[place + 1].text)
    {
      place += 1
      return .compare(Condition.value(of: metric), "!=", 0)
    }
    guard metrics.contains(metric) else {
      let names = metrics + words.filter { !metrics.contains($0) }
      throw expected(.name(names))
    }
    place += 1
    let sign = current
    guard signs.contains(sign) else {
      throw expected(.sign)
    }
    place += 1
    guard let bound = Double(current), bound.isFinite else { throw expected(.number) }
    place += 1
    return .compare(metric, sign, bound)
  }
}
