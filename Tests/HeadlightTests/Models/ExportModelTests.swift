import Foundation
import JSON
import TensorFiles
import Testing

/// `headlight export MODEL`: the numbers of a text, and pictures of it.
@Suite struct ExportModelTests {
  private func export(_ arguments: [String], to path: String) throws -> String {
    let result = try ProgramRun.result(["export"] + arguments + ["-o", path])
    #expect(result.ending == .exited(0), "\(result.complaints)")
    #expect(result.complaints == "")
    #expect(result.output.hasPrefix(path + ": "))
    return result.output
  }

  /// The first sentence of a tiny model's reference batch, alone: all that transformers computed.
  @Test(arguments: ["bert", "gpt2", "llama_gqa"])
  func theNumbersAreTheReferencesNumbers(name: String) throws {
    let folder = try TemporaryFolder()
    let model = ModelSamples.tiny(name)
    let golden = try Safetensors(reading: model + "/golden.safetensors")
    let shape = try #require(golden["attentions"]?.lengths)
    let (layers, heads, padded) = (shape[1], shape[2], shape[4])
    let mask = try golden.integers("attention_mask").prefix(padded)
    let count = Int(mask.reduce(0, +))
    let ids = try golden.integers("input_ids").prefix(count).map(String.init)
    let path = folder / "numbers.safetensors"
    var ask = [model, "--ids", ids.joined(separator: ",")]
    if golden["token_type_ids"] != nil {
      let types = try golden.integers("token_type_ids").prefix(count).map(String.init)
      ask += ["--types", types.joined(separator: ",")]
    }
    _ = try export(ask, to: path)
    let file = try Safetensors(reading: path)
    #expect(file["attentions"]?.lengths == [layers, heads, count, count])
    #expect(try file.integers("ids").map(String.init) == ids)
    let (own, known) = (try file.floats("attentions"), try golden.floats("attentions"))
    var worst: Float = 0
    for map in 0..<(layers * heads) {
      for query in 0..<count {
        for key in 0..<count {
          let place = (map * padded + query) * padded + key
          worst = max(worst, abs(own[(map * count + query) * count + key] - known[place]))
        }
      }
    }
    #expect(worst < 2e-5)
    let width = try #require(file["last_hidden_state"]?.lengths.last)
    let hidden = try file.floats("last_hidden_state")
    let knownHidden = try golden.floats("hidden_state_last").prefix(count * width)
    #expect(zip(hidden, knownHidden).allSatisfy { abs($0 - $1) < 1e-4 })
    #expect(file["logits"]?.lengths.first == count)
    let facts = Dictionary(uniqueKeysWithValues: file.metadata.map { ($0.key, $0.value) })
    #expect(facts["axes.attentions"] == "layer,head,query,key")
    #expect(facts["file"] == "model.safetensors" && facts["sha256"]?.count == 64)
    #expect(facts["family"] != nil && facts["made by"]?.hasPrefix("headlight ") == true)
    let tokens = try #require(try JSONValue(parsing: Array((facts["tokens"] ?? "").utf8)).array)
    #expect(tokens.count == count)
  }

