public import Tensors

/// A sentence with one word that decides its class.
public struct KeywordsExample: Hashable, Sendable {
  /// The words, from first to last.
  public let words: [String]
  /// The id of each word.
  public let ids: [Int32]
  /// The class of the cue word: a place in `Keywords.classNames`.
  public let label: Int
  /// The position of the cue word.
  public let cue: Int

  /// A sentence whose word at `cue` is of class `label`.
  public init(words: [String], ids: [Int32], label: Int, cue: Int) {
    precondition(words.count == ids.count, "an id for every word")
    precondition(words.indices.contains(cue), "the cue is one of the words")
    precondition(Keywords.classNames.indices.contains(label), "there is no class \(label)")
    self.words = words
    self.ids = ids
    self.label = label
    self.cue = cue
  }

  /// The sentence as a person reads it.
  public var text: String { words.joined(separator: " ") }
}

/// The data of the keywords lesson: rambling sentences in which one word says what was thought.
///
/// Every example is a function of a stream alone, so that any step can be repeated.
/// The words around the cue are drawn without a look at its class, and the cue stands at every
/// position equally often: nothing but the cue itself gives the class away.
/// A sentence is either for training or held out; the cue words are the same on both sides, because
/// a word that was never trained could not be known.
public enum Keywords {
  /// The fewest words of a sentence.
  public static let minimumLength = 8
  /// The most words of a sentence.
  public static let maximumLength = 40

  /// The id of what fills up a short sentence; it is masked and never drawn.
  public static let padding: Int32 = 0
  /// The id of a word that no sentence has.
  public static let unknown: Int32 = 1

  /// The classes, in the order of labels.
  public static let classNames = ["negative", "neutral", "positive"]

  /// The cue words of each class.
  public static let cues: [[String]] = [
    words("dreadful awful terrible horrible dismal filthy shabby nasty"),
    words("average ordinary passable middling acceptable adequate unremarkable tolerable"),
    words("lovely superb excellent splendid delightful wonderful charming perfect"),
  ]

  /// The words that say nothing about the class, in the order of their ids.
  public static let fillers: [String] = {
    var seen: Set<String> = []
    return KeywordsGrammar.allWords.filter { seen.insert($0).inserted }
  }()

  /// All words; a word's id is its place here plus 2.
  public static let vocabulary = fillers + cues.flatMap(\.self)

  /// The number of ids.
  public static let tokens = vocabulary.count + 2

  /// The training example of `stream`.
  public static func training(_ stream: RandomStream) -> KeywordsExample {
    example(stream, heldOut: false)
  }

  /// The held-out example of `stream`: a sentence that no training example has.
  public static func heldOut(_ stream: RandomStream) -> KeywordsExample {
    example(stream, heldOut: true)
  }

  /// Whether a sentence, about one in eight, is kept from training; no seed changes the choice.
  public static func isHeldOut(_ ids: [Int32]) -> Bool {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for id in ids { hash = (hash ^ UInt64(UInt32(bitPattern: id))) &* 0x100_0000_01b3 }
    return lots.below(8, Int(truncatingIfNeeded: hash)) == 0 || ids == probe.ids
  }

  /// The example that the screen shows: forty words, the same for every seed, and held out.
  public static let probe: KeywordsExample = {
    let text =
      "we stayed in the old hotel on the main street and the room was quite dreadful for the "
      + "price we ordered food there again today and the waiter was rather busy so they opened "
      + "the window of our old car"
    guard let example = example(of: text) else { fatalError("the probe has one cue") }
    return example
  }()

  /// The words of a typed text, as they were typed: what white space separates.
  public static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// The ids of a typed text's words, with `unknown` for what no sentence has.
  ///
  /// Capital letters and the punctuation around a word make no difference.
  public static func encode(_ text: String) -> [Int32] {
    words(text).map { ids[plain($0)] ?? unknown }
  }

  /// The positions of words in `text` that no sentence has.
  public static func unknownPositions(_ text: String) -> Set<Int> {
    Set(encode(text).enumerated().filter { $0.element == unknown }.map(\.offset))
  }

  /// A typed text as an example; nil unless it has exactly one cue word.
  public static func example(of text: String) -> KeywordsExample? {
    let encoded = encode(text)
    let found = encoded.enumerated().compactMap { place, id in
      labels[id].map { (place: place, label: $0) }
    }
    guard let cue = found.first, found.count == 1 else { return nil }
    return KeywordsExample(words: words(text), ids: encoded, label: cue.label, cue: cue.place)
  }

  private static let lots = RandomStream(seed: 1)("held-out sentences")
  private static let ids: [String: Int32] = Dictionary(uniqueKeysWithValues: zip(vocabulary, 2...))

  /// The class of each cue's id.
  private static let labels: [Int32: Int] = {
    var labels: [Int32: Int] = [:]
    for (label, synonyms) in cues.enumerated() {
      for word in synonyms { labels[id(of: word)] = label }
    }
    return labels
  }()

  private static func id(of word: String) -> Int32 {
    guard let id = ids[word] else { fatalError("no sentence has the word \(word)") }
    return id
  }

  /// A typed word as the vocabulary has it.
  private static func plain(_ word: String) -> String {
    var core = Substring(word.lowercased())
    while core.first?.isPunctuation == true { core.removeFirst() }
    while core.last?.isPunctuation == true { core.removeLast() }
    return String(core)
  }

  private static func example(_ stream: RandomStream, heldOut: Bool) -> KeywordsExample {
    // Sentences are drawn until one is on the right side. What is drawn knows nothing of the side,
    // so both have the same lengths, positions and classes.
    var attempt = 0
    while true {
      let example = draw(stream(attempt))
      if isHeldOut(example.ids) == heldOut { return example }
      attempt += 1
    }
  }

  private static func draw(_ stream: RandomStream) -> KeywordsExample {
    let shape = stream("shape")
    let length = minimumLength + shape.below(maximumLength - minimumLength + 1, 0)
    let cue = shape.below(length, 1)
    let label = shape.below(cues.count, 2)
    let word = cues[label][shape.below(cues[label].count, 3)]
    var grammar = KeywordsGrammar(stream("fillers"))
    let sentence = grammar.before(cue) + [word] + grammar.after(length - cue - 1)
    return KeywordsExample(
      words: sentence, ids: sentence.map(id(of:)), label: label, cue: cue)
  }
}
