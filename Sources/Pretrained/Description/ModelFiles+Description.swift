import TensorFiles

/// What a person is told of a model's files.
extension ModelFiles {
  /// What the model is called.
  var title: String { ModelPlace.title(path) }

  /// How the numbers are stored, the commonest first: `Q4_1, Q8_0, F32`.
  var storage: String {
    var bytes: [String: Int] = [:]
    for entry in Set(table.entries.map(\.source)) {
      guard let (tensor, _) = weights.tensor(entry) else { continue }
      bytes[tensor.dtype.rawValue, default: 0] += tensor.range.count
    }
    return bytes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
      .joined(separator: ", ")
  }

  /// The numbers of all tensors that are read.
  var parameterCount: Int {
    Set(table.entries.map(\.source)).reduce(0) { $0 + (weights.tensor($1)?.tensor.count ?? 0) }
  }
}
