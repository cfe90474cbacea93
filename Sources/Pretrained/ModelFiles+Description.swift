import TensorFiles

/// What a person is told of a model's files.
extension ModelFiles {
  /// What the model is called: its folder, or its file without the ending.
  ///
  /// A folder of Hugging Face's cache is called after a revision; then the name stands above it.
  var title: String {
    var parts = path.split(separator: "/").map(String.init)
    while parts.last == "." { parts.removeLast() }
    guard let last = parts.last else { return path }
    if gguf != nil, last.hasSuffix(".gguf") { return String(last.dropLast(5)) }
    if folder != path.trimmed, parts.count > 1, last.contains(".") {
      parts.removeLast()
    }
    if parts.count > 2, parts[parts.count - 2] == "snapshots" {
      let name = parts[parts.count - 3]
      return name.hasPrefix("models--")
        ? String(name.dropFirst(8)).replacing("--", with: "/") : name
    }
    return parts.last ?? path
  }

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

extension String {
  /// Without slashes at its end.
  fileprivate var trimmed: String {
    var text = self
    while text.count > 1, text.hasSuffix("/") { text.removeLast() }
    return text
  }
}
