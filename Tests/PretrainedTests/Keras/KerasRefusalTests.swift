import JSON
import Pretrained
import TensorFiles
import TestSupport
import Testing

/// Bad input gets one sentence that says where and what would work.
@Suite struct KerasRefusalTests {
  private func sentence(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "nothing was refused"
    } catch { return "\(error)" }
  }

  @Test func textsThatCannotBeRead() throws {
    let (khmer, textgen) = (try KerasSample.khmer.model(), try KerasSample.textgen.model())
    #expect(
      sentence { _ = try khmer.read("") }
        == "there is nothing to read; type up to 25 of abcdefghijklmnopqrstuvwxyz")
    #expect(
      sentence { _ = try khmer.read("phnom penh") }
        == "the model has no “ ”, which is character 6; it reads abcdefghijklmnopqrstuvwxyz")
    #expect(
      sentence { _ = try khmer.read(String(repeating: "a", count: 26)) }
        == "the text has 26 characters and the model reads at most 25; shorten it")
    #expect(
      sentence { _ = try textgen.read(String(repeating: "a", count: 40)) }
        == "the text has 40 characters and the model reads at most 39; shorten it")
    #expect(sentence { _ = try textgen.read("a\u{1b}[2J") }.contains("character 2"))
    #expect(!sentence { _ = try textgen.read("a\u{1b}[2J") }.contains("\u{1b}"))
    // Equal as strings, but not the symbol that the model has.
    #expect(sentence { _ = try textgen.read("\u{212A}elvin") }.contains("character 1"))
  }

  /// What opening a changed copy says.
  private func opening(
    _ sample: KerasSample, config: (inout JSONObject) -> Void = { _ in },
    tensors: (inout [NamedNumbers]) -> Void = { _ in }
  ) throws -> String {
    let folder = TemporaryFolder()
    try sample.copy(to: folder, config: config, tensors: tensors)
    return sentence { _ = try KerasModel(directory: folder.path) }
  }

  @Test(arguments: KerasSample.allCases) func aCopyOpens(_ sample: KerasSample) throws {
    #expect(try opening(sample) == "nothing was refused")
  }

  /// Every tensor in turn: taken away, given another shape, not finite.
  @Test(arguments: [KerasSample.khmer, .phonemes, .textgen])
  func everyTensorIsChecked(_ sample: KerasSample) throws {
    let file = try Safetensors(reading: sample.directory + "/model.safetensors")
    let empty = TemporaryFolder()
    try sample.copy(to: empty)
    for stored in file.tensors {
      func change(_ body: (NamedNumbers) -> [NamedNumbers]) throws -> String {
        let all = try file.tensors.map {
          NamedNumbers($0.name, lengths: $0.lengths, try file.floats($0.name))
        }
        let changed = all.flatMap { $0.name == stored.name ? body($0) : [$0] }
        try Safetensors.write(changed, to: empty / "model.safetensors")
        return sentence { _ = try KerasModel(directory: empty.path) }
      }
      let missing = try change { _ in [] }
      #expect(missing.hasSuffix("tensor “\(stored.name)”: it is missing"), "\(missing)")
      let flat = try change { tensor in
        let count = tensor.lengths.reduce(1, *)
        return [NamedNumbers(tensor.name, lengths: [count, 1, 1], numbers(tensor))]
      }
      #expect(flat.contains("tensor “\(stored.name)”: expected"), "\(flat)")
      let endless = try change { tensor in
        var all = numbers(tensor)
        all[all.count - 1] = .infinity
        return [NamedNumbers(tensor.name, lengths: tensor.lengths, all)]
      }
      #expect(endless.contains("“\(stored.name)”: it has a number that is not finite"))
      // One row less: a table that lacks a symbol, or a width that nothing else has.
      let shorter = try change { tensor in
        let rows = tensor.lengths[0] - 1
        let rest = tensor.lengths.dropFirst().reduce(1, *)
        return [
          NamedNumbers(
            tensor.name, lengths: [rows] + tensor.lengths.dropFirst(),
            Array(numbers(tensor).prefix(rows * rest)))
        ]
      }
      #expect(shorter.contains("model.safetensors, tensor “"), "\(shorter)")
    }
  }

  private func numbers(_ tensor: NamedNumbers) -> [Float] {
    if case .floats(let numbers) = tensor.numbers { numbers } else { [] }
  }

  @Test func tensorsThatAreTooMany() throws {
    let one = try opening(
      .khmer, tensors: { $0.append(NamedNumbers("attention.bias", lengths: [1], [0])) })
    #expect(one.hasSuffix("tensor “attention.bias”: the model has no place for it"))
    let integers = try opening(
      .khmer,
      tensors: {
        $0.removeAll { $0.name == "output.bias" }
        $0.append(
          NamedNumbers(
            "output.bias", lengths: [81], .integers32([Int32](repeating: 0, count: 81))))
      })
    #expect(integers.hasSuffix("expected floats of at least 16 bits, found I32"))
  }

  @Test func tensorsWithoutNumbers() throws {
    let wide = try opening(
      .khmer,
      tensors: {
        $0.removeAll { $0.name == "encoder_embedding" }
        $0.append(NamedNumbers("encoder_embedding", lengths: [28, 0], [Float]()))
      })
    #expect(wide.contains("tensor “encoder_embedding”: expected 2 axes, none of them empty"))
  }

  @Test func configsThatSaySomethingElse() throws {
    func refused(_ sample: KerasSample, _ field: String, _ value: JSONValue?) throws -> String {
      try opening(sample, config: { $0[field] = value })
    }
    #expect(try refused(.khmer, "max_length_input", .integer(0)).contains("max_length_input"))
    #expect(try refused(.khmer, "max_length_input", .integer(1 << 40)).contains("from 1 to 1000"))
    #expect(try refused(.khmer, "max_length_input", .string("25")).contains("max_length_input"))
    #expect(try refused(.phonemes, "max_length_output", nil).contains("max_length_output"))
    #expect(try refused(.textgen, "context", .number(4.5)).contains("context"))
    #expect(try refused(.textgen, "vocab", .object(["a": .integer(-1)])).contains("vocab"))
    #expect(try refused(.textgen, "vocab", .object(["a": .integer(1)])).contains("“<s>”"))
    #expect(try refused(.textgen, "vocab", .object([:])).contains("found none"))
    let many: JSONObject = ["a": .integer(1), "<s>": .integer(465)]
    #expect(try refused(.textgen, "vocab", .object(many)).contains("expected at least 466 rows"))
    let twice: JSONObject = ["a": .integer(1), "b": .integer(1)]
    #expect(try refused(.textgen, "vocab", .object(twice)).contains("a number of its own"))
    #expect(try refused(.khmer, "gru", nil).contains("no Keras model with attention"))
  }

  @Test func filesThatAreNotThere() throws {
    let folder = TemporaryFolder()
    #expect(sentence { _ = try KerasModel(directory: folder.path) }.contains("config.json"))
    put(Array("[1]".utf8), folder / "config.json")
    #expect(sentence { _ = try KerasModel(directory: folder.path) }.contains("an object"))
    put(Array("{\"vocab\": ".utf8), folder / "config.json")
    #expect(sentence { _ = try KerasModel(directory: folder.path) }.contains("byte"))
  }
}
