import Foundation
import JSON
import Testing
import Tokenizers

/// The vocabularies of three real models, where they are downloaded.
@Suite(.enabled(if: TokenizerCase.downloaded != nil, "HEADLIGHT_MODELS names no folder"))
struct RealVocabularyTests {
  private func bytes(_ path: String) throws -> [UInt8] {
    let folder = try #require(TokenizerCase.downloaded)
    return Array(try Data(contentsOf: folder.appending(path: path)))
  }

  private func check(_ tokenizer: Tokenizer, _ name: String) throws {
    let cases = try TokenizerCase.read("real/tokenize_\(name).json")
    #expect(cases.count == 61)
    for one in cases { one.check(tokenizer, of: name) }
  }

  /// The ids that llama.cpp wrote, a line for each of its texts.
  private func checkLlama(
    _ tokenizer: Tokenizer, _ output: String, input: String
  ) throws {
    let texts = String(decoding: try TokenizerCase.bytes("real/" + input), as: UTF8.self)
      .replacing("\r\n", with: "\n").split(
        separator: "\n__ggml_vocab_test__\n", omittingEmptySubsequences: false)
    let lines = String(decoding: try TokenizerCase.bytes("real/" + output), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    #expect(texts.count >= 30)
    for (text, line) in zip(texts, lines) {
      let ids = line.split(separator: " ").compactMap { Int($0) }
      let encoding = tokenizer.encode(String(text), addingSpecialTokens: false)
      #expect(encoding.ids == ids, "\(output): \(text.debugDescription)")
    }
  }

  @Test func miniLM() throws {
    let tokenizer = try Tokenizer(
      tokenizerJSON: bytes("minilm/tokenizer.json"), path: "tokenizer.json")
    try check(tokenizer, "minilm")
    try checkLlama(
      tokenizer, "ggml-vocab-bert-bge.gguf.out", input: "ggml-vocab-bert-bge.gguf.inp")
    #expect(tokenizer.special.mask == 103)
    let plain = try Tokenizer(
      vocabularyText: bytes("minilm/vocab.txt"),
      configuration: bytes("minilm/tokenizer_config.json"), path: "minilm")
    try check(plain, "minilm")
  }

  @Test func gpt2() throws {
    let tokenizer = try Tokenizer(
      tokenizerJSON: bytes("gpt2/tokenizer.json"), path: "tokenizer.json")
    try check(tokenizer, "gpt2")
    try checkLlama(
      tokenizer, "ggml-vocab-gpt-2.gguf.out", input: "ggml-vocab-gpt-2.gguf.inp")
    let plain = try Tokenizer(
      vocabularyJSON: bytes("gpt2/vocab.json"), merges: bytes("gpt2/merges.txt"),
      configuration: nil, path: "gpt2")
    try check(plain, "gpt2")
  }
}
