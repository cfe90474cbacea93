import Foundation
import JSON
import Testing

/// `headlight tokenize MODEL`.
@Suite struct TokenizeTests {
  /// What the reference library made of the same texts.
  @Test(arguments: ["bert", "roberta", "gpt2", "llama_gqa"])
  func everyLineIsWhatTheReferenceSays(name: String) throws {
    let folder = ModelSamples.tiny(name)
    let data = try Data(contentsOf: URL(filePath: folder + "/tokenize.json"))
    let cases = try #require(try JSONValue(parsing: Array(data)).array).compactMap(\.object)
    #expect(cases.count > 5)
    let input = cases.compactMap { $0["text"] }.map { JSONText.line($0) + "\n" }.joined()
    let lines = try ModelSamples.lines(["tokenize", folder, "--json"], input: input)
    try #require(lines.count == cases.count)
    for (line, known) in zip(lines, cases) {
      let found = try ModelSamples.object(line)
      for name in ["ids", "tokens", "offsets"] { #expect(found[name] == known[name]) }
      #expect(found["types"]?.array?.count == found["ids"]?.array?.count)
    }
  }

  @Test func aTokenizerNeedsNoWeights() throws {
    let folder = try TemporaryFolder()
    let file = folder / "any name"
    try FileManager.default.copyItem(
      atPath: ModelSamples.tiny("bert") + "/tokenizer.json", toPath: file)
    let expected = [
      #"{"ids":[2,77,108,3],"tokens":["[CLS]","the","cat","[SEP]"],"#
        + #""offsets":[[0,0],[0,3],[4,7],[0,0]],"types":[0,0,0,0]}"#
    ]
    #expect(try ModelSamples.lines(["tokenize", file], input: "the cat") == expected)
    try FileManager.default.moveItem(atPath: file, toPath: folder / "tokenizer.json")
    #expect(try ModelSamples.lines(["tokenize", folder.path], input: "the cat\r\n") == expected)
    let vocabulary = folder / "words"
    try Data("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\ncat\n".utf8)
      .write(to: URL(filePath: vocabulary))
    let own = try ModelSamples.lines(["tokenize", vocabulary], input: "the cat\n")
    #expect(own.first?.hasPrefix(#"{"ids":[2,5,6,3],"#) == true)
  }

  @Test func aPairHasTwoTypes() throws {
    let lines = try ModelSamples.lines(
      ["tokenize", ModelSamples.tiny("bert"), "--json"], input: "[\"the cat\",\"the\"]\n\"\"")
    #expect(lines.count == 2)
    let pair = try ModelSamples.object(lines[0])
    #expect(pair["ids"]?.integers == [2, 77, 108, 3, 77, 3])
    #expect(pair["types"]?.integers == [0, 0, 0, 0, 1, 1])
    #expect(try ModelSamples.object(lines[1])["ids"]?.integers == [2, 3])
  }

  @Test(arguments: [
    ("\"a\"\n[\"b\"]\n", "standard input, line 2: expected a JSON string, or a list of two"),
    ("\"a\"\n\"b\n", "standard input, line 2: byte 2: expected a closing quote"),
    ("7", "standard input, line 1: expected a JSON string"),
  ])
  func aWrongLineIsNamed(input: String, sentence: String) throws {
    let result = try ProgramRun.result(
      ["tokenize", ModelSamples.tiny("gpt2"), "--json"], input: input)
    #expect(result.ending == .exited(2))
    #expect(result.complaints.contains(sentence), "\(result.complaints)")
    // What came before the line is there.
    #expect(result.lines.count == input.split(separator: "\n").count - 1)
  }

  @Test func whatIsNoTokenizerIsRefused() throws {
    let khmer = ModelSamples.keras("khmer")
    #expect(try ModelSamples.refusal(["tokenize", khmer]).contains("has neither tokenizer.json"))
    #expect(try ModelSamples.refusal(["tokenize", "/nowhere"]).contains("no such file"))
    let bad = try Shell.run("printf 'a\\n\\377\\n' | \"$H\" tokenize \(ModelSamples.tiny("gpt2"))")
    #expect(
      bad.complaints == "headlight: standard input, line 2: not UTF-8 text; convert it with iconv\n"
    )
    #expect(bad.lines.count == 1)
  }
}
