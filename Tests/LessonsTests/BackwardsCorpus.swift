import Snapshots
import Subjects
import Tensors
import Training

@testable import Lessons

/// Five letters and the same from the last to the first: a whole lesson, for the README.
struct BackwardsCorpus: Corpus {
  let seed: UInt64
  let answer = Answer.text
  let sourceTokens = 28
  let targetTokens = 28
  let longest = Padding(keys: 5, queries: 5)
  let marks = Marks()
  let declared = DeclaredInputs(32, .rows)

  private func letters(_ side: String, _ number: Int) -> [Int32] {
    let lots = RandomStream(seed: seed)(side)(number)
    var places = (0..<5).map { lots.below(26, $0) }
    // Words with an even sum are held out.
    if (places.reduce(0, +) % 2 == 0) != (side == "held out") { places[4] ^= 1 }
    return places.map { 2 + Int32($0) }
  }

  func trainingSample(step: Int, row: Int) -> Sample {
    let ids = letters("training", 1_000 * step + row)
    return Sample(.tokens(ids), target: ids.reversed())
  }

  func example(of input: Input) -> Example {
    switch input {
    case .own(let number), .example(let number):
      let ids = letters("held out", number)
      return Example(
        Sample(.tokens(ids), target: ids.reversed()), text: text(of: ids),
        symbols: ids.map(name), answer: text(of: ids.reversed()),
        expectations: ids.indices.reversed().map { .keys([$0]) })
    case .typed(let text):
      let ids = text.unicodeScalars.map { max(1, min(27, Int32($0.value) - 95)) }
      return Example(
        Sample(.tokens(ids), target: []), text: text, symbols: symbols(text), answer: nil)
    }
  }

  func name(of token: Int32) -> String { String(UnicodeScalar(UInt8(95 + token))) }
  func text(of tokens: [Int32]) -> String { tokens.map(name).joined() }
}

extension LessonCatalog {
  static let backwards = LessonEntry(
    "backwards", "five letters from the last to the first",
    corpus: { BackwardsCorpus(seed: $0.seed) },
    mechanisms: [.additive, .pooling, .multihead, .none],
    encoders: [.gru, .transformer], choices: [.decoderState, .heads], length: 800,
    learningRate: 1e-2)
}
