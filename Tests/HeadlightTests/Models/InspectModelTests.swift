import Foundation
import JSON
import Testing

/// `headlight inspect` of models, their configurations and their tokenizers.
@Suite struct InspectModelTests {
  private func page(_ arguments: [String]) throws -> JSONObject {
    try ModelSamples.object(try ModelSamples.lines(["inspect", "--json"] + arguments)[0])
  }

  @Test func aModelSaysWhatItIs() throws {
    let page = try page([ModelSamples.tiny("llama_gqa")])
    #expect(page["kind"]?.string == "model" && page["family"]?.string == "Llama")
    #expect(page["layers"]?.integer == 2 && page["heads"]?.integer == 6)
    #expect(page["tokenizer"]?.object?["model"]?.string == "BPE")
    #expect(page["decoder"] == .boolean(true) && page["whole"] == .boolean(true))
    #expect(page["tensors"]?.object?["model.embed_tokens.weight"] != nil)
    let shards = try ModelSamples.lines(["inspect", ModelSamples.tiny("llama_sharded_bf16")])
    #expect(shards[0] == "model     llama_sharded_bf16, Llama")
    #expect(shards.contains { $0.hasPrefix("numbers ") && $0.hasSuffix("stored as BF16") })
    #expect(shards.last == "whole     yes")
    let keras = try self.page([ModelSamples.keras("khmer")])
    #expect(keras["family"]?.string?.hasPrefix("Keras, netra-transliterate") == true)
  }

  @Test func aGGUFFileIsAModelToo() throws {
    let page = try page([ModelSamples.tiny("gguf/tiny_llama_f16.gguf")])
    #expect(page["kind"]?.string == "gguf")
    #expect(page["model"]?.object?["family"]?.string == "Llama")
    #expect(page["model"]?.object?["storage"]?.string?.hasPrefix("F16") == true)
  }

  /// Each way in which a tensor of theirs becomes one of ours.
  @Test(arguments: [
    (
      "bert", "bert.encoder.layer.0.attention.self.query.weight", "layer.0.attention.query.kernel",
      "transposed"
    ),
    ("bert", "bert.embeddings.word_embeddings.weight", "tokens", "as it is"),
    (
      "gpt2", "transformer.h.0.attn.c_attn.weight", "layer.0.attention.key.kernel",
      "columns 32 … 63"
    ),
    ("gpt2", "transformer.h.0.attn.c_attn.bias", "layer.0.attention.value.bias", "rows 64 … 95"),
    (
      "gpt_neox", "gpt_neox.layers.1.attention.query_key_value.weight",
      "layer.1.attention.key.kernel", "rows 8 … 15 of each 24, for 4 heads, transposed"
    ),
    (
      "gguf/tiny_llama_f32.gguf", "blk.0.attn_k.weight", "layer.0.attention.key.kernel",
      "rotary rows: of each 6, for 2 heads, the even ones and then the odd ones, transposed"
    ),
  ])
  func namesSayWhatBecameOfATensor(
    model: String, theirs: String, ours: String, how: String
  ) throws {
    let names = try #require(try page([ModelSamples.tiny(model), "--names"])["names"]?.array)
    let found = names.compactMap(\.object).first { $0["ours"]?.string == ours }
    #expect(found?["theirs"]?.string == theirs)
    #expect(found?["how"]?.string == how)
    let lines = try ModelSamples.lines(["inspect", ModelSamples.tiny(model), "--names"])
    #expect(lines.contains { $0.hasPrefix(theirs + " ") && $0.hasSuffix("  " + how) })
  }

  @Test func aConfigurationIsJudgedByItself() throws {
    let folder = try TemporaryFolder()
    let whole = ModelSamples.tiny("bert") + "/config.json"
    let text = try String(contentsOfFile: whole, encoding: .utf8)
    let path = folder / "any name"
    func inspect(_ text: String) throws -> ProgramRun.Result {
      try text.write(toFile: path, atomically: false, encoding: .utf8)
      return try ProgramRun.result(["inspect", path, "--json"])
    }
    let good = try inspect(text)
    #expect(good.ending == .exited(0))
    #expect(try ModelSamples.object(good.lines[0])["kind"]?.string == "config_json")
    let strange = try inspect(
      text.replacing("\"model_type\": \"bert\"", with: "\"model_type\": \"t5\""))
    #expect(strange.ending == .exited(2))
    #expect(strange.complaints.contains("not supported: model_type = t5; supported: bert"))
    #expect(try ModelSamples.object(strange.lines[0])["whole"] == .boolean(false))
    let zero = try inspect(
      text.replacing("\"num_attention_heads\": 4", with: "\"num_attention_heads\": 0"))
    #expect(zero.ending == .exited(2) && zero.complaints.contains("num_attention_heads"))
  }

  @Test func aTokenizerIsToldByItsContent() throws {
    let folder = try TemporaryFolder()
    let path = folder / "words"
    try FileManager.default.copyItem(
      atPath: ModelSamples.tiny("bert") + "/tokenizer.json", toPath: path)
    let page = try page([path])
    #expect(page["kind"]?.string == "tokenizer_json" && page["model"]?.string == "WordPiece")
    #expect(page["special"]?.object?["mask"]?.integer == 4)
    try Data("{\"a\": 1}".utf8).write(to: URL(filePath: folder / "other"))
    #expect(
      try ModelSamples.refusal(["inspect", folder / "other"]).contains(
        "is a JSON text, but neither a config.json"))
    try Data("{\"model\": {\"type\"".utf8).write(to: URL(filePath: path))
    #expect(try ModelSamples.refusal(["inspect", path]).contains("byte 17"))
  }

  @Test func namesAreOfModels() throws {
    #expect(
      try ModelSamples.refusal(["inspect", ModelSamples.keras("khmer"), "--names"])
        .contains("leave --names out"))
    #expect(
      try ModelSamples.refusal(["inspect", ModelSamples.tiny("bert"), "--names", "--values"])
        .contains("exclude each other"))
  }
}
