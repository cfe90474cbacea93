import JSON
import Pretrained
import Snapshots
import Tapes
import TensorFiles
import Tensors
import TestSupport
import Testing

/// Journeys from a directory to a picture, and laws of what is shown.
@Suite struct KerasModelTests {
  /// A row a query: the key with the largest weight.
  private func picture(_ reading: KerasReading) -> [String] {
    let attention = reading.snapshot.attention[0]
    return attention.queries.indices.map { query in
      let row = attention.keys.indices.map { attention.map[0, query, $0] ?? 0 }
      let best = row.indices.max { row[$0] < row[$1] } ?? 0
      return "\(attention.queries[query]) \(attention.keys[best])"
    }
  }

  @Test func khmerLettersLookAtLatinOnes() throws {
    let model = try KerasSample.khmer.model()
    #expect(model.ownText == "phnompenh")
    #expect(
      picture(try model.read(model.ownText)) == [
        "ភ p", "◌្ n", "ន n", "◌ំ m", "ព p", "◌េ e", "ញ n", "∅ ∅",
      ])
  }

  @Test func soundsLookAtLetters() throws {
    let model = try KerasSample.phonemes.model()
    #expect(
      picture(try model.read(model.ownText)) == [
        "AE1 A", "T T", "AH0 E", "N N", "W T", "IY0 I", "AH0 O", "N N", "∅ N",
      ])
    #expect(try model.read("knight").snapshot.reading.text == "N AY1 T")
  }

  @Test func aContinuedTextLooksAtItsNewestCharacter() throws {
    let model = try KerasSample.textgen.model()
    let reading = try model.read(model.ownText, length: 6)
    #expect(picture(reading) == ["  y", "t  ", "o t", "  o", "s  ", "t s"])
    #expect(reading.snapshot.attention[0].kind == .pooling)
    #expect(reading.candidates.allSatisfy { $0.count == 5 })
  }

  @Test(arguments: KerasSample.allCases) func aRowSumsToOne(_ sample: KerasSample) throws {
    let model = try sample.model()
    let attention = try #require(try model.read(model.ownText).snapshot.attention.first)
    for query in attention.queries.indices {
      let sum = attention.keys.indices.reduce(Float(0)) { $0 + (attention.map[0, query, $1] ?? 0) }
      #expect(abs(sum - 1) < 1e-5)
    }
  }

  /// Greedy decoding plays a step alone; the Anatomy plays all of them at once.
  @Test(arguments: [KerasSample.khmer, .phonemes])
  func aStepHasTheBitsOfTheWhole(_ sample: KerasSample) throws {
    let model = try sample.model()
    let reading = try model.read(model.ownText)
    let diagram = try #require(model.explain(reading).diagram)
    let whole = try #require(diagram.values.first { $0.name == "attention.scores" })
    #expect(whole.numbers.elements == reading.weights.elements)
  }

  @Test func theAnatomyShowsTheStepThatWroteACharacter() throws {
    let model = try KerasSample.textgen.model()
    let reading = try model.read(String(repeating: "na", count: 19), length: 4)
    for query in reading.written.indices {
      let snapshot = model.explain(reading, query: query)
      let attention = try #require(snapshot.attention.first)
      let whole = try #require(
        snapshot.diagram?.values.first { $0.name == attention.value })
      #expect(whole.numbers.elements == attention.map.weights(of: 0))
      let row = Array(reading.weights.elements[(query * 40)..<(query * 40 + 40)])
      #expect(whole.numbers.elements == row)
      #expect(
        attention.keys.last
          == (query == 0 ? "a" : reading.snapshot.reading.written[query - 1].token))
    }
    // The window has moved on: what fell out of it has no weight.
    let map = try #require(reading.snapshot.attention.first?.map)
    #expect(map.keys == 1 + 1 + 38 + 3)
    #expect(map[0, 3, 0] == 0)
  }

  @Test(arguments: KerasSample.allCases)
  func everyOperationOfAttentionHasItsLine(_ sample: KerasSample) throws {
    let model = try sample.model()
    let snapshot = model.explain(try model.read(model.ownText))
    let diagram = try #require(snapshot.diagram)
    #expect(diagram.values.contains { $0.name == snapshot.attention[0].value })
    for operation in diagram.operations where operation.change == nil {
      guard let meaning = operation.meaning, meaning != .difference else { continue }
      #expect(
        operation.listing?.line(for: meaning) != nil,
        "\(diagram.values[operation.output].name): \(meaning.name)")
    }
    for framework in Diagram.Framework.allCases {
      #expect(diagram.programs(framework).allSatisfy { $0.lines.count > 2 })
    }
  }

  /// Padding, where states are kept and outputs repeat, and what a decoder starts from included.
  @Test(arguments: KerasSample.allCases)
  func theTermsOfEveryNumberGiveTheNumber(_ sample: KerasSample) throws {
    let model = try sample.model()
    let diagram = try #require(model.explain(try model.read(model.ownText)).diagram)
    for (place, operation) in diagram.operations.enumerated() {
      let output = diagram.values[operation.output]
      let count = output.numbers.elements.count
      for cell in Set((0..<12).map { $0 * (count - 1) / 11 }) {
        let derivation = try #require(
          diagram.derivation(of: place, cell: cell), "\(output.name): \(operation.operation)")
        let scale = derivation.terms.map { abs($0.contribution) }.max() ?? 1
        #expect(
          abs(derivation.recomputed - derivation.result) <= 2e-5 * max(1, scale),
          "\(output.name)[\(cell)] = \(derivation.result), not \(derivation.recomputed)")
      }
    }
  }

  @Test func anInterventionChangesWhatFollows() throws {
    let model = try KerasSample.khmer.model()
    let reading = try model.read("sok")
    let zeroed = model.explain(
      reading, interventions: [Intervention("attention.output", .scale(0))])
    let plain = model.explain(reading, interventions: [Intervention("decoder.z", .scale(0))])
    func scores(_ snapshot: Snapshot) -> [Float]? {
      snapshot.diagram?.values.first { $0.name == "probabilities" }?.numbers.elements
    }
    #expect(scores(zeroed) != nil && scores(zeroed) != scores(plain))
  }

  /// A symbol that somebody else chose is given to the model like one of its own.
  @Test(arguments: KerasSample.allCases) func whatIsChosenIsWritten(_ sample: KerasSample) throws {
    let model = try sample.model()
    let second = try model.read(model.ownText, length: 3) { probabilities in
      probabilities.indices.sorted { probabilities[$0] > probabilities[$1] }[1]
    }
    #expect(second.candidates.map { $0[1].id } == second.written)
    #expect(
      second.snapshot.reading.written.map(\.probability)
        == second.candidates.map { $0[1].probability })
    #expect(second.written != (try model.read(model.ownText, length: 3).written))
    // What cannot be chosen is not.
    let none = try model.read(model.ownText, length: 3) { $0.count }
    #expect(none == (try model.read(model.ownText, length: 3)))
  }

  @Test func onlyItsOwnConfigIsRecognised() throws {
    for sample in KerasSample.allCases { #expect(KerasModel.recognises(try sample.config())) }
    #expect(!KerasModel.recognises(["model_type": .string("bert")]))
    #expect(!KerasModel.recognises([:]))
  }
}
