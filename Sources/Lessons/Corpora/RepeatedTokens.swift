public import Snapshots
public import Tensors

/// A line of random letters in which a block of them comes twice.
public struct RepeatedTokensExample: Hashable, Sendable {
  /// The start mark, some letters, the block, and the block again as far as the line goes.
  public let ids: [Int32]
  /// What comes after each position; at the last one, what the first block says would come.
  public let targets: [Int32]
  /// The positions whose target is determined, which alone are counted: those of the second block.
  public let counted: Range<Int>
  /// The letters from which one block leads to the next: its length.
  public let period: Int
  /// Where each position can read its target off; free before the second block.
  public let expectations: [Expectation]

  /// A line whose counted positions repeat what stands `period` positions before.
  public init(ids: [Int32], period: Int, counted: Range<Int>) {
    precondition(period > 0 && counted.lowerBound > period, "the first block is in the line")
    precondition(counted.upperBound == ids.count, "the line ends with the second block")
    self.ids = ids
    self.period = period
    self.counted = counted
    targets = ids.dropFirst() + [ids[ids.count - period]]
    expectations = RepeatedTokens.expectations(ids)
  }
}

/// The data of the induction lesson: random letters of which the second half repeats the first.
///
/// The letters are drawn anew for each line, so nothing about them can be learned by heart: what
/// follows a letter of the second block is known only from what followed it the first time.
/// Blocks have different lengths and begin at different places, so that the answer is not to be
/// found at a fixed distance. All letters of a line but the repeated ones are different, so that
/// there is exactly one place to look at.
///
/// Every example is a function of a stream alone, so that any step can be repeated.
public enum RepeatedTokens {
  /// The positions of a line, with the start mark; every line has as many.
  public static let length = 21
  /// The letters of a block; a second block is cut where the line ends.
  public static let blockLengths = 6...14
  /// The block of a declared line: two of these fill it.
  public static let declaredBlockLength = 10

  /// The id of no letter; reserved, because every line has the same length.
  public static let padding: Int32 = 0
  /// The id of the start mark `^`.
  public static let start: Int32 = 1
  /// The id of a typed character that no line has.
  public static let unknown: Int32 = 2

  /// The letters; a letter's id is its place here plus 3.
  ///
  /// Without l and o, which look like digits.
  public static let letters: [Character] = Array("abcdefghijkmnpqrstuvwxyz")

  /// The number of ids.
  public static let tokens = letters.count + 3

  /// The training example of `stream`.
  public static func training(_ stream: RandomStream) -> RepeatedTokensExample {
    example(stream, heldOut: false)
  }

  /// The held-out example of `stream`, with a block that no training example has.
  public static func heldOut(_ stream: RandomStream) -> RepeatedTokensExample {
    example(stream, heldOut: true)
  }

  /// Whether a block, about one in eight, is kept from training; no seed changes the choice.
  public static func isHeldOut(block: [Int32]) -> Bool {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for id in block { hash = (hash ^ UInt64(UInt32(bitPattern: id))) &* 0x100_0000_01b3 }
    return lots.below(8, Int(truncatingIfNeeded: hash)) == 0 || block == probeBlock
  }

  /// The example that the map shows: the same for every seed, and held out.
  public static let probe = example(lead: [], block: probeBlock)

  /// The declared lines by which the roles of heads are measured; number 0 is the probe.
  ///
  /// The same for every seed, held out, and all of one form: the start mark and twice the same
  /// ten letters. A role is a mean over some of them, and the number of lines belongs to it.
  public static func declared(_ number: Int) -> RepeatedTokensExample {
    guard number != 0 else { return probe }
    let stream = RandomStream(seed: 1)("declared lines")(number)
    return draw(stream, heldOut: true) { _ in declaredBlockLength }
  }

  /// Where each position of any line should look for what comes next.
  ///
  /// A position whose letter occurred before should look at what followed it: at any of the
  /// places if it occurred more than once. Elsewhere the line holds no clue.
  public static func expectations(_ ids: [Int32]) -> [Expectation] {
    var followers: [Int32: Set<Int>] = [:]
    return ids.enumerated().map { place, id in
      let keys = followers[id]
      followers[id, default: []].insert(place + 1)
      // Nothing follows a mark that was never trained.
      guard let keys, id > unknown else { return .free }
      return .keys(keys)
    }
  }

  /// The ids of a typed text after a start mark, with `unknown` for what no line has.
  ///
  /// White space is skipped; capital letters count as small ones.
  public static func encode(_ text: String) -> [Int32] {
    [start] + text.lowercased().filter { !$0.isWhitespace }.map { ids[$0] ?? unknown }
  }

  /// An id as a person reads it: a letter, `^` for the start mark, `∅` for the others.
  public static func name(of id: Int32) -> String {
    if id == start { return "^" }
    let place = Int(id) - 3
    return letters.indices.contains(place) ? String(letters[place]) : "∅"
  }

  private static let lots = RandomStream(seed: 1)("held-out blocks")
  private static let ids: [Character: Int32] = Dictionary(
    uniqueKeysWithValues: zip(letters, 3...))
  private static let probeBlock = Array(encode("gkwmxbtqzh").dropFirst())

  private static func example(_ stream: RandomStream, heldOut: Bool) -> RepeatedTokensExample {
    draw(stream, heldOut: heldOut) { shape in
      blockLengths.lowerBound + shape.below(blockLengths.count)
    }
  }

  private static func draw(
    _ stream: RandomStream, heldOut: Bool, blockLength: (RandomStream) -> Int
  ) -> RepeatedTokensExample {
    var attempt = 0
    while true {
      let period = blockLength(stream("shape"))
      // What two blocks leave of the line comes first, so that counted positions are its last.
      let lead = max(0, length - 1 - 2 * period)
      let line = different(lead + period, stream("letters")(attempt))
      let block = Array(line[lead...])
      if isHeldOut(block: block) == heldOut {
        return example(lead: Array(line[..<lead]), block: block)
      }
      attempt += 1
    }
  }

  private static func example(lead: [Int32], block: [Int32]) -> RepeatedTokensExample {
    let second = 1 + lead.count + block.count
    return RepeatedTokensExample(
      ids: [start] + lead + block + block.prefix(length - second), period: block.count,
      counted: second..<length)
  }

  /// `count` different letters: the beginning of a shuffle (Fisher, Yates 1938; Durstenfeld 1964).
  private static func different(_ count: Int, _ stream: RandomStream) -> [Int32] {
    var deck = (0..<Int32(letters.count)).map { $0 + 3 }
    for place in 0..<count {
      deck.swapAt(place, place + stream.below(deck.count - place, place))
    }
    return Array(deck[..<count])
  }
}
