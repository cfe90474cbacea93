extension Tokenizer {
  /// The tokenizer that a tokenizer.json describes.
  ///
  /// `path` is for messages only, here and below. A component of a kind that is not known is
  /// refused by its name.
  ///
  /// - Throws: A `TokenizerError` that names the field.
  public init(tokenizerJSON bytes: [UInt8], path: String) throws(TokenizerError) {
    self.init(try TokenizerReader.read(bytes, path: path))
    guessSpecialIDs()
  }

  /// The WordPiece tokenizer of a BERT, of its vocab.txt and tokenizer_config.json.
  ///
  /// - Throws: A `TokenizerError` that names the file and the field.
  public init(
    vocabularyText: [UInt8], configuration: [UInt8]?, path: String
  ) throws(TokenizerError) {
    let reader = VocabularyReader(
      path: path, configuration: try TokenizerConfiguration(configuration, path: path))
    self.init(try reader.bert(vocabularyText))
    guessSpecialIDs()
  }

  /// The byte-level tokenizer of a GPT-2 or RoBERTa, of its vocab.json, merges.txt and
  /// tokenizer_config.json.
  ///
  /// - Throws: A `TokenizerError` that names the file and the field.
  public init(
    vocabularyJSON: [UInt8], merges: [UInt8], configuration: [UInt8]?, path: String
  ) throws(TokenizerError) {
    let reader = VocabularyReader(
      path: path, configuration: try TokenizerConfiguration(configuration, path: path))
    self.init(try reader.byteLevel(vocabulary: vocabularyJSON, merges: merges))
    guessSpecialIDs()
  }

  /// The tokenizer of a GGUF file.
  ///
  /// - Throws: A `TokenizerError` that names the key of the metadata.
  public init(gguf vocabulary: GGUFVocabulary, path: String) throws(TokenizerError) {
    self.init(try GGUFReader.read(vocabulary, path: path))
    guessSpecialIDs()
  }

  /// Fills the ids that no file states from the names of tokens.
  private mutating func guessSpecialIDs() {
    var known = special
    known.guess { text in id(of: text) }
    special = known
  }
}
