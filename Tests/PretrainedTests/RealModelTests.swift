import Tokenizers
import Tensors
import Foundation
import Snapshots
import TensorFiles
import Testing

@testable import Pretrained

/// Models that somebody trained: one in the tree, two that are downloaded.
///
/// The downloaded ones lie in the folder that the environment variable HEADLIGHT_MODELS names, as
/// `minilm` and `smollm2`; without it these tests are skipped.
@Suite struct RealModelTests {
  /// nano_sort_gpt sorts six letters; its numbers come from transformers' GPT-2.
  @Test func nanoSortGPT() throws {
    let folder = Oracle.models + "/nano_sort_gpt"
    let files = try ModelFiles(opening: folder)
    let model = TextModel(files.architecture, files.table, files.weights)
    let golden = try Safetensors(reading: folder + "/golden.safetensors")
    let ids = try golden.integers("input_ids").map { Int($0) }
    let attentions = try golden.floats("attentions")
    let logits = try golden.floats("logits")
    let sorted = try golden.integers("sorted").map { Int($0) }
    for text in 0..<3 {
      let played = try #require(try model.read(Array(ids[(text * 11)..<(text * 11 + 11)])))
      for layer in 0..<3 {
        for head in 0..<3 {
          let start = ((text * 3 + layer) * 3 + head) * 121
          expectClose(
            played.weights(layer, head, 0..<11, 0..<11), Array(attentions[start..<(start + 121)]),
            2e-5)
        }
      }
      let scores = try #require(try model.scores(played, at: Array(0..<11)))
      expectClose(scores.flatMap(\.self), Array(logits[(text * 33)..<(text * 33 + 33)]), 1e-3)
      // From the sixth position on it writes the six letters in order.
      let written = scores.suffix(6).map { row in row.indices.max { row[$0] < row[$1] } ?? 0 }
      #expect(written == Array(sorted[(text * 6)..<(text * 6 + 6)]))
    }
  }

  /// Operation by operation, against a second implementation in float64 from the file alone.
  @Test func nanoSortGPTOperationByOperation() throws {
    let folder = Oracle.models + "/nano_sort_gpt"
    let files = try ModelFiles(opening: folder)
    let model = TextModel(files.architecture, files.table, files.weights)
    let ids = [2, 1, 0, 1, 1, 2, 0]
    let played = try #require(try model.read(ids))
    let file = try Safetensors(reading: folder + "/model.safetensors")
    let body = file["transformer.wte.weight"] == nil ? "" : "transformer."
    func tensor(_ name: String) throws -> [Double] { try file.doubles(body + name) }
    let (width, heads, depth, count) = (48, 3, 16, ids.count)
    let (tokens, places) = (try tensor("wte.weight"), try tensor("wpe.weight"))
    var x: [Double] = []
    for (place, id) in ids.enumerated() {
      for column in 0..<width {
        x.append(tokens[id * width + column] + places[place * width + column])
      }
    }
    for layer in 0..<3 {
      let diagram = try model.explain(played, layer: layer)
      func check(_ name: String, _ numbers: [Double], _ tolerance: Double = 2e-5) throws {
        let value = try #require(diagram.values.first { $0.name == name }, "\(name)")
        expectClose(value.numbers.elements, numbers.map { Float($0) }, Float(tolerance))
      }
      func norm(_ rows: [Double], _ name: String) throws -> [Double] {
        let (scale, bias) = (try tensor(name + ".weight"), try tensor(name + ".bias"))
        var result: [Double] = []
        for row in 0..<(rows.count / width) {
          let own = Array(rows[(row * width)..<((row + 1) * width)])
          let mean = own.reduce(0, +) / Double(width)
          let variance = own.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(width)
          let inverse = 1 / (variance + 1e-5).squareRoot()
          for place in 0..<width {
            result.append((own[place] - mean) * inverse * scale[place] + bias[place])
          }
        }
        return result
      }
      func dense(_ rows: [Double], _ name: String, _ input: Int, _ output: Int) throws -> [Double] {
        let (kernel, bias) = (try tensor(name + ".weight"), try tensor(name + ".bias"))
        var result: [Double] = []
        for row in 0..<(rows.count / input) {
          for column in 0..<output {
            var sum = bias[column]
            for place in 0..<input {
              sum += rows[row * input + place] * kernel[place * output + column]
            }
            result.append(sum)
          }
        }
        return result
      }
      let h = "h.\(layer)."
      try check("entering", x)
      let fused = try dense(norm(x, h + "ln_1"), h + "attn.c_attn", width, 3 * width)
      func part(_ number: Int) -> [Double] {
        var part: [Double] = []
        for row in 0..<count {
          let start = row * 3 * width + number * width
          part += fused[start..<(start + width)]
        }
        return part
      }
      let (q, k, v) = (part(0), part(1), part(2))
      try check("layer.\(layer).attention.query", q)
      try check("layer.\(layer).attention.key", k)
      try check("layer.\(layer).attention.value", v)
      var scores: [Double] = []
      var weights: [Double] = []
      var context = [Double](repeating: 0, count: count * width)
      for head in 0..<heads {
        for i in 0..<count {
          var row = [Double](repeating: 0, count: count)
          for j in 0..<count {
            for d in 0..<depth {
              row[j] += q[i * width + head * depth + d] * k[j * width + head * depth + d] / 4
            }
          }
          scores += row
          let seen = Array(row[...i])
          let most = seen.max() ?? 0
          let open = seen.map { exp($0 - most) }
          let sum = open.reduce(0, +)
          let shares = open.map { $0 / sum }
          weights += shares
          weights += [Double](repeating: 0, count: count - i - 1)
          for (j, share) in shares.enumerated() {
            for d in 0..<depth {
              context[i * width + head * depth + d] += share * v[j * width + head * depth + d]
            }
          }
        }
      }
      try check("layer.\(layer).attention.scores", scores)
      try check("layer.\(layer).attention.weights", weights)
      try check("layer.\(layer).attention.context", context)
      let attended = try dense(context, h + "attn.c_proj", width, width)
      try check("layer.\(layer).attention.attended", attended)
      let middle = zip(x, attended).map { (a: Double, b: Double) in a + b }
      let filtered = try dense(norm(middle, h + "ln_2"), h + "mlp.c_fc", width, 4 * width).map {
        (x: Double) -> Double in
        let inner = (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)
        return x / 2 * (1 + tanh(inner))
      }
      let fed = try dense(filtered, h + "mlp.c_proj", 4 * width, width)
      x = zip(middle, fed).map { (a: Double, b: Double) in a + b }
      try check("layer.\(layer).state", x)
    }
  }

