import JSON
import TensorFiles
public import Tokenizers

/// What the files of a model say of it, checked as if it were opened; none of its numbers is read.
public struct ModelDescription: Sendable {
  /// What it is called.
  public var title: String
  /// The family.
  public var family: String
  /// The sizes; nil for a Keras model.
  public var sizes: ModelSizes?
  /// How the numbers are stored, the commonest first; nil where only a configuration was looked at.
  public var storage: String?
  /// How many numbers are read.
  public var parameterCount: Int?
  /// The file of the weights, or the index of its shards.
  public var weightsPath: String?
  /// The tokenizer; nil where there is none.
  public var tokenizer: Tokenizer?
  /// Which tensor became which of ours.
  public var names: [WeightName] = []
  /// The tensors that nothing reads.
  public var unread: [WeightName.Unread] = []

  /// The model at `path`: a Hugging Face directory, a file of one, or a GGUF file.
  public init(model path: String) throws(ModelError) {
    let place = try ModelPlace(path)
    title = ModelPlace.title(path)
    if case .folder(let folder) = place,
      KerasModel.recognises(try Configuration(reading: folder + "/config.json").fields)
    {
      let model: KerasModel
      do throws(KerasModelError) { model = try KerasModel(directory: folder) } catch {
        throw .keras(error)
      }
      family = "Keras, \(model.source)"
      parameterCount = model.trainedCount
      weightsPath = folder + "/model.safetensors"
      return
    }
    let files = try ModelFiles(place, path: path)
    family = files.architecture.family
    sizes = files.architecture.sizes
    storage = files.storage
    parameterCount = files.parameterCount
    weightsPath = files.weights.path
    tokenizer = try files.fittingTokenizer()
    (names, unread) = (files.weightNames, files.unread)
  }

  /// A config.json by itself: the family is known, and every field has a possible value.
  public init(configuration path: String) throws(ModelError) {
    title = ModelPlace.title(path)
    let fields = try Configuration(reading: path)
    if KerasModel.recognises(fields.fields) {
      do throws(KerasModelError) {
        family = "Keras, \(try KerasConfig(reading: path).source)"
      } catch { throw .keras(error) }
      return
    }
    let architecture = try Families.architecture(fields, TensorNames([], isGGUF: false))
    (family, sizes) = (architecture.family, architecture.sizes)
  }
}
