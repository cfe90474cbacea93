import Testing

@testable import TensorFiles

/// Every operation of one reading, for a script and as a picture.
@Suite struct AnatomyCommandTests {
  private func page(_ arguments: [String]) throws -> JSONObject {
    let result = try ProgramRun.result(["anatomy"] + arguments + ["--json"])
    #expect(result.ending == .exited(0), "\(result.complaints)")
    return try #require(try JSONValue(parsing: Array(result.output.utf8)).object)
  }

  private func operation(_ name: String, of page: JSONObject) throws -> JSONObject {
    let operations = try #require(page["operations"]?.array)
    return try #require(operations.compactMap(\.object).first { $0["name"]?.string == name })
  }

  private func numbers(_ name: String, _ operation: JSONObject) throws -> [Double] {
    try #require(operation[name]?.array).compactMap(\.double)
  }

  @Test func additiveAttentionOfOneQuery() throws {
    let page = try page(["dates", "--step", "3", "--query", "6", "--units", "16"])
    let weights = try operation("att.attention_weights", of: page)
    #expect(weights["axes"]?.array == [.string("key")])
    #expect(weights["shape"]?.array == [.integer(15)])
    #expect(weights["operation"]?.string == "softmax over key")
    #expect(weights["inputs"]?.array?.first == .string("att.energy"))
    let shares = try numbers("values", weights)
    #expect(shares.count == 15 && abs(shares.reduce(0, +) - 1) < 1e-5)
    // The context is what the weights and the features make of each other.
    let features = try numbers("values", operation("features", of: page))
    let context = try numbers("values", operation("att.context", of: page))
    for unit in context.indices {
      let sum = shares.indices.reduce(0.0) { $0 + shares[$1] * features[$1 * context.count + unit] }
      #expect(abs(sum - context[unit]) < 1e-5)
    }
    #expect(try numbers("gradient", weights).count == 15)
    #expect(page["step"]?.integer == 3 && page["source"]?.string == "3rd of May 2014")
  }

  @Test func oneHeadOfALayer() throws {
    let page = try page(["induction", "--step", "1", "--query", "4", "--head", "1.2"])
    let cut = try operation("1.weights", of: page)
    #expect(cut["axes"]?.array == [.string("key")])
    let whole = try operation("0.weights", of: page)
    #expect(whole["axes"]?.array?.contains(.string("head")) == true)
    #expect(try numbers("values", cut).dropFirst(5).allSatisfy { $0 == 0 })
  }

  @Test(arguments: [
    (["nosuch"], "\"nosuch\" is no lesson either"), (["--query", "10"], "there are 10 queries"),
    (["--head", "1.0"], "there is no layer 1"), (["--head", "x"], "--head takes layer.head"),
    (["--output", "x.png"], "the ending says the format: .svg, .ansi, .txt"),
    (["--operation", "features"], "belong to --output"), (["compare"], "name one, as in"),
    (["--text", ""], "there is nothing to read"),
  ])
  func whatCannotBeShownIsSaid(arguments: [String], sentence: String) throws {
    let result = try ProgramRun.result(["anatomy"] + arguments + ["--step", "0"])
    #expect(result.ending == .exited(2))
    #expect(result.complaints.contains(sentence), "\(result.complaints)")
  }

  @Test func aPictureIsWritten() throws {
    let folder = try TemporaryFolder()
    for (name, mark) in [("a.txt", "W1(features)"), ("a.svg", "<svg"), ("a.ansi", "\u{1B}[")] {
      let path = folder / name
      let options = ["anatomy", "dates", "--step", "1", "--query", "6", "--output", path]
      #expect(try ProgramRun.result(options).ending == .exited(0))
      let text = String(decoding: try WholeFile.bytes(path, atMost: 1 << 22), as: UTF8.self)
      #expect(text.contains(mark) && text.contains("7th of 10"))
      let again = try ProgramRun.result(options)
      #expect(again.ending == .exited(2) && again.complaints.contains("exists"))
    }
  }
}
