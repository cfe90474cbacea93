import Layers
import Snapshots
import Tensors
import Tokenizers

/// A model that is open without a screen: what it writes, and its numbers.
///
/// It belongs to one thread at a time.
public final class ModelSession {
  /// What kind of model it is.
  enum Kind {
    case transformer(TransformerReader)
    case keras(KerasModel)
  }

  let kind: Kind
  /// The path as it was given.
  public let path: String
  private let folder: String?

  /// Whether there is a model at `path`: a GGUF file, or a folder with a config.json, or a file of one.
  ///
  /// What is not there, or is not readable, is none.
  public static func recognises(_ path: String) -> Bool { (try? ModelPlace(path)) != nil }

  /// Opens the model at `path`; nothing is read of its weights yet.
  public init(opening path: String) throws(ModelError) {
    self.path = path
    let place = try ModelPlace(path)
    if case .folder(let own) = place { folder = own } else { folder = nil }
    if let folder,
      KerasModel.recognises(try Configuration(reading: folder + "/config.json").fields)
    {
      do throws(KerasModelError) { kind = .keras(try KerasModel(directory: folder)) } catch {
        throw .keras(error)
      }
      return
    }
    kind = .transformer(try TransformerReader(ModelFiles(place, path: path)))
  }

  /// The family, as people call it.
  public var family: String {
    switch kind {
    case .transformer(let reader): reader.model.architecture.family
    case .keras(let model): "Keras, \(model.source)"
    }
  }

  /// What the model is called.
  public var title: String { ModelPlace.title(path) }

  /// The file of the weights; of shards their index.
  public var weightsPath: String {
    switch kind {
    case .transformer(let reader): reader.files.weights.path
    case .keras: (folder ?? path) + "/model.safetensors"
    }
  }

  /// A sentence of its own, for whoever has none.
  public var ownText: ModelText {
    switch kind {
    case .transformer(let reader): reader.ownText
    case .keras(let model): ModelText(model.ownText)
    }
  }
}
