import Testing

@testable import Pretrained

/// Each family gives transformers' numbers: attention within 2e-5, hidden states 1e-4, logits 1e-3 and
/// 1e-4 of their size.
@Suite struct FamilyOracleTests {
  @Test(arguments: [
    "bert", "distilbert", "roberta", "gpt2", "gpt2_f16", "gpt_neox", "llama_gqa",
    "llama_sharded_bf16", "qwen2", "mistral_window",
  ])
  func directory(_ name: String) throws {
    let folder = Oracle.models + "/" + name
    let distance = try Oracle(folder, golden: folder + "/golden.safetensors").distance()
    print("\(name): \(distance)")
    expectClose(distance)
  }

  @Test(arguments: [
    ("gguf/tiny_llama_f32.gguf", "llama_gqa/golden.safetensors"),
    ("gguf/qwen2_q8_0.gguf", "gguf/qwen2_q8_0.golden.safetensors"),
    ("gguf/gpt2_q8_0.gguf", "gguf/gpt2_q8_0.golden.safetensors"),
  ])
  func gguf(_ name: String, _ golden: String) throws {
    let distance = try Oracle(Oracle.models + "/" + name, golden: Oracle.models + "/" + golden)
      .distance()
    print("\(name): \(distance)")
    expectClose(distance)
  }

  private func expectClose(_ distance: Oracle.Distance) {
    #expect(distance.attention <= 2e-5)
    #expect(distance.hidden <= 1e-4)
    #expect(distance.logits <= 1e-3)
    #expect(distance.rows > 50)
  }
}
