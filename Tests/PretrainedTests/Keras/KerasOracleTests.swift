import JSON
import Pretrained
import Snapshots
import Tapes
import TensorFiles
import Tensors
import Testing

/// What Keras 3.15 on TensorFlow computed with the same files, for three texts each.
@Suite struct KerasOracleTests {
  private static let texts = (0..<3).map { $0 }

  /// The greatest difference between a value that was played and a tensor of the oracle.
  private func difference(
    _ player: Player, _ name: String, _ oracle: Safetensors, _ tensor: String
  ) throws -> Float {
    let numbers = try oracle.floats(tensor)
    let played = player[name].elements
    try #require(played.count == numbers.count, "\(name) has \(player[name].shape)")
    return zip(played, numbers).map { abs($0 - $1) }.max() ?? .infinity
  }

  private func ids(_ oracle: Safetensors, _ name: String) throws -> [Int32] {
    try oracle.integers(name).map { Int32($0) }
  }

  @Test(arguments: texts) func khmerIsExact(_ number: Int) throws {
    let (model, oracle) = (try KerasSample.khmer.model(), try KerasSample.khmer.numbers(number))
    let source = try ids(oracle, "input_ids").filter { $0 != 0 }
    let player = model.play(source, given: try ids(oracle, "decoder_input_ids"))
    let hidden = [
      ("encoder_output", "encoder_output"), ("encoder_proj", "encoder_proj"),
      ("decoder.state", "decoder_output"), ("attention.output", "context"),
      ("probabilities", "probs"),
    ]
    for (name, tensor) in hidden {
      #expect(try difference(player, name, oracle, tensor) < 1e-4, "\(name)")
    }
    #expect(try difference(player, "attention.scores", oracle, "attention") < 2e-5)
  }

  @Test(arguments: texts) func phonemesAreExact(_ number: Int) throws {
    let (model, oracle) = (
      try KerasSample.phonemes.model(), try KerasSample.phonemes.numbers(number)
    )
    let source = try ids(oracle, "input_ids").filter { $0 != 0 }
    let player = model.play(source, given: try ids(oracle, "decoder_input_ids"))
    let hidden = [
      ("encoder_output", "encoder_output"), ("decoder.state", "decoder_output"),
      ("probabilities", "probs"),
    ]
    for (name, tensor) in hidden {
      #expect(try difference(player, name, oracle, tensor) < 1e-4, "\(name)")
    }
    #expect(try difference(player, "attention.scores", oracle, "attention") < 2e-5)
  }

  @Test(arguments: texts) func continuedTextIsExact(_ number: Int) throws {
    let (model, oracle) = (try KerasSample.textgen.model(), try KerasSample.textgen.numbers(number))
    let player = model.play(try ids(oracle, "input_ids"), given: [])
    let hidden = [
      ("rnn_concat", "rnn_concat"), ("attention.context", "context"), ("probabilities", "probs"),
    ]
    for (name, tensor) in hidden {
      #expect(try difference(player, name, oracle, tensor) < 1e-4, "\(name)")
    }
    #expect(try difference(player, "attention.attention_weights", oracle, "attention") < 2e-5)
  }

  @Test(arguments: texts) func khmerIsWrittenAsByKeras(_ number: Int) throws {
    let oracle = try KerasSample.khmer.numbers(number)
    let text = try #require(oracle[metadata: "text"])
    let reading = try KerasSample.khmer.model().read(text)
    #expect(reading.snapshot.reading.text == oracle[metadata: "output"])
    #expect(try reading.source == ids(oracle, "input_ids"))
    #expect(try reading.written.dropLast() == ids(oracle, "decoder_input_ids").dropFirst())
    #expect(reading.weights.isClose(try oracle.tensor("attention", axes: [.query, .key]), 2e-5))
  }

  @Test(arguments: texts) func phonemesAreWrittenAsByKeras(_ number: Int) throws {
    let oracle = try KerasSample.phonemes.numbers(number)
    let text = try #require(oracle[metadata: "text"])
    let reading = try KerasSample.phonemes.model().read(text)
    let output = try JSONValue(parsing: Array(try #require(oracle[metadata: "output"]).utf8))
    let phonemes = output.array?.compactMap(\.string).joined(separator: " ")
    #expect(reading.snapshot.reading.text == phonemes)
    #expect(try reading.source == ids(oracle, "input_ids"))
    let rows = try oracle.floats("attention", 0..<(reading.weights.shape.count))
    #expect(reading.weights.isClose(Tensor(reading.weights.shape, rows), 2e-5))
  }

  @Test(arguments: texts) func textIsContinuedAsByKeras(_ number: Int) throws {
    let oracle = try KerasSample.textgen.numbers(number)
    let text = try #require(oracle[metadata: "text"])
    let reading = try KerasSample.textgen.model().read(text, length: 30)
    #expect(try reading.source == ids(oracle, "input_ids"))
    #expect(try reading.written == ids(oracle, "greedy_ids"))
    #expect(reading.snapshot.reading.text == oracle[metadata: "greedy"])
    let row = Array(reading.weights.elements.prefix(40))
    #expect(Tensor([.key: 40], row).isClose(try oracle.tensor("attention", axes: [.key]), 2e-5))
  }
}

extension Tensor {
  /// Whether no number differs by more than `tolerance`.
  fileprivate func isClose(_ other: Tensor, _ tolerance: Float) -> Bool {
    shape.lengths == other.shape.lengths
      && zip(elements, other.elements).allSatisfy { abs($0 - $1) <= tolerance }
  }
}
