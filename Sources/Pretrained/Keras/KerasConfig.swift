import JSON
import TensorFiles

/// What config.json says of a published Keras model with attention.
struct KerasConfig: Sendable {
  /// The longest sequence that is accepted, of texts and of what is written.
  static let greatestLength = 1_000
  /// The most bytes of a config.json.
  private static let greatestSize = 10_000_000

  var family: KerasModel.Family
  /// The package that the model was published in.
  var source: String
  /// What is read.
  var input: KerasVocabulary
  /// What is written.
  var output: KerasVocabulary
  /// The positions that a text is padded to.
  var keys: Int
  /// The most symbols that are written.
  var queries: Int
  /// What the decoder is given first; of a text that is continued, what stands before it.
  var start: Int32
  /// After which nothing more is written.
  var end: Int32

  /// The config.json at `path`.
  init(reading path: String) throws(KerasModelError) {
    let value: JSONValue
    do throws(FileError) {
      let bytes = try WholeFile.bytes(path, atMost: Self.greatestSize)
      do throws(JSONError) { value = try JSONValue(parsing: bytes) } catch {
        throw FileError(error, path: path)
      }
    } catch { throw .file(error) }
    guard let object = value.object else {
      throw .config(path: path, field: "config", problem: "expected an object")
    }
    try self.init(object, path: path)
  }

  private init(_ config: JSONObject, path: String) throws(KerasModelError) {
    guard let family = KerasModel.family(of: config), let vocab = config["vocab"]?.object else {
      throw .config(
        path: path, field: "config",
        problem: "no Keras model with attention that is known; expected vocab, and one of context, "
          + "go and gru")
    }
    self.family = family
    source = config["source"]?.string ?? ""
    func length(_ field: String) throws(KerasModelError) -> Int {
      guard let length = config[field]?.integer, (1...Self.greatestLength).contains(length) else {
        throw .config(
          path: path, field: field,
          problem: "expected a whole number from 1 to \(Self.greatestLength)")
      }
      return length
    }
    func part(
      _ name: String, isInverse: Bool = false
    ) throws(KerasModelError) -> KerasVocabulary {
      let part = vocab[name]?.object ?? [:]
      return try KerasVocabulary(part, "vocab.\(name)", isInverse: isInverse, path: path)
    }
    func mark(
      _ mark: String, in vocabulary: KerasVocabulary
    ) throws(KerasModelError) -> Int32 {
      guard let id = vocabulary.id(of: mark) else {
        throw .config(path: path, field: "vocab", problem: "expected the mark “\(mark)”")
      }
      return id
    }
    switch family {
    case .additive:
      (input, output) = (try part("input"), try part("output"))
      keys = try length("max_length_input")
      // The package decodes at most 32 symbols, the start mark among them.
      queries = 31
      (start, end) = (try mark("\t", in: output), try mark("\n", in: output))
    case .dot:
      (input, output) = (try part("input"), try part("output", isInverse: true))
      (keys, queries) = (try length("max_length_input"), try length("max_length_output"))
      (start, end) = (try mark("GO", in: output), try mark("PAD", in: output))
    case .pooling:
      input = try KerasVocabulary(vocab, "vocab", path: path)
      output = input
      keys = try length("context")
      queries = 20
      start = try mark("<s>", in: input)
      end = start
    }
  }

  /// The most characters of a text.
  var longestText: Int { family == .pooling ? keys - 1 : keys }
}
