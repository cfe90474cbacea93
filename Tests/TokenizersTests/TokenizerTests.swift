import Testing

@testable import Tokenizers

/// What a tokenizer tells about itself, and small worlds written by hand.
struct TokenizerTests {
  private func tokenizer(_ members: String) throws -> Tokenizer {
    try Tokenizer(tokenizerJSON: Array("{\(members)}".utf8), path: "tokenizer.json")
  }

  private let ab =
    #""model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2,"aba":3},"merges":["a b","ab a"]}"#

  @Test func aUnknownComponentIsNamed() throws {
    for (field, json) in [
      ("normalizer.type", #""normalizer":{"type":"Rot13"},"#),
      (
        "pre_tokenizer.pretokenizers[1].type",
        #""pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Whitespace"},{"type":"Rot13"}]},"#
      ),
      ("post_processor.type", #""post_processor":{"type":"Rot13"},"#),
      ("decoder.type", #""decoder":{"type":"Rot13"},"#),
    ] {
      do {
        _ = try tokenizer(json + ab)
        Issue.record("\(field) was read")
      } catch let error as TokenizerError {
        #expect(error.description.hasPrefix("tokenizer.json, \(field): “Rot13” is not supported"))
      }
    }
  }

  /// The order of members, which serde does not care about, is not ours to demand.
  @Test func mergesMayStandFirst() throws {
    let one = try tokenizer(
      #""model":{"merges":[["a","b"],["ab","a"]],"vocab":{"a":0,"b":1,"ab":2,"aba":3},"type":"BPE"}"#
    )
    #expect(one.encode("ababa").ids == [2, 3])
    #expect(try tokenizer(ab).encode("ababa").ids == [2, 3])
    // The prefix is known only after the merges were read.
    let two = try tokenizer(
      ####""model":{"type":"BPE","vocab":{"a":0,"##b":1,"ab":2},"merges":["a ##b"],"continuing_subword_prefix":"##"}"####
    )
    #expect(two.encode("ab").ids == [2])
  }

  @Test func canonicallyEqualTokensAreTwo() throws {
    let one = try tokenizer(
      #""model":{"type":"WordLevel","unk_token":"?","vocab":{"?":0,"\u00e9":1,"e\u0301":2}}"#)
    #expect(one.id(of: "\u{e9}") == 1)
    #expect(one.id(of: "e\u{301}") == 2)
    #expect(one.encode("e\u{301}").ids == [2])
    #expect(one.vocabularyCount == 3)
  }

  @Test func ofTwoTokensWithOneIDTheFirstIsShown() throws {
    let one = try tokenizer(#""model":{"type":"BPE","vocab":{"a":0,"b":0},"merges":[]}"#)
    #expect(one.encode("ba").ids == [0, 0])
    #expect(one.token(0) == "a")
  }

  /// Vocabularies for speech add tens of thousands; their ids are the reference's, whatever the
  /// file says.
  @Test func manyAddedTokens() throws {
    let list = (0..<30_000).map { #"{"id":\#($0 + 7),"content":"<t\#($0)>","special":true}"# }
    let one = try tokenizer(#""added_tokens":[\#(list.joined(separator: ","))],"# + ab)
    #expect(one.encode("a<t29999>b<t1>").ids == [0, 30_003, 1, 5])
    #expect(one.vocabularyCount == 30_004)
  }

  @Test func aLongPieceTakesNoQuadraticTime() throws {
    let ids = try tokenizer(ab).encode(String(repeating: "ab", count: 20_000)).ids
    #expect(ids.count == 20_000)
  }

  @Test func tokensAsAPersonReadsThem() throws {
    let gpt2 = try Tokenizer(
      tokenizerJSON: TokenizerCase.bytes("tiny/gpt2.tokenizer.json"), path: "gpt2")
    #expect(gpt2.markers == .bpe)
    let ids = gpt2.encode("the é").ids
    #expect(ids.map { gpt2.text(of: $0) }.suffix(2) == ["<0xC3>", "<0xA9>"])
    #expect(gpt2.special.beginning == gpt2.id(of: "<|endoftext|>"))
    #expect(gpt2.isSpecial(gpt2.id(of: "<|endoftext|>") ?? -1))
    let bert = try Tokenizer(
      tokenizerJSON: TokenizerCase.bytes("tiny/bert.tokenizer.json"), path: "bert")
    #expect(bert.markers == .wordpiece)
    #expect(bert.special.classifier == 2 && bert.special.separator == 3 && bert.special.mask == 4)
    let llama = try Tokenizer(
      tokenizerJSON: TokenizerCase.bytes("tiny/llama_gqa.tokenizer.json"), path: "llama")
    #expect(llama.markers == .sentencepiece)
    #expect(llama.text(of: llama.id(of: "▁t") ?? -1) == " t")
    #expect(llama.token(1 << 20) == nil && llama.text(of: -1) == "")
  }

  // MARK: Files before tokenizer.json

  @Test func aVocabularyOfLines() throws {
    let lines = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhello\n##s\nÉ\ne\n"
    let one = try Tokenizer(vocabularyText: Array(lines.utf8), configuration: nil, path: "x")
    #expect(one.encode("Hellos É [MASK]").ids == [2, 5, 6, 8, 4, 3])
    let cased = try Tokenizer(
      vocabularyText: Array(lines.replacing("\n", with: "\r\n").utf8),
      configuration: Array(#"{"do_lower_case":false}"#.utf8), path: "x")
    #expect(cased.encode("Hellos É", pair: "hello").ids == [2, 1, 7, 3, 5, 3])
    #expect(throws: TokenizerError.self) {
      try Tokenizer(vocabularyText: Array("a\nb\n".utf8), configuration: nil, path: "x")
    }
  }

  @Test func aVocabularyWithMerges() throws {
    let vocabulary = #"{"<s>":0,"</s>":1,"<mask>":2,"a":3,"b":4,"Ġ":5,"ab":6,"Ġab":7}"#
    let merges = "#version: 0.2\na b\nĠ ab\n"
    let one = try Tokenizer(
      vocabularyJSON: Array(vocabulary.utf8), merges: Array(merges.utf8), configuration: nil,
      path: "x")
    let encoding = one.encode("ab ab <mask>")
    #expect(encoding.ids == [0, 6, 7, 2, 1])
    #expect(encoding.offsets == [0..<0, 0..<2, 3..<5, 6..<12, 0..<0])
    #expect(throws: TokenizerError.self) {
      try Tokenizer(
        vocabularyJSON: Array(vocabulary.utf8), merges: Array("a x".utf8), configuration: nil,
        path: "x")
    }
  }

  // MARK: GGUF

  private func gguf(_ model: String, _ tokens: [String]) -> GGUFVocabulary {
    GGUFVocabulary(model: model, tokens: tokens.map { Array($0.utf8) })
  }

  @Test func sentencePieceJoinsTheBestFirst() throws {
    var vocabulary = gguf(
      "llama", ["<unk>", "<s>", "▁", "a", "b", "ab", "▁a", "<0xC3>", "<0xA9>", "bb"])
    vocabulary.types = [2, 3, 1, 1, 1, 1, 1, 6, 6, 4]
    vocabulary.scores = [0, 0, -9, -9, -9, -1, -2, 0, 0, 0]
    vocabulary.special.beginning = 1
    let one = try Tokenizer(gguf: vocabulary, path: "x")
    #expect(one.encode("ab é").ids == [1, 2, 5, 2, 7, 8])
    #expect(one.encode("aba").tokens == ["<s>", "▁", "ab", "a"])
    #expect(one.encode("a", addingSpecialTokens: false).ids == [6])
    // User-defined tokens are cut out and join nothing.
    #expect(one.encode("abb", addingSpecialTokens: false).ids == [6, 9])
    #expect(one.decode([1, 2, 5, 2, 7, 8]) == "ab é")
  }

  @Test func bertMarksTheBeginningOfWords() throws {
    var vocabulary = gguf("bert", ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "▁hello", "s"])
    vocabulary.types = [3, 3, 3, 3, 1, 1]
    let one = try Tokenizer(gguf: vocabulary, path: "x")
    #expect(one.encode("Hellos x").tokens == ["[CLS]", "hello", "##s", "[UNK]", "[SEP]"])
  }

  @Test(arguments: [
    "gpt-2", "smollm", "llama-bpe", "dbrx", "qwen2", "gpt-4o", "tekken", "bloom", "falcon",
  ]) func everyCutCanBeRead(_ pre: String) throws {
    var vocabulary = gguf("gpt2", ["a", "b", "ab", "Ġ", "Ġab", "1", "11"])
    vocabulary.pre = pre
    vocabulary.merges = ["a b", "Ġ ab", "1 1"].map { Array($0.utf8) }
    let one = try Tokenizer(gguf: vocabulary, path: "x")
    let digitByDigit = ["smollm", "qwen2", "tekken"].contains(pre)
    #expect(one.encode("ab ab").ids == [2, 4])
    #expect(one.encode("11").ids == (digitByDigit ? [5, 5] : [6]))
    #expect(one.encode("ab ab").offsets == [0..<2, 3..<5])
    #expect(one.decode([2, 4]) == "ab ab")
  }

  @Test func whatGGUFMeansIsRefusedIfUnknown() {
    var vocabulary = gguf("gpt2", ["a"])
    vocabulary.pre = "klingon"
    #expect(throws: TokenizerError.self) { try Tokenizer(gguf: vocabulary, path: "x") }
    #expect(throws: TokenizerError.self) { try Tokenizer(gguf: gguf("rwkv", ["a"]), path: "x") }
    #expect(throws: TokenizerError.self) { try Tokenizer(gguf: gguf("llama", ["a"]), path: "x") }
  }
}
