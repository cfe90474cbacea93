import TensorFiles
import Tokenizers

/// The tokenizer that belongs to a model's weights.
extension ModelFiles {
  /// The tokenizer: in the GGUF file, or beside the weights as tokenizer.json, vocab.txt, or vocab.json
  /// with merges.txt; nil where there is none.
  func tokenizer() throws(ModelError) -> Tokenizer? {
    do {
      if let gguf {
        return try GGUFVocabulary(gguf).map { try Tokenizer(gguf: $0, path: gguf.path) }
      }
      return try folder.flatMap { try Self.tokenizer(in: $0) }
    } catch let error as TokenizerError {
      throw .tokenizer(error)
    } catch let error as FileError {
      throw .file(error)
    } catch { fatalError("\(error)") }
  }

  /// The tokenizer, whose numbers must all be rows of the model's table.
  func fittingTokenizer() throws(ModelError) -> Tokenizer? {
    guard let tokenizer = try tokenizer() else { return nil }
    let rows = architecture.sizes.vocabulary
    guard tokenizer.idBound <= rows else {
      throw .text(
        problem:
          "\(path): the tokenizer numbers its tokens up to \(tokenizer.idBound - 1), the model has "
          + "\(rows)",
        advice: "the files are of two models: download them again")
    }
    return tokenizer
  }

  /// The tokenizer in a folder of Hugging Face.
  static func tokenizer(in folder: String) throws -> Tokenizer? {
    func bytes(_ name: String) throws(FileError) -> [UInt8]? {
      let path = folder + "/" + name
      guard RawFile.kind(path) != .nothing else { return nil }
      return try WholeFile.bytes(path, atMost: 1 << 27)
    }
    if let file = try bytes("tokenizer.json") {
      return try Tokenizer(tokenizerJSON: file, path: folder + "/tokenizer.json")
    }
    let configuration = try bytes("tokenizer_config.json")
    if let vocabulary = try bytes("vocab.txt") {
      return try Tokenizer(
        vocabularyText: vocabulary, configuration: configuration, path: folder + "/vocab.txt")
    }
    if let vocabulary = try bytes("vocab.json") {
      guard let merges = try bytes("merges.txt") else {
        throw FileError.missing(path: folder, name: "merges.txt")
      }
      return try Tokenizer(
        vocabularyJSON: vocabulary, merges: merges, configuration: configuration,
        path: folder + "/vocab.json")
    }
    if let name = ["spiece.model", "tokenizer.model", "sentencepiece.bpe.model"].first(where: {
      RawFile.kind(folder + "/" + $0) != .nothing
    }) {
      throw FileError.unsuitable(
        path: folder, problem: "has \(name) but no tokenizer.json",
        advice:
          "write it once with Python: from transformers import AutoTokenizer; "
          + "AutoTokenizer.from_pretrained(folder).save_pretrained(folder)")
    }
    return nil
  }
}

extension GGUFVocabulary {
  /// The vocabulary in a GGUF file's metadata; nil where it has none.
  init?(_ gguf: GGUF) throws(FileError) {
    func value(_ key: String) -> GGUFValue? { gguf[metadata: "tokenizer.ggml." + key] }
    guard let model = value("model")?.string else { return nil }
    func wrong(_ key: String, _ expected: String) -> FileError {
      .malformed(
        path: gguf.path, field: "tokenizer.ggml." + key, problem: "expected " + expected)
    }
    guard let tokens = value("tokens")?.array?.strings else {
      throw wrong("tokens", "an array of texts")
    }
    self.init(model: model, pre: value("pre")?.string, tokens: tokens.map { Array($0) })
    if let list = value("token_type")?.array {
      guard let numbers = list.integers else { throw wrong("token_type", "whole numbers") }
      types = numbers.map { Int($0) }
    }
    if let list = value("scores")?.array {
      guard let numbers = list.doubles else { throw wrong("scores", "numbers") }
      scores = numbers.map { Float($0) }
    }
    if let list = value("merges")?.array {
      guard let texts = list.strings else { throw wrong("merges", "texts") }
      merges = texts.map { Array($0) }
    }
    func id(_ key: String) -> Int? { value(key + "_token_id")?.integer }
    special.beginning = id("bos")
    special.end = id("eos")
    special.unknown = id("unknown")
    special.separator = id("seperator") ?? id("separator")
    special.classifier = id("cls")
    special.mask = id("mask")
    special.padding = id("padding")
    addBOS = value("add_bos_token")?.boolean
    addEOS = value("add_eos_token")?.boolean
    addSpacePrefix = value("add_space_prefix")?.boolean
  }
}
