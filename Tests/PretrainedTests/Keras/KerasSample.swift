import JSON
import Pretrained
import TensorFiles
import TestSupport
import Testing

/// A published Keras model of `samples`, with what Keras made of three texts.
enum KerasSample: String, CaseIterable, Sendable {
  case khmer
  case textgen
  case phonemes

  private static let root =
    #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()
  private static let tests =
    #filePath.split(separator: "/").dropLast().map { "/" + $0 }.joined()

  /// Where the model lies.
  var directory: String { Self.root + "/samples/keras-" + rawValue }

  /// The model.
  func model() throws -> KerasModel { try KerasModel(directory: directory) }

  /// What TensorFlow computed for text `number`.
  func numbers(_ number: Int) throws -> Safetensors {
    try Safetensors(reading: "\(Self.tests)/Cases/\(rawValue)/s\(number).safetensors")
  }

  /// Its config.json.
  func config() throws -> JSONObject {
    let bytes = try #require(contents(directory + "/config.json"))
    return try #require(try JSONValue(parsing: bytes).object)
  }

  /// A copy in `folder`, with its config.json and its tensors changed.
  func copy(
    to folder: TemporaryFolder, config edit: (inout JSONObject) -> Void = { _ in },
    tensors change: (inout [NamedNumbers]) -> Void = { _ in }
  ) throws {
    var config = try config()
    edit(&config)
    put(Array(JSONText.line(.object(config)).utf8), folder / "config.json")
    let file = try Safetensors(reading: directory + "/model.safetensors")
    var tensors = try file.tensors.map {
      NamedNumbers($0.name, lengths: $0.lengths, try file.floats($0.name))
    }
    change(&tensors)
    try Safetensors.write(tensors, to: folder / "model.safetensors")
  }
}