  @Test func everyFormatHoldsTheSame() throws {
    let folder = try TemporaryFolder()
    let ask = [ModelSamples.tiny("bert"), "--text", "the cat", "--pair", "the mat"]
    for ending in ["safetensors", "npz", "json"] {
      let said = try export(ask, to: folder / ("a." + ending))
      #expect(said.contains("attentions [2, 4, 7, 7]"), "\(said)")
    }
    let file = try Safetensors(reading: folder / "a.safetensors")
    let archive = try NumPyArchive(reading: folder / "a.npz")
    #expect(archive.tensors.map(\.name) == file.tensors.map(\.name) + ["metadata"])
    let page = try #require(
      try JSONValue(parsing: WholeFile.bytes(folder / "a.json", atMost: 1 << 24)).object)
    for tensor in file.tensors where tensor.dtype == .f32 {
      let numbers = try file.floats(tensor.name)
      #expect(try archive.floats(tensor.name) == numbers)
      #expect(page[tensor.name]?.flattened.map { Float($0) } == numbers)
    }
    #expect(try archive.integers("types") == [0, 0, 0, 0, 1, 1, 1])
    #expect(page["ids"]?.integers == (try file.integers("ids").map { Int($0) }))
    let bytes = try archive.integers("metadata").map { UInt8($0) }
    let facts = try #require(try JSONValue(parsing: bytes).object)
    #expect(facts == page["metadata"]?.object)
    #expect(facts["tokens"]?.string?.contains("\"[SEP]\"") == true)
    // The same kinds by hand.
    let ids = try #require(page["ids"]?.integers).map(String.init).joined(separator: ",")
    _ = try export(
      [ModelSamples.tiny("bert"), "--ids", ids, "--types", "0,0,0,0,1,1,1"],
      to: folder / "b.safetensors")
    let again = try Safetensors(reading: folder / "b.safetensors")
    #expect(try again.floats("attentions") == file.floats("attentions"))
  }

  /// What a screen shows of a model is written in every format that a lesson has.
  @Test func everyViewAndFormatWorks() throws {
    let folder = try TemporaryFolder()
    let ask = [ModelSamples.tiny("llama_gqa"), "--text", "the cat sat", "--head", "1.1"]
    for (view, endings) in [
      ("map", ["svg", "png", "ansi", "txt", "json", "npy", "safetensors"]),
      ("heads", ["svg", "txt"]), ("words", ["svg", "txt"]), ("anatomy", ["svg", "txt"]),
    ] {
      for ending in endings {
        _ = try export(ask + ["--view", view], to: folder / "\(view).\(ending)")
      }
    }
    let anatomy = try WholeFile.bytes(folder / "anatomy.txt", atMost: 1 << 20)
    #expect(String(decoding: anatomy, as: UTF8.self).contains("layer 1"))
    // The head alone is the head of the whole.
    _ = try export(Array(ask.prefix(3)), to: folder / "whole.safetensors")
    let whole = try Safetensors(reading: folder / "whole.safetensors")
    let lengths = try #require(whole["attentions"]?.lengths)
    let size = lengths[2] * lengths[3]
    let map = try Safetensors(reading: folder / "map.safetensors")
    let name = try #require(map.tensors.first?.name)
    let own = try whole.floats("attentions")[((lengths[1] + 1) * size)..<((lengths[1] + 2) * size)]
    #expect(try map.floats(name) == Array(own))
  }

  /// Of a model that is too small nothing is measured, and nobody waits for it.
  @Test(.timeLimit(.minutes(1))) func smallModelsHaveNoRoles() throws {
    let folder = try TemporaryFolder()
    let began = ContinuousClock.now
    let ask = [ModelSamples.tiny("nano_sort_gpt"), "--view", "heads"]
    _ = try export(ask, to: folder / "heads.svg")
    #expect(ContinuousClock.now - began < .seconds(30))
  }

  @Test func aKerasModelHasOneMap() throws {
    let folder = try TemporaryFolder()
    _ = try export([ModelSamples.keras("khmer")], to: folder / "a.safetensors")
    let file = try Safetensors(reading: folder / "a.safetensors")
    let lengths = try #require(file["attentions"]?.lengths)
    #expect(lengths.count == 4 && lengths[0] == 1 && lengths[1] == 1)
    #expect(file.metadata.contains { $0.key == "text" && $0.value == "phnompenh" })
  }

  @Test(arguments: [
    (["--ids", "1,2", "--text", "a"], "--ids says what is read"),
    (["--types", "0"], "--types belongs to --ids"),
    (["--ids", "1,99999"], "the model has no token 99999"),
    (["--ids", "1,2", "--types", "0"], "1 kinds for 2 tokens"),
    (["--pair", "b"], "--pair belongs to --text"),
    (["--text", "a", "--head", "9.9"], "--head 9.9: there is none"),
    (["--example", "3"], "bert has no examples"),
    (["--text", "a", "--units", "8"], "--units cannot change the model"),
  ])
  func badInputIsASentence(options: [String], sentence: String) throws {
    let folder = try TemporaryFolder()
    let path = folder / "a.safetensors"
    let view = options.contains("--units") ? ["--view", "map"] : []
    let said = try ModelSamples.refusal(
      ["export", ModelSamples.tiny("bert")] + options + view + ["-o", path])
    #expect(said.contains(sentence), "\(said)")
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func nothingIsReplacedWithoutLeave() throws {
    let folder = try TemporaryFolder()
    let ask = ["export", ModelSamples.tiny("bert"), "--text", "the", "-o", folder / "a.npz"]
    #expect(try ModelSamples.lines(ask).count == 1)
    #expect(try ModelSamples.refusal(ask).contains("use --force"))
    #expect(try ModelSamples.lines(ask + ["--force"]).count == 1)
    let lesson = ["export", "dates", "--ids", "1", "-o", folder / "b.svg"]
    #expect(try ModelSamples.refusal(lesson).contains("--ids is for a pretrained model"))
  }
}

extension JSONValue {
  /// All numbers of nested lists in order.
  fileprivate var flattened: [Double] {
    if let number = double { return [number] }
    return array?.flatMap(\.flattened) ?? []
  }
}
