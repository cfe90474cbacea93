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
  init(opening path: String) throws(ModelError) {
    self.path = path
    switch try Self.place(of: path) {
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

  /// What is at a path.
  private enum Place {
    case gguf(String)
    case folder(String)
  }

  private static func place(of path: String) throws(ModelError) -> Place {
    // The files of a cache are links to what they hold.
    var kind = RawFile.kind(path)
    if kind == .link { kind = RawFile.resolved(path).map { RawFile.kind($0) } ?? .nothing }
    switch kind {
    case .nothing: throw .file(.refused(action: "open", path: path, code: 2))
    case .folder:
      if RawFile.kind(path + "/config.json") != .nothing { return .folder(path) }
      let files = entries(of: path).filter { $0.hasSuffix(".gguf") }
      if files.count == 1 { return .gguf(path + "/" + files[0]) }
      guard files.isEmpty else {
        throw .noModel(
          path: path, problem: "has \(files.count) GGUF files", advice: "name one of them")
      }
      throw .noModel(
        path: path, problem: "has no config.json and no .gguf file",
        advice: "name the folder of a Hugging Face model, or a GGUF file")
    default:
      let start: [UInt8]
      do throws(FileError) { start = try WholeFile.beginning(path, atMost: FileKind.length) } catch
      { throw .file(error) }
      switch FileKind(start) {
      case .gguf: return .gguf(path)
      case .safetensors, .json:
        let folder = CrashSafe.split(path).folder
        guard RawFile.kind(folder + "/config.json") != .nothing else {
          throw .noModel(
            path: path, problem: "has no config.json beside it",
            advice: "a model is its weights and its config.json in one folder")
        }
        return .folder(folder)
      case let other:
        throw .noModel(
          path: path, problem: "is not a model that can be read",
          advice: other.advice ?? "name the folder of a Hugging Face model, or a GGUF file")
      }
    }
  }

  private static func weights(in folder: String) throws(ModelError) -> WeightFile {
    do throws(FileError) {
      if RawFile.kind(folder + "/model.safetensors") != .nothing {
        return .safetensors(try Safetensors(reading: folder + "/model.safetensors"))
      }
      let index = folder + "/model.safetensors.index.json"
      if RawFile.kind(index) != .nothing { return .shards(try ShardedSafetensors(reading: index)) }
    } catch { throw .file(error) }
    let others = entries(of: folder).filter { $0.hasPrefix("pytorch_model") || $0 == "tf_model.h5" }
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

  private static func entries(of folder: String) -> [String] {
    ((try? RawFile.names(in: folder)) ?? []).sorted()
  }
}
