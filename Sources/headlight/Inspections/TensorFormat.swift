import JSON
import TensorFiles

/// The kinds of tensor files that can be looked into.
enum TensorFormat {
  case safetensors
  /// An index of several safetensors files.
  case shards
  case gguf
  case array
  case archive

  /// What the ending of a name promises; nil where it promises none of them.
  init?(endingOf path: String) {
    if path.hasSuffix(".safetensors") {
      self = .safetensors
    } else if path.hasSuffix(".safetensors.index.json") {
      self = .shards
    } else if path.hasSuffix(".gguf") {
      self = .gguf
    } else if path.hasSuffix(".npy") {
      self = .array
    } else if path.hasSuffix(".npz") {
      self = .archive
    } else {
      return nil
    }
  }

  /// Whether a JSON text is an index of shards: an object with a member `weight_map`.
  static func isIndex(_ path: String) throws -> Bool {
    var scanner = JSONScanner(try WholeFile.bytes(path, atMost: 100_000_000))
    do {
      try scanner.enterObject()
      while let key = try scanner.nextKey() {
        if scanner.isEqual(key, "weight_map") { return true }
        try scanner.skipValue()
      }
    } catch {
      // What is no JSON is no index; whoever reads it as something else says what is wrong.
    }
    return false
  }
}
