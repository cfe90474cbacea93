import Tensors

/// Clauses of ordinary words, so that a sentence reads like one and says nothing.
struct KeywordsGrammar {
  /// One word of a clause.
  enum Slot: ExpressibleByStringLiteral {
    case word(String)
    case anyOf([String])

    init(stringLiteral word: String) { self = .word(word) }

    var words: [String] {
      switch self {
      case .word(let word): [word]
      case .anyOf(let words): words
      }
    }
  }

  private let stream: RandomStream
  private var drawn = 0

  init(_ stream: RandomStream) { self.stream = stream }

  /// `count` words that end where an adjective may follow; the first clause may be cut.
  mutating func before(_ count: Int) -> [String] {
    var words: [String] = []
    while words.count < count { words += clause(Self.clauses) + clause([[Self.joint]]) }
    return Array((words + clause(Self.openers)).suffix(count))
  }

  /// `count` words that may follow an adjective; the last clause may be cut.
  mutating func after(_ count: Int) -> [String] {
    var words = clause(Self.tails)
    while words.count < count { words += clause([[Self.joint]]) + clause(Self.clauses) }
    return Array(words.prefix(count))
  }

  private mutating func clause(_ forms: [[Slot]]) -> [String] {
    forms[below(forms.count)].map { slot in
      let words = slot.words
      return words[below(words.count)]
    }
  }

  private mutating func below(_ bound: Int) -> Int {
    defer { drawn += 1 }
    return stream.below(bound, drawn)
  }

  /// Every word that a clause can have, some of them more than once.
  static var allWords: [String] {
    ([[joint]] + clauses + openers + tails).flatMap(\.self).flatMap(\.words)
  }

  private static func slot(_ words: String) -> Slot { .anyOf(Keywords.words(words)) }

  private static let clauses: [[Slot]] = [
    [subject, stayed, at, the, old, place],
    [subject, ordered, the, thing, "and", the, thing],
    [the, place, "was", quite, old],
    [the, waiter, ordered, the, thing, at, the, place],
    [today, subject, stayed, at, the, place],
    ["there", "was", another, old, thing, at, the, place],
    [the, waiter, "was", at, the, place, "with", the, thing],
    [the, thing, "was", at, the, old, place],
  ]

  private static let openers: [[Slot]] = [
    [the, place, "was", quite], [the, thing, "was", quite], [the, waiter, "seemed", quite],
    [subject, "said", "it", "was", quite],
  ]

  private static let tails: [[Slot]] = [
    ["for", "the", "price"], ["for", subject2, "and", subject2], [at, the, place], [today],
    ["as", "the", waiter, "said"],
  ]

  private static let joint = slot("and but so while then because")
  private static let subject = slot(
    "we they i you he she everyone nobody someone people guests visitors children families")
  private static let subject2 = slot("us them me you him her everyone guests visitors children")
  private static let stayed = slot(
    """
    stayed waited walked drove sat slept arrived stopped rested lived met worked talked turned
    stood played danced
    """)
  private static let at = slot(
    """
    in near behind beside by opposite past outside inside under above around on of before after
    beyond
    """)
  private static let the = slot("the the the our their my his her that this one")
  private static let another = slot("another one some")
  private static let old = slot(
    """
    old small wide long narrow main round modern local nearby empty full dark tall heavy busy open
    closed red green blue white grey brown yellow wooden early late low high wet dry short square
    second third last first other new
    """)
  private static let place = slot(
    """
    hotel street room kitchen garden station harbour market museum village bridge tower church
    castle beach river lake forest hill road corner park school library shop bakery restaurant bar
    office hall lobby balcony terrace roof wall door window lift floor cellar island valley farm
    theatre cinema bank port
    """)
  private static let ordered = slot(
    """
    ordered booked cleaned carried opened closed found saw left bought brought used passed moved
    washed painted kept shared took watched drew folded lifted packed sold lent
    """)
  private static let thing = slot(
    """
    food bread soup fish rice salad cheese fruit coffee tea water wine juice cake sugar salt pepper
    butter egg bag key ticket map book letter phone camera coat hat shoe umbrella towel pillow
    blanket bed chair table lamp mirror clock plate cup glass bottle spoon fork knife menu bill car
    bus train boat bicycle taxi plane dog cat horse bird tree flower stone service view music
    """)
  private static let waiter = slot(
    """
    waiter cook driver guide owner manager neighbour friend doctor teacher farmer sailor baker
    painter singer staff
    """)
  private static let quite = slot("very quite rather really fairly still always often almost again")
  private static let today = slot(
    "today yesterday later again soon once twice tonight afterwards now there here")
}
