import JSON
import TensorFiles
public import Tokenizers

/// Where a tokenizer lies: in a model, whose weights are not needed for it, or by itself.
enum TokenizerPlace: Hashable, Sendable {
  /// A GGUF file.
  case gguf(String)
  /// A folder with a tokenizer of Hugging Face, in whatever files.
  case folder(String)
  /// A tokenizer.json, whatever it is called.
  case json(String)
  /// A vocab.txt, whatever it is called.
  case lines(String)

  /// The largest file that a tokenizer may have.
  static let mostBytes = 1 << 27

  /// Looks at what is at `path`: a folder, a file of a model or a file of a tokenizer.
  init(_ path: String) throws(ModelError) {
    if Self.isFolder(path) {
      self = try Self.inFolder(path)
      return
    }
    let folder = CrashSafe.split(path).folder
    do throws(FileError) {
      let start = try WholeFile.beginning(path, atMost: FileKind.length)
      switch FileKind(start) {
      case .gguf: self = .gguf(path)
      case .safetensors: self = .folder(folder)
      // A vocabulary may begin with [PAD].
      case .json where start.first == UInt8(ascii: "["): self = .lines(path)
      case .json:
        let bytes = try WholeFile.bytes(path, atMost: Self.mostBytes)
        self = Self.isTokenizer(bytes) ? .json(path) : .folder(folder)
      case .unknown where start.starts(with: "#version".utf8): self = .folder(folder)
      case .unknown: self = .lines(path)
      case let other:
        throw .unsuitable(
          path: path, problem: "is no tokenizer", advice: other.advice ?? Self.advice)
      }
    } catch { throw .file(error) }
  }

  private static let advice =
    "name the folder of a Hugging Face model, a GGUF file, a tokenizer.json, or a vocab.txt"

  private static func isFolder(_ path: String) -> Bool {
    RawFile.resolved(path).map { RawFile.kind($0) == .folder } ?? false
  }

  private static func inFolder(_ path: String) throws(ModelError) -> TokenizerPlace {
    let names = ModelPlace.entries(of: path)
    let files = names.filter { $0.hasSuffix(".gguf") }
    if names.contains(where: { ["tokenizer.json", "vocab.txt", "vocab.json"].contains($0) })
      || files.isEmpty
    {
      return .folder(path)
    }
    guard files.count == 1 else {
      throw .noModel(
        path: path, problem: "has \(files.count) GGUF files", advice: "name one of them")
    }
    return .gguf(path + "/" + files[0])
  }

  /// Whether a JSON text is a tokenizer.json, and no vocabulary or configuration of one.
  private static func isTokenizer(_ bytes: [UInt8]) -> Bool {
    var scanner = JSONScanner(bytes)
    do throws(JSONError) {
      guard try scanner.kind() == .object else { return false }
      try scanner.enterObject()
      while let key = try scanner.nextKey() {
        let kind = try scanner.kind()
        if kind == .object, scanner.isEqual(key, "model") { return true }
        if kind == .array, scanner.isEqual(key, "added_tokens") { return true }
        try scanner.skipValue()
      }
      return false
    } catch {
      // Whoever reads it in earnest says what is wrong.
      return true
    }
  }
}

extension Tokenizer {
  /// The tokenizer at `path`: of a model (a Hugging Face directory, a GGUF file), or by itself
  /// (a folder or file with tokenizer.json, vocab.txt, or vocab.json and merges.txt).
  ///
  /// Weights are neither needed nor opened.
  ///
  /// - Throws: A `ModelError` that names the file and what would work.
  public init(opening path: String) throws(ModelError) {
    do {
      switch try TokenizerPlace(path) {
      case .gguf(let file):
        let gguf = try GGUF(reading: file)
        guard let vocabulary = try GGUFVocabulary(gguf) else {
          throw ModelError.noModel(
            path: file, problem: "has no tokenizer",
            advice: "convert the model again with its tokenizer files beside it")
        }
        try self.init(gguf: vocabulary, path: file)
      case .json(let file):
        try self.init(
          tokenizerJSON: try WholeFile.bytes(file, atMost: TokenizerPlace.mostBytes), path: file)
      case .lines(let file):
        try self.init(
          vocabularyText: try WholeFile.bytes(file, atMost: TokenizerPlace.mostBytes),
          configuration: nil, path: file)
      case .folder(let folder):
        guard let tokenizer = try ModelFiles.tokenizer(in: folder) else {
          throw ModelError.noModel(
            path: folder,
            problem: "has neither tokenizer.json, nor vocab.txt, nor vocab.json with merges.txt",
            advice: "copy the model's tokenizer.json into it")
        }
        self = tokenizer
      }
    } catch let error as ModelError {
      throw error
    } catch let error as TokenizerError {
      throw .tokenizer(error)
    } catch let error as FileError {
      throw .file(error)
    } catch { fatalError("\(error)") }
  }
}
