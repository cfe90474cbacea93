import JSON
import TensorFiles
import Tensors

/// The weights of a model that lies in no file: to measure how fast its shape is read.
///
/// Matrices hold numbers in ±√3 · 0.02, which have the deviation that GPT-2 begins with; scales are 1,
/// biases 0. A number is a function of its tensor's name and its place.
struct RandomWeights: Sendable {
  /// What stands for a path in messages.
  static let path = "random weights"
  /// The tensors, as if they lay in a file.
  let tensors: [String: StoredTensor]
  private let stream = RandomStream(seed: 1)("random weights")

  /// All tensors that a table reads.
  init(_ table: WeightTable) {
    var tensors: [String: StoredTensor] = [:]
    for entry in table.entries {
      let bytes = 4 * entry.lengths.reduce(1, *)
      tensors[entry.source] = StoredTensor(
        name: entry.source, dtype: .f32, lengths: entry.lengths, range: 0..<bytes)
    }
    self.tensors = tensors
  }

  /// The numbers at some places of a tensor.
  func fill(_ name: String, _ places: Range<Int>, _ numbers: UnsafeMutableBufferPointer<Float>) {
    guard let tensor = tensors[name] else { fatalError("no tensor \(name)") }
    guard tensor.lengths.count > 1 else {
      numbers.update(repeating: name.hasSuffix("bias") ? 0 : 1)
      return
    }
    let own = stream(name)
    let width = 2 * 0.02 * Float(3).squareRoot()
    for (index, place) in places.enumerated() { numbers[index] = (own.unit(place) - 0.5) * width }
  }
}

extension TextModel {
  /// A GPT-2 of 124 million random numbers: 12 layers of 12 heads, 768 wide, at most 1,024 tokens.
  static func randomGPT2() throws(ModelError) -> TextModel {
    let fields: JSONObject = [
      "n_layer": JSONValue(12), "n_head": JSONValue(12), "n_embd": JSONValue(768),
      "vocab_size": JSONValue(50_257), "n_positions": JSONValue(1_024),
    ]
    let model = try GPT2(
      Configuration(fields, path: RandomWeights.path), TensorNames([], isGGUF: false))
    let table = model.table(TensorNames([], isGGUF: false))
    return TextModel(model, table, .random(RandomWeights(table)))
  }
}