  @Test(.enabled(if: Oracle.downloaded != nil, "HEADLIGHT_MODELS is not set"))
  func miniLM() throws {
    let files = try ModelFiles(opening: (Oracle.downloaded ?? "") + "/minilm")
    let model = TextModel(files.architecture, files.table, files.weights)
    let golden = try Safetensors(reading: Oracle.models + "/minilm_s0.safetensors")
    let ids = try golden.integers("input_ids").map { Int($0) }
    let text = try #require(golden[metadata: "text"])
    let tokenizer = try #require(try files.tokenizer())
    #expect(tokenizer.encode(text).ids == ids)
    let played = try #require(try model.read(ids))
    try expectSame(played, model, golden, tolerance: 2e-5)
    // A perfect previous-token head.
    let head = played.weights(0, 2, 0..<ids.count, 0..<ids.count)
    for query in 2..<(ids.count - 1) { #expect(head[query * ids.count + query - 1] > 0.9) }
  }

  @Test(.enabled(if: Oracle.downloaded != nil, "HEADLIGHT_MODELS is not set"))
  func smolLM2() throws {
    let folder = (Oracle.downloaded ?? "") + "/smollm2"
    let files = try ModelFiles(opening: folder)
    let model = TextModel(files.architecture, files.table, files.weights)
    let golden = try Safetensors(reading: Oracle.models + "/smollm2_s0.safetensors")
    var ids = try golden.integers("input_ids").map { Int($0) }
    let text = try #require(golden[metadata: "text"])
    let tokenizer = try #require(try files.tokenizer())
    #expect(tokenizer.encode(text).ids == ids)
    let played = try #require(try model.read(ids))
    try expectSame(played, model, golden, tolerance: 1e-4)
    let scores = try #require((try model.scores(played, at: [ids.count - 1]) ?? []).first)
    let logits = try golden.floats("last_logits")
    for (score, logit) in zip(scores, logits) {
      #expect(abs(score - logit) <= 1e-3 + 1e-4 * abs(logit))
    }
    // First-token sinks.
    for head in [7, 8] {
      let sink = played.weights(18, head, 1..<played.ids.count, 0..<1)
      #expect(sink.reduce(0, +) / Float(sink.count) > 0.8)
    }
    // Greedy, up to the first place where two tokens are nearly as likely.
    let (greedy, margins) = (
      try golden.integers("greedy20_ids").map { Int($0) }, try golden.floats("greedy20_margin")
    )
    for (token, margin) in zip(greedy, margins) {
      guard margin >= 0.05 else { break }
      let played = try #require(try model.read(ids))
      let scores = try #require((try model.scores(played, at: [ids.count - 1]) ?? []).first)
      let likeliest = scores.indices.max { scores[$0] < scores[$1] }
      #expect(likeliest == token)
      ids.append(token)
    }
  }

  private func expectSame(
    _ played: TextModel.Played, _ model: TextModel, _ golden: Safetensors, tolerance: Float
  ) throws {
    let count = played.ids.count
    let attentions = try golden.floats("attentions")
    for layer in 0..<model.sizes.layers {
      for head in 0..<model.sizes.heads {
        let start = (layer * model.sizes.heads + head) * count * count
        expectClose(
          played.weights(layer, head, 0..<count, 0..<count),
          Array(attentions[start..<(start + count * count)]), tolerance)
      }
    }
    expectClose(
      played.hidden(width: model.sizes.width), try golden.floats("last_hidden_state"), 1e-4)
  }

  private func expectClose(
    _ numbers: [Float], _ expected: [Float], _ tolerance: Float,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(numbers.count == expected.count, sourceLocation: sourceLocation)
    let worst = zip(numbers, expected).map { abs($0 - $1) }.max() ?? 0
    #expect(worst <= tolerance, sourceLocation: sourceLocation)
  }
}
