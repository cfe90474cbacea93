import JSON
import Testing

/// `headlight predict MODEL`.
@Suite struct PredictModelTests {
  /// A tiny model's greedy tokens do not depend on how they are asked for.
  @Test func aDecoderGoesOnAndSaysHow() throws {
    let ask = ["predict", ModelSamples.tiny("gpt2"), "--tokens", "6"]
    let text = "the cat sat"
    let whole = try ModelSamples.object(
      try ModelSamples.lines(ask + ["--json", "--text", text])[0])
    let ids = try #require(whole["ids"]?.integers)
    let read = try #require(whole["read"]?.integers)
    #expect(ids.count == 6)
    #expect(whole["tokens"]?.array?.count == 6)
    let logarithms = try #require(whole["log_probabilities"]?.doubles)
    #expect(logarithms.count == 6 && logarithms.allSatisfy { $0 < 0 && $0 > -20 })
    // The text by its numbers, by standard input, and step by step.
    let numbers = read.map(String.init).joined(separator: ",")
    let again = try ModelSamples.object(
      try ModelSamples.lines(ask + ["--json", "--ids", numbers])[0])
    #expect(again == whole)
    let piped = try ModelSamples.lines(ask + ["--json"], input: text + "\n" + text + "\n")
    #expect(try piped.map(ModelSamples.object) == [whole, whole])
    var known = read
    for id in ids.prefix(3) {
      let next = try ModelSamples.object(
        try ModelSamples.lines([
          "predict", ModelSamples.tiny("gpt2"), "--tokens", "1", "--json", "--ids",
          known.map(String.init).joined(separator: " "),
        ])[0])
      #expect(next["ids"]?.integers == [id])
      known.append(id)
    }
    let plain = try ProgramRun.result(ask + ["--text", text])
    #expect(plain.output == (whole["text"]?.string ?? "") + "\n")
  }

  @Test func aTemperatureDrawsBySeed() throws {
    func ids(_ seed: String, _ temperature: String) throws -> [Int] {
      let line = try ModelSamples.lines([
        "predict", ModelSamples.tiny("gpt2"), "--tokens", "8", "--json", "--ids", "5",
        "--temperature", temperature, "--seed", seed,
      ])[0]
      return try #require(try ModelSamples.object(line)["ids"]?.integers)
    }
    #expect(try ids("1", "1") == ids("1", "1"))
    #expect(try ids("1", "1") != ids("2", "1"))
    // Nearly cold it is the likeliest.
    #expect(try ids("1", "0.0001") == ids("2", "0.0001"))
  }

  @Test func masksAreFilled() throws {
    let ask = ["predict", ModelSamples.tiny("bert"), "--text", "the [MASK] sat on [MASK]"]
    let lines = try ModelSamples.lines(ask)
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("2: ") && lines[0].split(separator: ",").count == 5)
    let page = try ModelSamples.object(try ModelSamples.lines(ask + ["--json"])[0])
    let masks = try #require(page["masks"]?.array).compactMap(\.object)
    #expect(masks.compactMap { $0["place"]?.integer } == [2, 5])
    #expect(
      try ModelSamples.refusal(["predict", ModelSamples.tiny("bert"), "--text", "the cat"])
        .contains("write [MASK] where a word is to be guessed"))
  }

  @Test(arguments: [
    ("khmer", "phnompenh", "ភ្នំពេញ"), ("phonemes", "KNIGHT", "N AY1 T"),
  ])
  func aKerasModelWritesWhatItWasMadeFor(name: String, text: String, written: String) throws {
    let lines = try ModelSamples.lines(["predict", ModelSamples.keras(name)], input: text)
    #expect(lines == [written])
  }

  @Test(arguments: [
    (["--tokens", "0", "--text", "a"], "--tokens takes 1 …"),
    (["--temperature", "0", "--text", "a"], "--temperature takes a number above 0"),
    (["--seed", "3", "--text", "a"], "--seed belongs to --temperature"),
    (["--ids", "1,x"], "expected whole numbers with commas"),
    (["--ids", "99999"], "the model has no token 99999"),
    (["--ids", "1", "--text", "a"], "two ways to say the same"),
    (["--text", ""], "a text without tokens; type something"),
    (["--attention", "x.safetensors", "--text", "a"], "--attention is for a run"),
  ])
  func badInputIsASentence(options: [String], sentence: String) throws {
    let said = try ModelSamples.refusal(["predict", ModelSamples.tiny("gpt2")] + options)
    #expect(said.contains(sentence), "\(said)")
  }

  @Test func aRunIsNoModel() throws {
    let folder = try TemporaryFolder()
    let said = try ModelSamples.refusal(["predict", folder.path, "--tokens", "3"])
    #expect(said.contains("--tokens is for a pretrained model"))
  }
}
