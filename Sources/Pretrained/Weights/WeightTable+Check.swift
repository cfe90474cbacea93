import TensorFiles

extension WeightTable {
  /// Holds the table against a file: each tensor is there, with the axes that the configuration says,
  /// and there is none that nobody knows.
  ///
  /// Nothing is allocated before this: what fits the table is as large as the file says it is.
  func check(_ file: WeightFile, sizesFrom configuration: String) throws(ModelError) {
    let advice = "the file and \(configuration) are of two models, or one of them is cut"
    for entry in entries {
      guard let (tensor, path) = file.tensor(entry.source) else {
        throw .tensor(
          path: file.path, name: entry.source, problem: "expected, but it is not there",
          advice: advice)
      }
      guard tensor.lengths == entry.lengths else {
        let (found, expected) = (Self.written(tensor.lengths), Self.written(entry.lengths))
        throw .tensor(
          path: path, name: entry.source, problem: "expected \(expected), found \(found)",
          advice: advice)
      }
      guard tensor.dtype.isNumber else {
        throw .tensor(
          path: path, name: entry.source,
          problem: "expected floats, found \(tensor.dtype.rawValue)",
          advice: "a model's weights are F64, F32, F16, BF16 or a quantisation of GGUF")
      }
    }
    let known = Set(entries.map(\.source))
    for name in file.names where !known.contains(name) && reason(for: name) == nil {
      throw .tensor(
        path: file.path, name: name, problem: "one too many: no part of the model reads it",
        advice: advice)
    }
  }

  private static func written(_ lengths: [Int]) -> String {
    lengths.isEmpty ? "one number" : lengths.map(String.init).joined(separator: " × ")
  }
}

extension StoredTensor.DType {
  /// Whether it is a way to store floats.
  fileprivate var isNumber: Bool {
    switch self {
    case .i64, .i32, .i16, .i8, .u64, .u32, .u16, .u8, .bool: false
    default: true
    }
  }
}
