public import Snapshots
public import Subjects
import Tensors
public import Training

/// Lines of random letters of which the second half repeats the first: a model learns to look at what
/// followed the same letter the last time.
public struct RepeatedTokensCorpus: Corpus {
  private let stream: RandomStream

  /// The lines of a seed.
  public init(seed: UInt64) { stream = RandomStream(seed: seed) }

  /// What comes next.
  public let answer = Answer.next
  /// The number of ids.
  public let sourceTokens = RepeatedTokens.tokens
  /// The same ids.
  public let targetTokens = RepeatedTokens.tokens
  /// Every line, which has as many queries as keys.
  public let longest = Padding(keys: RepeatedTokens.length, queries: RepeatedTokens.length)
  /// A line begins with its start mark; nothing is given to a decoder.
  public let marks = Marks(start: RepeatedTokens.start)
  /// Lines of one form: a mark and twice the same letters.
  public let declared = DeclaredInputs(64, .repeatedTokens)

  /// The sample in a row of a step's batch.
  public func trainingSample(step: Int, row: Int) -> Sample {
    Self.sample(RepeatedTokens.training(stream("training")(step)(row)))
  }

  private static func sample(_ line: RepeatedTokensExample) -> Sample {
    Sample(.tokens(line.ids), target: line.targets, counted: line.counted)
  }

  /// What an input stands for; of a typed line, too, each token says what is right one before it.
  public func example(of input: Input) -> Example {
    switch input {
    case .own: return Self.example(RepeatedTokens.probe)
    case .example(let number):
      return Self.example(RepeatedTokens.heldOut(stream("held out")(number)))
    case .typed(let text):
      let ids = RepeatedTokens.encode(text)
      let names = ids.map(RepeatedTokens.name)
      // A start mark alone is nothing to read.
      return Example(
        Sample(
          .tokens(ids.count > 1 ? ids : []), target: ids.dropFirst() + [RepeatedTokens.padding],
          counted: 0..<(ids.count - 1)),
        text: names.joined(separator: " "), symbols: names, answer: nil,
        expectations: RepeatedTokens.expectations(ids))
    }
  }

  private static func example(_ line: RepeatedTokensExample) -> Example {
    let names = line.ids.map(RepeatedTokens.name)
    return Example(
      sample(line), text: names.joined(separator: " "), symbols: names,
      answer: line.targets[line.counted].map(RepeatedTokens.name).joined(separator: " "),
      expectations: line.expectations)
  }

  /// The declared line of a number.
  public func declaredExample(_ number: Int) -> Example {
    Self.example(RepeatedTokens.declared(number))
  }

  /// A letter.
  public func name(of token: Int32) -> String { RepeatedTokens.name(of: token) }
  /// The letters.
  public func text(of tokens: [Int32]) -> String { tokens.map(name).joined(separator: " ") }
}
