import JSON
import TensorFiles

/// What a JSON text is, told by the names of its members.
enum JSONKind: Hashable {
  /// An index of shards.
  case index
  /// A tokenizer.json.
  case tokenizer
  /// A config.json.
  case configuration
  case other

  private static let tokenizers = [
    "added_tokens", "model", "normalizer", "pre_tokenizer", "post_processor", "decoder",
  ]
  private static let configurations = [
    "model_type", "architectures", "hidden_size", "num_hidden_layers", "n_layer", "vocab",
  ]

  /// Looks at the file at `path`; what breaks off is what it is up to there.
  init(_ path: String) throws(FileError) {
    var scanner = JSONScanner(try WholeFile.bytes(path, atMost: 100_000_000))
    var found: JSONKind?
    do throws(JSONError) {
      try scanner.enterObject()
      while let key = try scanner.nextKey() {
        func isOne(of names: [String]) -> Bool { names.contains { scanner.isEqual(key, $0) } }
        if scanner.isEqual(key, "weight_map") {
          found = .index
        } else if isOne(of: Self.tokenizers) {
          found = found ?? .tokenizer
        } else if isOne(of: Self.configurations) {
          found = found ?? .configuration
        }
        if let found, found != .configuration { break }
        try scanner.skipValue()
      }
    } catch {
      guard found != nil else { throw FileError(error, path: path) }
    }
    self = found ?? .other
  }
}
