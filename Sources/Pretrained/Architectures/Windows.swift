import JSON

/// How far back each layer sees, as the families write it.
enum Windows {
  /// Mistral: every layer slides where `sliding_window` is a number; absent it is 4,096, null none.
  static func mistral(_ fields: Configuration, layers: Int) throws(ModelError) -> [Int?] {
    let window: Int? =
      switch fields["sliding_window"] {
      case .null: nil
      case .absent: 4_096
      case .value: try fields.count("sliding_window")
      }
    return [Int?](repeating: window, count: layers)
  }

  /// Qwen2: `layer_types` where it is there; else all full unless `use_sliding_window`, and then those
  /// from `max_window_layers` on.
  static func qwen(_ fields: Configuration, layers: Int) throws(ModelError) -> [Int?] {
    let full = [Int?](repeating: nil, count: layers)
    if let types = try fields.texts("layer_types") {
      guard types.count == layers else {
        throw .field(
          path: fields.path, field: "layer_types", found: "\(types.count) of them",
          expected: "one for each of the \(layers) layers")
      }
      guard types.contains("sliding_attention") else {
        return try check(types, fields, full)
      }
      let window = try fields.count("sliding_window")
      return try check(types, fields, types.map { $0 == "sliding_attention" ? window : nil })
    }
    guard try fields.flag("use_sliding_window", absent: false) else { return full }
    let first = try fields.count("max_window_layers", absent: 28)
    let window = try fields.count("sliding_window", absent: 4_096)
    return (0..<layers).map { $0 >= first ? window : nil }
  }

  private static func check(
    _ types: [String], _ fields: Configuration, _ windows: [Int?]
  ) throws(ModelError) -> [Int?] {
    for type in types where type != "full_attention" && type != "sliding_attention" {
      throw fields.unsupported("layer_types", type, "full_attention, sliding_attention")
    }
    return windows
  }
}
