/// Reads a condition from its text, by descent.
struct ConditionParser {
  private let text: String
  private let metrics: [String]?
  private let words: [String]
  private let tokens: [ConditionLexer.Token]
  private let openQuote: Int?
  private var place = 0
  private var depth = 0

  init(_ text: String, _ metrics: [String]?, _ words: [String]) {
    self.text = text
    self.metrics = metrics
    self.words = words
    let lexer = ConditionLexer(text)
    (tokens, openQuote) = (lexer.tokens, lexer.openQuote)
  }

  /// The piece that is next, where it is no name in quotes; empty at the end.
  private var current: String {
    place < tokens.count && !tokens[place].isQuoted ? tokens[place].text : ""
  }

  /// The piece behind the next one, likewise.
  private var following: String {
    place + 1 < tokens.count && !tokens[place + 1].isQuoted ? tokens[place + 1].text : ""
  }

  private func expected(_ what: Condition.Expected) -> Condition.Malformed {
    if place >= tokens.count, let openQuote {
      return .init(text: text, column: openQuote, expected: .quote)
    }
    let column = place < tokens.count ? tokens[place].column : text.count + 1
    var error = Condition.Malformed(text: text, column: column, expected: what)
    // Most names of this kind have a slash, which is none of a word's letters.
    if what == .sign, current == "/", place > 0 {
      let rest = place + 1 < tokens.count ? tokens[place + 1].text : ""
      error.example = "\"\(tokens[place - 1].text)/\(rest)\" < .1"
    }
    return error
  }

  mutating func parse() throws(Condition.Malformed) -> Condition.Node {
    let node = try either()
    guard place == tokens.count, openQuote == nil else { throw expected(.end) }
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
      try take(")", .closing)
      return node
    default: return try comparison()
    }
  }

  private mutating func take(
    _ sign: String, _ what: Condition.Expected
  ) throws(Condition.Malformed) {
    guard current == sign else { throw expected(what) }
    place += 1
  }

  // MARK: Quantities

  private mutating func comparison() throws(Condition.Malformed) -> Condition.Node {
    let quantity = try quantity()
    if quantity.standsAlone {
      return .compare(.init(quantity: quantity, sign: .unequal, bound: 0))
    }
    guard let sign = Condition.Sign(rawValue: current) else { throw expected(.sign) }
    place += 1
    guard let bound = Double(current), bound.isFinite else { throw expected(.number) }
    place += 1
    return .compare(.init(quantity: quantity, sign: sign, bound: bound))
  }

  private mutating func quantity() throws(Condition.Malformed) -> Condition.Quantity {
    if following == "(" {
      if current == "head" { return try head() }
      if current == "finite" { return .finite(try argument { .anyName }) }
      if let extent = Condition.Quantity.Extent(rawValue: current) { return try heads(extent) }
    }
    guard place < tokens.count else { throw expected(unknownName) }
    let token = tokens[place]
    if !token.isQuoted, words.contains(token.text),
      metrics?.contains(token.text) != true || Condition.Sign(rawValue: following) == nil
    {
      place += 1
      return .word(token.text)
    }
    guard isMetric(token) else { throw expected(unknownName) }
    place += 1
    return .metric(token.text)
  }

  private func isMetric(_ token: ConditionLexer.Token) -> Bool {
    if let metrics { return metrics.contains(token.text) }
    guard !token.isQuoted else { return !token.text.isEmpty }
    // What begins like a number is one.
    return token.text.first.map { $0.isLetter || $0 == "_" } == true
      && !["and", "or", "not"].contains(token.text)
  }

  private var unknownName: Condition.Expected {
    guard let metrics else { return .anyName }
    return .name(metrics + words.filter { !metrics.contains($0) })
  }

  /// `head(SITE L.H).MEASURE`, of which SITE may be left out.
  private mutating func head() throws(Condition.Malformed) -> Condition.Quantity {
    place += 2
    var site: String?
    if place < tokens.count, tokens[place].isQuoted || HeadLabel(tokens[place].text) == nil {
      site = try name { .head }
    }
    guard let label = HeadLabel(current) else { throw expected(.head) }
    place += 1
    try take(")", .closing)
    guard current.first == ".", let measure = HeadMeasure(rawValue: String(current.dropFirst()))
    else { throw expected(.measure) }
    place += 1
    return .head(site: site, label, measure)
  }

  /// `max_head(MEASURE, SITE)`, of which SITE may be left out.
  private mutating func heads(
    _ extent: Condition.Quantity.Extent
  ) throws(Condition.Malformed) -> Condition.Quantity {
    place += 2
    guard let measure = HeadMeasure(rawValue: current) else { throw expected(.measure) }
    place += 1
    var site: String?
    if current == "," {
      place += 1
      site = try name { .anyName }
    }
    try take(")", .closing)
    return .heads(extent, measure, site: site)
  }

  /// The name between the parentheses of a function.
  private mutating func argument(
    _ what: () -> Condition.Expected
  ) throws(Condition.Malformed) -> String {
    place += 2
    let name = try name(what)
    try take(")", .closing)
    return name
  }

  /// A name, in quotes or as one word.
  private mutating func name(
    _ what: () -> Condition.Expected
  ) throws(Condition.Malformed) -> String {
    guard place < tokens.count, !tokens[place].text.isEmpty,
      tokens[place].isQuoted || tokens[place].text.allSatisfy(ConditionLexer.isWord)
    else { throw expected(what()) }
    defer { place += 1 }
    return tokens[place].text
  }
}
