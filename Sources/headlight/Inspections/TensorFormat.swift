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
}
