/// The vocabulary that a GGUF file holds in its metadata, as plain values.
///
/// Format: ggml `docs/gguf.md`, keys `tokenizer.ggml.…`.
public struct GGUFVocabulary: Sendable {
  /// `model`: gpt2, llama or bert.
  public var model: String
  /// `pre`: how text is cut before byte-level merges.
  public var pre: String?
  /// `tokens`, in UTF-8; an id is a place in the list.
  public var tokens: [[UInt8]]
  /// `token_type`: 1 normal, 2 unknown, 3 control, 4 user defined, 5 unused, 6 byte.
  public var types: [Int] = []
  /// `scores`.
  public var scores: [Float] = []
  /// `merges`, each two tokens with a blank between them.
  public var merges: [[UInt8]] = []
  /// The ids of tokens with a purpose.
  public var special = SpecialIDs()
  /// `add_bos_token`.
  public var addBOS: Bool?
  /// `add_eos_token`.
  public var addEOS: Bool?
  /// `add_space_prefix`.
  public var addSpacePrefix: Bool?

  /// A vocabulary of `tokens` for a `model`.
  public init(model: String, pre: String? = nil, tokens: [[UInt8]]) {
    (self.model, self.pre, self.tokens) = (model, pre, tokens)
  }
}
