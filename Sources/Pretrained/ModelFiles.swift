import JSON
import TensorFiles

/// The files of one model: a Hugging Face directory, a file of one, or a GGUF file.
struct ModelFiles: Sendable {
  /// The path as it was given.
  let path: String
  /// The family and its sizes.
  let architecture: any Architecture
  /// Where the tensors lie.
  let weights: WeightFile
  /// Which of them becomes which of ours.
  let table: WeightTable
  /// The GGUF file, where it is one: it has the vocabulary, too.
  let gguf: GGUF?
  /// The folder with config.json and the tokenizer; nil for a GGUF file.
  let folder: String?

  /// Opens the model at `path`, and holds its tensors against its configuration.
  init(opening path: String) throws(ModelError) { try self.init(ModelPlace(path), path: path) }

  /// Opens the model at a place that `path` names.
  init(_ place: ModelPlace, path: String) throws(ModelError) {
    self.path = path
    switch place {
    case .gguf(let file):
      let gguf: GGUF
      do throws(FileError) { gguf = try GGUF(reading: file) } catch { throw .file(error) }
      architecture = try Families.architecture(gguf)
      weights = .gguf(gguf)
      self.gguf = gguf
      folder = nil
    case .folder(let folder):
      let fields = try Configuration(reading: folder + "/config.json")
      weights = try Self.weights(in: folder)
      architecture = try Families.architecture(
        fields, TensorNames(weights.names, isGGUF: false))
      gguf = nil
      self.folder = folder
    }
    table = try architecture.table(TensorNames(weights.names, isGGUF: gguf != nil))
    try table.check(weights, sizesFrom: gguf == nil ? "config.json" : "its metadata")
  }

  private static func weights(in folder: String) throws(ModelError) -> WeightFile {
    do throws(FileError) {
      if RawFile.kind(folder + "/model.safetensors") != .nothing {
        return .safetensors(try Safetensors(reading: folder + "/model.safetensors"))
      }
      let index = folder + "/model.safetensors.index.json"
      if RawFile.kind(index) != .nothing { return .shards(try ShardedSafetensors(reading: index)) }
    } catch { throw .file(error) }
    let others = ModelPlace.entries(of: folder).filter {
      $0.hasPrefix("pytorch_model") || $0 == "tf_model.h5"
    }
    guard let other = others.first else {
      throw .noModel(
        path: folder, problem: "has a config.json but no model.safetensors",
        advice: "download the weights as well")
    }
    throw .noModel(
      path: folder, problem: "has \(other) but no model.safetensors",
      advice:
        "write it once with Python: from transformers import AutoModel; "
        + "AutoModel.from_pretrained(\"\(legible(folder))\").save_pretrained(\"\(legible(folder))\")"
    )
  }
}
