import Foundation
import JSON
import Testing
import Tokenizers

/// Every component of tokenizers 0.23, by what it wrote once for forty hostile texts.
struct FamilyTests {
  static let names = ["families", "tiny"].flatMap { group in
    let files = try? FileManager.default.contentsOfDirectory(
      atPath: TokenizerCase.folder.appending(path: group).path)
    return (files ?? []).filter { $0.hasSuffix(".cases.json") }.sorted()
      .map { group + "/" + $0.replacing(".cases.json", with: "") }
  }

  @Test func allAreHere() {
    #expect(Self.names.count == 68)
  }

  @Test(arguments: names) func equalsTheReference(_ name: String) throws {
    let tokenizer = try Tokenizer(
      tokenizerJSON: TokenizerCase.bytes(name + ".tokenizer.json"), path: name)
    let cases = try TokenizerCase.read(name + ".cases.json")
    #expect(cases.count >= 8)
    for one in cases { one.check(tokenizer, of: name) }
  }

  @Test func cutsAndPadsAsTheFileSays() throws {
    let name = "families/truncation_padding"
    let tokenizer = try Tokenizer(
      tokenizerJSON: TokenizerCase.bytes(name + ".tokenizer.json"), path: name)
    let value = try JSONValue(parsing: TokenizerCase.bytes(name + ".cases.json"))
    let cases = try #require(value.object?["as_is"]?.array)
    #expect(cases.count > 10)
    for one in cases {
      let text = try #require(one.object?["text"]?.string)
      let encoding = tokenizer.encode(
        text, truncating: tokenizer.truncation, padding: tokenizer.padding)
      #expect(encoding.ids == one.object?["ids"]?.array?.compactMap(\.integer), "\(text)")
    }
  }
}
