import JSON
import Layers
import TensorFiles

/// Which family a configuration is of.
enum Families {
  private static let known =
    "bert, distilbert, roberta, gpt2, gpt_neox, llama, mistral, qwen2"
  private static let knownInGGUF = "llama, qwen2, gpt2"

  /// The architecture of a config.json.
  static func architecture(
    _ fields: Configuration, _ tensors: TensorNames
  ) throws(ModelError) -> any Architecture {
    switch try fields.text("model_type") {
    case "bert": return try Bert(fields, tensors)
    case "roberta": return try Roberta.read(fields, tensors)
    case "distilbert": return try DistilBert(fields, tensors)
    case "gpt2": return try GPT2(fields, tensors)
    case "gpt_neox": return try GPTNeoX(fields, tensors)
    case "llama": return try Llama(fields, tensors, family: "Llama", biases: [])
    case "mistral":
      var model = try Llama(fields, tensors, family: "Mistral", biases: [])
      model.sizes.windows = try Windows.mistral(fields, layers: model.sizes.layers)
      return model
    case "qwen2":
      var model = try Llama(fields, tensors, family: "Qwen2", biases: [.query, .key, .value])
      model.sizes.windows = try Windows.qwen(fields, layers: model.sizes.layers)
      return model
    case let other?: throw fields.unsupported("model_type", other, known)
    case nil:
      throw .field(path: fields.path, field: "model_type", found: "nothing", expected: known)
    }
  }

  /// The architecture of a GGUF file.
  static func architecture(_ gguf: GGUF) throws(ModelError) -> any Architecture {
    guard let name = gguf[metadata: "general.architecture"]?.string else {
      throw .field(
        path: gguf.path, field: "general.architecture", found: "nothing", expected: knownInGGUF)
    }
    let fields = Configuration(gguf, architecture: name)
    let tensors = TensorNames(gguf.tensors.map(\.name), isGGUF: true)
    guard let table = gguf["token_embd.weight"], let rows = table.lengths.first else {
      throw .file(.missing(path: gguf.path, name: "token_embd.weight"))
    }
    switch name {
    case "llama":
      if gguf["rope_freqs.weight"] != nil {
        throw .unsupported(
          path: gguf.path, field: "tensor rope_freqs.weight", value: "Llama 3's frequencies",
          supported: "files without it")
      }
      return try Llama(
        gguf: fields, tensors, vocabulary: rows, family: "Llama", biases: [], hasPermutedRows: true)
    case "qwen2":
      return try Llama(
        gguf: fields, tensors, vocabulary: rows, family: "Qwen2", biases: [.query, .key, .value],
        hasPermutedRows: false)
    case "gpt2": return try GPT2(gguf: fields, tensors, vocabulary: rows)
    default:
      throw .unsupported(
        path: gguf.path, field: "general.architecture", value: name, supported: knownInGGUF)
    }
  }
}
