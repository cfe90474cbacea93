import Foundation
import TensorFiles
import Testing

@testable import Pretrained

/// What transformers computed once from a tiny model, and how far ours is from it.
struct Oracle {
  /// The folder of models that every clone has.
  static let models = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "Models").path
  /// The folder of models that are downloaded; nil where nobody said it.
  static let downloaded = ProcessInfo.processInfo.environment["HEADLIGHT_MODELS"]

  /// How far ours is from the oracle.
  struct Distance: CustomStringConvertible {
    var attention = 0.0
    var hidden = 0.0
    /// Beyond what a relative error of 1e-4 allows.
    var logits = 0.0
    var rows = 0

    var description: String {
      "attention \(attention), hidden \(hidden), logits \(logits), \(rows) rows"
    }
  }

  let model: TextModel
  let golden: Safetensors

  init(_ path: String, golden: String, isPacked: Bool = true) throws {
    let files = try ModelFiles(opening: path)
    model = TextModel(files.architecture, files.table, files.weights, isPacked: isPacked)
    self.golden = try Safetensors(reading: golden)
  }

  private func integers(_ name: String) throws -> [Int] {
    try golden.integers(name).map { Int($0) }
  }

  /// Reads each sentence of a padded batch alone, and compares all rows that are no padding.
  func distance() throws -> Distance {
    var distance = Distance()
    let sizes = model.sizes
    guard let shape = golden["attentions"]?.lengths, shape.count == 5 else { return distance }
    let (batch, length) = (shape[0], shape[4])
    #expect(shape[1] == sizes.layers && shape[2] == sizes.heads)
    let ids = try integers("input_ids")
    let mask = try integers("attention_mask")
    let types = golden["token_type_ids"] == nil ? nil : try integers("token_type_ids")
    let attentions = try golden.floats("attentions")
    let hidden = try golden.floats("hidden_state_last")
    let places = golden["logits_positions"] == nil ? [] : try integers("logits_positions")
    let logits = places.isEmpty ? [] : try golden.floats("logits")
    for sentence in 0..<batch {
      let own = sentence * length
      let count = mask[own..<(own + length)].reduce(0, +)
      guard
        let played = try model.read(
          Array(ids[own..<(own + count)]), types: types.map { Array($0[own..<(own + count)]) } ?? []
        )
      else { continue }
      for layer in 0..<sizes.layers {
        for head in 0..<sizes.heads {
          let start = ((sentence * sizes.layers + layer) * sizes.heads + head) * length * length
          let weights = played.weights(layer, head, 0..<count, 0..<count)
          for (place, weight) in weights.enumerated() {
            let other = attentions[start + place / count * length + place % count]
            distance.attention = max(distance.attention, Double(abs(weight - other)))
          }
          distance.rows += count
        }
      }
      for (place, number) in played.hidden(width: sizes.width).enumerated() {
        distance.hidden = max(
          distance.hidden, Double(abs(number - hidden[own * sizes.width + place])))
      }
      let seen = places.enumerated().filter { $0.element < count }
      if let scores = try model.scores(played, at: seen.map(\.element)) {
        for (row, place) in zip(scores, seen) {
          let start = (sentence * places.count + place.offset) * sizes.vocabulary
          for (token, score) in row.enumerated() {
            let other = logits[start + token]
            distance.logits = max(distance.logits, Double(abs(score - other) - 1e-4 * abs(other)))
          }
        }
      } else {
        #expect(places.isEmpty)
      }
    }
    return distance
  }
}
