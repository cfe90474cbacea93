import JSON
import Testing
import Tokenizers

/// Hostile and odd tokenizer.json files: each is refused with a sentence or read, never a trap.
struct CorpusTests {
  static let cases: [JSONObject] = {
    let value = try? JSONValue(parsing: TokenizerCase.bytes("corpus/manifest.json"))
    return (value?.object?["cases"]?.array ?? []).compactMap(\.object)
  }()

  @Test func allAreHere() {
    #expect(Self.cases.count == 38)
  }

  @Test(arguments: cases) func givesTheVerdict(_ one: JSONObject) throws {
    let file = try #require(one["file"]?.string)
    let expected = try #require(one["expect"]?.string)
    let bytes = try TokenizerCase.bytes("corpus/" + file)
    do throws(TokenizerError) {
      let tokenizer = try Tokenizer(tokenizerJSON: bytes, path: file)
      #expect(expected != "error", "\(file) was read")
      // Whatever was read, no text may hang or trap.
      for text in ["", "hello", String(repeating: "a", count: 32) + "!", "<s> [MASK]", "\0é"] {
        _ = tokenizer.decode(tokenizer.encode(text).ids)
      }
      guard let check = one["check"]?.object else { return }
      let text = check["text"]?.string ?? "no text"
      let encoding = tokenizer.encode(text, addingSpecialTokens: false)
      #expect(encoding.ids == check["ids"]?.array?.compactMap(\.integer), "\(file)")
      if let count = check["vocab_size"]?.integer {
        #expect(tokenizer.vocabularyCount == count, "\(file)")
      }
    } catch {
      #expect(expected != "load", "\(file): \(error)")
      #expect(error.description.contains(file))
      #expect(!error.description.unicodeScalars.contains { $0.value < 0x20 })
    }
  }

  @Test func deepNestingIsRefused() {
    let json = String(repeating: #"{"normalizer":"#, count: 1_000_000)
    #expect(throws: TokenizerError.self) {
      try Tokenizer(tokenizerJSON: Array(json.utf8), path: "x")
    }
  }
}
