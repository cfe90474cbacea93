/// What the tokenizers ask of a scalar: its category and a few properties, from a table for the
/// first plane of Unicode.
///
/// Asking the standard library takes some 40 ns a scalar; the table is made in 5 ms when first
/// asked.
enum ScalarProperties {
  /// The bits of a scalar: one for its general category, and those below.
  private static let table: [UInt32] = (0..<0x1_0000).map { computed(UInt32($0)) }

  /// White_Space.
  static let whitespace: UInt32 = 1 << 30
  /// Alphabetic.
  static let alphabetic: UInt32 = 1 << 31

  /// All bits of a scalar.
  static func bits(_ value: UInt32) -> UInt32 {
    value < 0x1_0000 ? table[Int(value)] : computed(value)
  }

  /// The bits of a letter of any kind.
  static let letter = mask([
    .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
  ])
  /// The bits of a mark of any kind.
  static let mark = mask([.nonspacingMark, .spacingMark, .enclosingMark])
  /// The bits of a number of any kind.
  static let number = mask([.decimalNumber, .letterNumber, .otherNumber])
  /// The bits of punctuation of any kind.
  static let punctuation = mask([
    .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
    .initialPunctuation, .finalPunctuation, .otherPunctuation,
  ])
  /// The bits of a symbol of any kind.
  static let symbol = mask([.mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol])
  /// The bits of a separator of any kind.
  static let separator = mask([.spaceSeparator, .lineSeparator, .paragraphSeparator])
  /// The bits of what is assigned no sign of its own.
  static let other = mask([.control, .format, .surrogate, .privateUse, .unassigned])
  /// The bits of what a word is made of: Alphabetic, marks, decimal numbers, connectors.
  static let word = alphabetic | mark | mask([.decimalNumber, .connectorPunctuation])

  /// The bits of categories.
  static func mask(_ categories: [Unicode.GeneralCategory]) -> UInt32 {
    categories.reduce(0) { $0 | bit($1) }
  }

  /// The version of Unicode whose categories the reference's BERT has (crate `unicode_categories`).
  static let categoryVersion = 8
  /// The version of Unicode whose marks the reference's normalization has.
  static let markVersion = 9

  /// Whether a scalar was a mark in that version.
  static func isMark(_ value: UInt32) -> Bool {
    switch value {
    case 0x1cf2, 0x1cf3: true
    case 0x111c9: false
    default: bits(value) & mark != 0 && isKnown(value, to: markVersion)
    }
  }

  /// Whether a version of Unicode has a scalar.
  static func isKnown(_ value: UInt32, to version: Int) -> Bool {
    if value < 0x370 { return true }
    guard let age = Unicode.Scalar(value)?.properties.age else { return false }
    return age.major <= version
  }

  private static func computed(_ value: UInt32) -> UInt32 {
    guard let properties = Unicode.Scalar(value)?.properties else { return bit(.surrogate) }
    return bit(properties.generalCategory)
      | (properties.isWhitespace ? whitespace : 0) | (properties.isAlphabetic ? alphabetic : 0)
  }

  private static func bit(_ category: Unicode.GeneralCategory) -> UInt32 {
    let index: UInt32 =
      switch category {
      case .uppercaseLetter: 0
      case .lowercaseLetter: 1
      case .titlecaseLetter: 2
      case .modifierLetter: 3
      case .otherLetter: 4
      case .nonspacingMark: 5
      case .spacingMark: 6
      case .enclosingMark: 7
      case .decimalNumber: 8
      case .letterNumber: 9
      case .otherNumber: 10
      case .connectorPunctuation: 11
      case .dashPunctuation: 12
      case .openPunctuation: 13
      case .closePunctuation: 14
      case .initialPunctuation: 15
      case .finalPunctuation: 16
      case .otherPunctuation: 17
      case .mathSymbol: 18
      case .currencySymbol: 19
      case .modifierSymbol: 20
      case .otherSymbol: 21
      case .spaceSeparator: 22
      case .lineSeparator: 23
      case .paragraphSeparator: 24
      case .control: 25
      case .format: 26
      case .surrogate: 27
      case .privateUse: 28
      case .unassigned: 29
      @unknown default: 29
      }
    return 1 << index
  }
}
