import JSON
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

  /// Whoever computes the numbers again finds each input by its name.
  @Test(arguments: [
    ["dates", "--units", "16"], ["dates", "--mechanism", "multihead", "--units", "16"],
    ["keywords", "--mechanism", "none"], ["translate", "--units", "16"],
  ])
  func everyInputIsInThePage(arguments: [String]) throws {
    let page = try page(arguments + ["--step", "0"])
    let operations = try #require(page["operations"]?.array).compactMap(\.object)
    let given = try #require(page["given"]?.array).compactMap(\.object)
    var known: Set<String> = []
    for value in given + operations {
      let name = try #require(value["name"]?.string)
      #expect(known.insert(name).inserted, "\(name) is there twice")
      let lengths = try numbers("shape", value).map { Int($0) }
      #expect(value["values"]?.array?.count == lengths.reduce(1, *), "\(name)")
      #expect(value["axes"]?.array?.count == lengths.count, "\(name)")
    }
    for operation in operations {
      for input in operation["inputs"]?.array ?? [] {
        #expect(known.contains(input.string ?? ""), "\(operation["name"] ?? .null): \(input)")
      }
    }
  }

  /// The decoder's kernel stands on what was written and on the context: each reads its own rows.
  @Test func rowsOfAKernelAreTheirOwnInput() throws {
    let page = try page(["dates", "--step", "0", "--units", "8"])
    let rows = try operation("dec.gru.kernel[input′ 0…15]", of: page)
    #expect(
      rows["operation"] == .string("part") && rows["shape"]?.array == [.integer(16), .integer(24)])
    let whole = try #require(page["given"]?.array).compactMap(\.object)
      .first { $0["name"]?.string == "dec.gru.kernel" }
    let kernel = try numbers("values", try #require(whole))
    #expect(try numbers("values", rows) == Array(kernel.prefix(16 * 24)))
    // What a step starts from is what the one before left.
    let before = try operation("state before", of: page)
    #expect(before["inputs"]?.array == [.string("dec.gru.state"), .string("encoder_state")])
    let (states, starts) = (
      try numbers("values", operation("dec.gru.state", of: page)), try numbers("values", before)
    )
    #expect(Array(starts.dropFirst(8)) == Array(states.dropLast(8)))
  }

  @Test(arguments: [
    (["nosuch"], "\"nosuch\" is no lesson either"), (["--query", "10"], "there are 10 queries"),
    (["--head", "1.0"], "there is no layer 1"), (["--head", "x"], "--head takes layer.head"),
    (["compare"], "name one, as in"), (["--text", ""], "there is nothing to read"),
    (["--query", "-1"], "--query needs 0 or more, not -1"),
    (["dates", "--mechanism", "none", "--head", "0.0"], "without attention there are no heads"),
  ])
  func whatCannotBeShownIsSaid(arguments: [String], sentence: String) throws {
    let result = try ProgramRun.result(["anatomy"] + arguments + ["--step", "0"])
    #expect(result.ending == .exited(2))
    #expect(result.complaints.contains(sentence), "\(result.complaints)")
  }
}
