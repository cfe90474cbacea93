import JSON
import Testing

/// `headlight bench minilm PATH` and `bench gpt2`.
@Suite struct BenchModelTests {
  @Test func aModelIsMeasuredColdAndWarm() throws {
    let lines = try ModelSamples.lines(["bench", "minilm", ModelSamples.tiny("bert"), "--json"])
    let pages = try lines.map { try ModelSamples.object($0) }
    #expect(pages.first?["workload"]?.string == "process")
    #expect(pages.dropFirst().allSatisfy { $0["workload"]?.string == "warm" })
    #expect(pages.count >= 2)
    for page in pages {
      for name in ["tokens", "cpu_milliseconds", "milliseconds", "peak_megabytes"] {
        #expect((page[name]?.double ?? 0) > 0, "\(name)")
      }
    }
  }

  @Test(arguments: [
    (["minilm"], "minilm needs the path of a model"),
    (["minilm", "/nowhere"], "no such file or folder"),
    (["minilm", ModelSamples.keras("khmer")], "keras-khmer is not a transformer"),
    (["gpt2", "--tokens", "1025"], "--tokens takes 1 … 1024"),
    (["W1", "--tokens", "3"], "--tokens belongs to gpt2"), (["W9"], "no workload called \"W9\""),
  ])
  func badInputIsASentence(options: [String], sentence: String) throws {
    let said = try ModelSamples.refusal(["bench"] + options)
    #expect(said.contains(sentence), "\(said)")
  }
}
