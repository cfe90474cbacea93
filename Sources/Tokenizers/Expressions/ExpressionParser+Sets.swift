extension ExpressionParser {
  /// An escape outside a set.
  mutating func escape() throws(Failure) -> ExpressionNode {
    guard let next = peek(1) else { throw failure("ends with a backslash") }
    switch next {
    case "A": return place(.textStart)
    case "z": return place(.textEnd)
    case "Z": return place(.lastLineEnd)
    case "b": return place(.wordBoundary)
    case "B": return place(.noWordBoundary)
    default: break
    }
    switch try escaped() {
    case .scalar(let value): return literal(value)
    case .set(let set): return .set(set)
    }
  }

  private mutating func place(_ kind: ExpressionNode.Place) -> ExpressionNode {
    place += 2
    return .place(kind)
  }

  /// What a set can hold.
  enum Member {
    /// One scalar.
    case scalar(UInt32)
    /// All scalars of a set.
    case set(ScalarSet)
  }

  private mutating func escaped() throws(Failure) -> Member {
    place += 1
    guard let letter = peek() else { throw failure("ends with a backslash") }
    place += 1
    switch letter {
    case "n": return .scalar(0x0a)
    case "r": return .scalar(0x0d)
    case "t": return .scalar(0x09)
    case "f": return .scalar(0x0c)
    case "v": return .scalar(0x0b)
    case "a": return .scalar(0x07)
    case "e": return .scalar(0x1b)
    case "0": return .scalar(0)
    case "s": return .set(.whitespace)
    case "S": return .set(ScalarSet(mask: ScalarProperties.whitespace, isNegated: true))
    case "w": return .set(.word)
    case "W": return .set(ScalarSet(mask: ScalarProperties.word, isNegated: true))
    case "d": return .set(ScalarSet(mask: ScalarProperties.mask([.decimalNumber])))
    case "D":
      return .set(ScalarSet(mask: ScalarProperties.mask([.decimalNumber]), isNegated: true))
    case "h": return .set(ScalarSet(ranges: [0x30...0x39, 0x41...0x46, 0x61...0x66]))
    case "p", "P": return .set(try property(isNegated: letter == "P"))
    case "x", "u": return .scalar(try hexadecimal(letter))
    case "1"..."9", "k", "g": throw failure("refers back to a group, which is not supported")
    default:
      if letter.properties.isAlphabetic, letter.isASCII {
        throw failure("has the escape \\\(letter), which is not known")
      }
      return .scalar(letter.value)
    }
  }

  private mutating func hexadecimal(_ letter: Unicode.Scalar) throws(Failure) -> UInt32 {
    let hasBraces = take("{")
    let longest = hasBraces ? 8 : letter == "u" ? 4 : 2
    var value: UInt32 = 0
    var count = 0
    while count < longest, let digit = peek().flatMap({ Character($0).hexDigitValue }) {
      value = value << 4 | UInt32(digit)
      count += 1
      place += 1
    }
    guard count > 0, !hasBraces || take("}"), Unicode.Scalar(value) != nil else {
      throw failure("has an escape that names no character")
    }
    return value
  }

  /// `{L}`, `{^L}`, `{Letter}`, or a letter without braces.
  private mutating func property(isNegated: Bool) throws(Failure) -> ScalarSet {
    var name = ""
    var isNegated = isNegated
    if take("{") {
      if take("^") { isNegated.toggle() }
      while let next = peek(), next != "}" {
        if next != "_", next != " ", next != "-" { name.unicodeScalars.append(next) }
        place += 1
      }
      guard take("}") else { throw failure("has a property whose name does not end") }
    } else if let next = peek() {
      name.unicodeScalars.append(next)
      place += 1
    }
    guard let mask = Self.mask(ofProperty: name.lowercased()) else {
      throw failure("asks for the property “\(name)”, which is not supported")
    }
    return ScalarSet(mask: mask, isNegated: isNegated)
  }

  private static func mask(ofProperty name: String) -> UInt32? {
    switch name {
    case "l", "letter": ScalarProperties.letter
    case "m", "mark": ScalarProperties.mark
    case "n", "number": ScalarProperties.number
    case "p", "punctuation", "punct": ScalarProperties.punctuation
    case "s", "symbol": ScalarProperties.symbol
    case "z", "separator": ScalarProperties.separator
    case "c", "other": ScalarProperties.other
    case "alphabetic", "alpha": ScalarProperties.alphabetic
    case "whitespace", "space": ScalarProperties.whitespace
    case "word": ScalarProperties.word
    default: category(name).map { ScalarProperties.mask([$0]) }
    }
  }

  private static func category(_ name: String) -> Unicode.GeneralCategory? {
    switch name {
    case "lu", "uppercaseletter": .uppercaseLetter
    case "ll", "lowercaseletter": .lowercaseLetter
    case "lt", "titlecaseletter": .titlecaseLetter
    case "lm", "modifierletter": .modifierLetter
    case "lo", "otherletter": .otherLetter
    case "mn", "nonspacingmark": .nonspacingMark
    case "mc", "spacingmark": .spacingMark
    case "me", "enclosingmark": .enclosingMark
    case "nd", "decimalnumber": .decimalNumber
    case "nl", "letternumber": .letterNumber
    case "no", "othernumber": .otherNumber
    case "pc", "connectorpunctuation": .connectorPunctuation
    case "pd", "dashpunctuation": .dashPunctuation
    case "ps", "openpunctuation": .openPunctuation
    case "pe", "closepunctuation": .closePunctuation
    case "pi", "initialpunctuation": .initialPunctuation
    case "pf", "finalpunctuation": .finalPunctuation
    case "po", "otherpunctuation": .otherPunctuation
    case "sm", "mathsymbol": .mathSymbol
    case "sc", "currencysymbol": .currencySymbol
    case "sk", "modifiersymbol": .modifierSymbol
    case "so", "othersymbol": .otherSymbol
    case "zs", "spaceseparator": .spaceSeparator
    case "zl", "lineseparator": .lineSeparator
    case "zp", "paragraphseparator": .paragraphSeparator
    case "cc", "control": .control
    case "cf", "format": .format
    case "co", "privateuse": .privateUse
    case "cn", "unassigned": .unassigned
    default: nil
    }
  }

  /// A set in brackets, with ranges, sets inside it and `&&`.
  mutating func bracket() throws(Failure) -> ScalarSet {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.greatestDepth else {
      throw failure("is nested more than \(Self.greatestDepth) deep")
    }
    place += 1
    let isNegated = take("^")
    var ranges: [ClosedRange<UInt32>] = []
    var subsets: [ScalarSet] = []
    var parts: [ScalarSet] = []
    var isFirst = true
    while true {
      guard let next = peek() else { throw failure("has a [ that is never closed") }
      if next == "]", !isFirst {
        place += 1
        break
      }
      isFirst = false
      if take("&&") {
        parts.append(ScalarSet(ranges: ranges, subsets: subsets, ignoresCase: ignoresCase))
        (ranges, subsets) = ([], [])
        continue
      }
      switch try member() {
      case .set(let set): subsets.append(set)
      case .scalar(let low):
        guard peek() == "-", let end = peek(1), end != "]" else {
          ranges.append(low...low)
          continue
        }
        place += 1
        guard case .scalar(let high) = try member(), low <= high else {
          throw failure("has a range in brackets that ends before it begins")
        }
        ranges.append(low...high)
      }
    }
    let last = ScalarSet(ranges: ranges, subsets: subsets, ignoresCase: ignoresCase)
    if parts.isEmpty {
      return ScalarSet(
        ranges: ranges, subsets: subsets, isNegated: isNegated, ignoresCase: ignoresCase)
    }
    return ScalarSet(subsets: [last], intersections: parts, isNegated: isNegated)
  }

  private mutating func member() throws(Failure) -> Member {
    guard let next = peek() else { throw failure("has a [ that is never closed") }
    switch next {
    case "\\":
      if peek(1) == "b" {
        place += 2
        return .scalar(0x08)
      }
      return try escaped()
    case "[":
      if take("[:") { return .set(try posix()) }
      return .set(try bracket())
    default:
      place += 1
      return .scalar(next.value)
    }
  }

  /// `[:alpha:]`, of which the opening is read.
  private mutating func posix() throws(Failure) -> ScalarSet {
    let isNegated = take("^")
    let digits = ScalarProperties.mask([.decimalNumber])
    let known: [(String, UInt32)] = [
      ("alpha", ScalarProperties.alphabetic), ("digit", digits),
      ("alnum", ScalarProperties.alphabetic | digits), ("space", ScalarProperties.whitespace),
      ("punct", ScalarProperties.punctuation | ScalarProperties.symbol),
      ("word", ScalarProperties.word),
    ]
    for (name, mask) in known where take(name + ":]") {
      return ScalarSet(mask: mask, isNegated: isNegated)
    }
    throw failure("has a [: :] that is not known")
  }
}
