public import Snapshots
public import Subjects
import Tensors
public import Training

/// A sentence in which one word decides its class.
public struct KeywordsCorpus: Corpus {
  private let stream: RandomStream
  private let areStatesRead: Bool

  /// The sentences of a seed.
  ///
  /// `areStatesRead`: whether a weight belongs to a state, which has read the words before it.
  public init(seed: UInt64, areStatesRead: Bool) {
    stream = RandomStream(seed: seed)
    self.areStatesRead = areStatesRead
  }

  /// A label.
  public let answer = Answer.label
  /// The number of ids of words.
  public var sourceTokens: Int { Keywords.tokens }
  /// The number of classes.
  public let targetTokens = Keywords.classNames.count
  /// The longest sentence and its one label.
  public let longest = Padding(keys: Keywords.maximumLength, queries: 1)
  /// There are none.
  public let marks = Marks()
  /// Pooling has no heads to measure.
  public let declared = DeclaredInputs(32, .rows)

  /// The sample in a row of a step's batch: one word in ten is unknown, like a word that no sentence
  /// has.
  ///
  /// A sentence that lost its cue can be of any class, so silence means none. Without such sentences
  /// one class, another for every seed, becomes what the model says when nothing speaks against it,
  /// and then no word of that class's sentences has to be bright.
  public func trainingSample(step: Int, row: Int) -> Sample {
    let sentence = Keywords.training(stream("training")(step)(row))
    let lots = stream("missing words")(step)(row)
    let ids = sentence.ids.enumerated().map {
      lots.below(10, $0) == 0 ? Keywords.unknown : $1
    }
    return Sample(.tokens(ids), target: [Int32(sentence.label)])
  }

  /// Where the one query should look: at the cue.
  ///
  /// Over states at any word from the cue on: all these have read it.
  private func expectation(_ sentence: KeywordsExample) -> Expectation {
    .keys(
      areStatesRead ? Set(sentence.cue..<sentence.words.count) : [sentence.cue])
  }

  /// What an input stands for; the answer to a typed text is known where it has exactly one cue.
  public func example(of input: Input) -> Example {
    switch input {
    case .own: example(Keywords.probe, text: Keywords.probe.text)
    case .example(let number):
      {
        let sentence = Keywords.heldOut(stream("held out")(number))
        return example(sentence, text: sentence.text)
      }()
    case .typed(let text):
      Keywords.example(of: text).map { example($0, text: text) }
        ?? Example(
          Sample(.tokens(Keywords.encode(text)), target: []), text: text,
          symbols: symbols(text), answer: nil, unknown: Keywords.unknownPositions(text))
    }
  }

  private func example(_ sentence: KeywordsExample, text: String) -> Example {
    Example(
      Sample(.tokens(sentence.ids), target: [Int32(sentence.label)]), text: text,
      symbols: sentence.words, answer: Keywords.classNames[sentence.label],
      expectations: [expectation(sentence)], unknown: Keywords.unknownPositions(text))
  }

  /// The words of a text.
  public func symbols(_ text: String) -> [String] { Keywords.words(text) }
  /// A class.
  public func name(of token: Int32) -> String { Keywords.classNames[Int(token)] }
  /// A class.
  public func text(of tokens: [Int32]) -> String { tokens.map(name).joined() }
}
