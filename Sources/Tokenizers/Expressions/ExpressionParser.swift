/// Reads a regular expression as Oniguruma writes them, as far as tokenizers use it.
///
/// Not read: back references, conditions, recursion, `\X`, `\R`, names of scripts.
struct ExpressionParser {
  /// Why an expression cannot be read.
  struct Failure: Error {
    /// What is wrong, to stand after “the pattern”.
    let problem: String
  }

  /// The deepest nesting of groups and sets.
  static let greatestDepth = 50
  /// The greatest number in a repetition.
  static let greatestCount = 1_000

  let scalars: [UInt32]
  var place = 0
  var depth = 0
  var ignoresCase = false
  private var matchesNewline = false

  private init(_ pattern: String) { scalars = pattern.unicodeScalars.map(\.value) }

  /// The tree of a pattern.
  static func parse(_ pattern: String) throws(Failure) -> ExpressionNode {
    var parser = ExpressionParser(pattern)
    let node = try parser.alternatives()
    guard parser.place == parser.scalars.count else {
      throw parser.failure("has a ) that closes nothing")
    }
    return node
  }

  func failure(_ problem: String) -> Failure {
    Failure(problem: problem + " (character \(place + 1))")
  }

  func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    place + ahead < scalars.count ? Unicode.Scalar(scalars[place + ahead]) : nil
  }

  mutating func take(_ text: String) -> Bool {
    let expected = text.unicodeScalars.map(\.value)
    guard scalars[place...].starts(with: expected) else { return false }
    place += expected.count
    return true
  }

  // MARK: Structure

  private mutating func alternatives() throws(Failure) -> ExpressionNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.greatestDepth else {
      throw failure("is nested more than \(Self.greatestDepth) deep")
    }
    // A switch such as (?i) holds to the end of the group.
    let (savedCase, savedNewline) = (ignoresCase, matchesNewline)
    defer { (ignoresCase, matchesNewline) = (savedCase, savedNewline) }
    var nodes = [try sequence()]
    while take("|") { nodes.append(try sequence()) }
    return nodes.count == 1 ? nodes[0] : .alternatives(nodes)
  }

  private mutating func sequence() throws(Failure) -> ExpressionNode {
    var nodes: [ExpressionNode] = []
    while let next = peek(), next != "|", next != ")" {
      let node = try atom()
      nodes.append(try repeated(node))
    }
    return nodes.count == 1 ? nodes[0] : .sequence(nodes)
  }

  private mutating func repeated(_ node: ExpressionNode) throws(Failure) -> ExpressionNode {
    var node = node
    while let next = peek() {
      let least: Int
      let most: Int?
      var isInterval = false
      switch next {
      case "*": (least, most) = (0, nil)
      case "+": (least, most) = (1, nil)
      case "?": (least, most) = (0, 1)
      case "{":
        guard let interval = try interval() else { return node }
        (least, most) = interval
        isInterval = true
      default: return node
      }
      if !isInterval { place += 1 }
      var greed = ExpressionNode.Greed.greedy
      if take("?") {
        greed = .lazy
      } else if !isInterval, take("+") {
        greed = .possessive
      }
      node = .repetition(node, least: least, most: most, greed)
    }
    return node
  }

  /// `{2}`, `{2,}`, `{,3}`, `{2,3}`; nil when the brace stands for itself.
  private mutating func interval() throws(Failure) -> (Int, Int?)? {
    let start = place
    place += 1
    let least = number()
    var most = least
    var hasComma = false
    if take(",") {
      hasComma = true
      most = number()
    }
    guard take("}"), least != nil || most != nil else {
      place = start
      return nil
    }
    if hasComma, most == nil, least == nil {
      place = start
      return nil
    }
    guard (least ?? 0) <= Self.greatestCount, (most ?? 0) <= Self.greatestCount,
      most.map({ $0 >= (least ?? 0) }) ?? true
    else {
      throw failure("repeats something a number of times that is not 0 to \(Self.greatestCount)")
    }
    return (least ?? 0, most)
  }

  mutating func number() -> Int? {
    var value: Int?
    while let digit = peek(), "0"..."9" ~= digit, (value ?? 0) < 1_000_000 {
      value = (value ?? 0) * 10 + Int(digit.value - 48)
      place += 1
    }
    return value
  }

  // MARK: Atoms

  private mutating func atom() throws(Failure) -> ExpressionNode {
    guard let next = peek() else { return .empty }
    switch next {
    case "(": return try group()
    case "[": return .set(try bracket())
    case "\\": return try escape()
    case ".":
      place += 1
      return .set(
        matchesNewline
          ? ScalarSet(isNegated: true) : ScalarSet(ranges: [10...10], isNegated: true))
    case "^":
      place += 1
      return .place(.lineStart)
    case "$":
      place += 1
      return .place(.lineEnd)
    case "*", "+", "?": throw failure("repeats nothing")
    case "{":
      // A brace that is no interval stands for itself.
      if try interval() != nil { throw failure("repeats nothing") }
      place += 1
      return literal(next.value)
    default:
      place += 1
      return literal(next.value)
    }
  }

  func literal(_ value: UInt32) -> ExpressionNode {
    ignoresCase ? .set(ScalarSet(ranges: [value...value], ignoresCase: true)) : .scalar(value)
  }

  private mutating func group() throws(Failure) -> ExpressionNode {
    place += 1
    var wrap: (ExpressionNode) -> ExpressionNode = { $0 }
    let (savedCase, savedNewline) = (ignoresCase, matchesNewline)
    if take("?") {
      if take(":") {
      } else if take("=") {
        wrap = { .look($0, isAhead: true, isNegative: false) }
      } else if take("!") {
        wrap = { .look($0, isAhead: true, isNegative: true) }
      } else if take("<=") {
        wrap = { .look($0, isAhead: false, isNegative: false) }
      } else if take("<!") {
        wrap = { .look($0, isAhead: false, isNegative: true) }
      } else if take(">") {
        wrap = { .atomic($0) }
      } else if take("<") || take("P<") {
        while let next = peek(), next != ">" {
          _ = next
          place += 1
        }
        guard take(">") else { throw failure("has a group whose name does not end") }
      } else {
        try switches()
        if take(")") { return .empty }
        guard take(":") else { throw failure("has a group (?… of a kind that is not known") }
      }
    }
    let node = try alternatives()
    guard take(")") else { throw failure("has a ( that is never closed") }
    (ignoresCase, matchesNewline) = (savedCase, savedNewline)
    if case .look(let body, false, _) = wrap(node) {
      guard let most = body.width.most, most <= 255 else {
        throw failure("looks back over a text without limit")
      }
    }
    return wrap(node)
  }

  private mutating func switches() throws(Failure) {
    var isOn = true
    while let next = peek() {
      switch next {
      case "-": isOn = false
      case "i": ignoresCase = isOn
      case "m", "s": matchesNewline = isOn
      case "x":
        if isOn { throw failure("has the switch x, which is not known") }
      default: return
      }
      place += 1
    }
  }
}
