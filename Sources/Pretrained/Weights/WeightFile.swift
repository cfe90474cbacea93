import TensorFiles

/// The tensors of a model, in whatever file they lie.
enum WeightFile: Sendable {
  case safetensors(Safetensors)
  case shards(ShardedSafetensors)
  case gguf(GGUF)
  /// None: numbers that are made up.
  case random(RandomWeights)

  /// The names of all tensors, in the order of the file.
  var names: [String] {
    switch self {
    case .safetensors(let file): file.tensors.map(\.name)
    case .shards(let files): files.names
    case .gguf(let file): file.tensors.map(\.name)
    case .random(let weights): weights.tensors.keys.sorted()
    }
  }

  /// The path that messages name; of shards that of the index.
  var path: String {
    switch self {
    case .safetensors(let file): file.path
    case .shards(let files): files.path
    case .gguf(let file): file.path
    case .random: RandomWeights.path
    }
  }

  /// Which files it is now; those that somebody has written to since differ from what they were.
  func identity() throws(FileError) -> [RawFile.Identity?] {
    switch self {
    case .safetensors(let file): return [try file.identity()]
    case .shards(let files):
      var all: [RawFile.Identity?] = []
      for shard in files.shards { all.append(try shard.identity()) }
      return all
    case .gguf(let file): return [try file.identity()]
    case .random: return []
    }
  }

  /// The tensor called `name`, and the file that it lies in.
  func tensor(_ name: String) -> (tensor: StoredTensor, path: String)? {
    switch self {
    case .safetensors(let file): file[name].map { ($0, file.path) }
    case .shards(let files):
      (try? files.shard(name)).flatMap { file in file[name].map { ($0, file.path) } }
    case .gguf(let file): file[name].map { ($0, file.path) }
    case .random(let weights): weights.tensors[name].map { ($0, RandomWeights.path) }
    }
  }

  /// Writes numbers of a tensor where they belong, without a copy of them in between.
  func read(
    _ name: String, _ places: Range<Int>, into numbers: UnsafeMutableBufferPointer<Float>
  ) throws(FileError) {
    switch self {
    case .safetensors(let file): try file.read(name, places, into: numbers)
    case .shards(let files): try files.shard(name).read(name, places, into: numbers)
    case .gguf(let file): try file.read(name, places, into: numbers)
    case .random(let weights): weights.fill(name, places, numbers)
    }
  }
}
