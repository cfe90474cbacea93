/// The ids of tokens with a purpose; nil where the files do not say.
public struct SpecialIDs: Hashable, Sendable {
  /// What begins a text for a classifier: `[CLS]`, `<s>`.
  public var classifier: Int?
  /// What ends a text or stands between two: `[SEP]`, `</s>`.
  public var separator: Int?
  /// What stands for a token to be guessed.
  public var mask: Int?
  /// What fills a short text.
  public var padding: Int?
  /// What stands for what is no token.
  public var unknown: Int?
  /// What begins a text.
  public var beginning: Int?
  /// What ends a text.
  public var end: Int?

  /// No ids.
  public init() {}

  /// Fills what is not known from the names that tokenizers have used.
  mutating func guess(_ id: (String) -> Int?) {
    func first(_ names: String...) -> Int? {
      for name in names { if let id = id(name) { return id } }
      return nil
    }
    classifier = classifier ?? first("[CLS]", "<CLS>")
    separator = separator ?? first("[SEP]", "<SEP>")
    mask = mask ?? first("[MASK]", "<mask>", "<MASK_TOKEN>")
    padding = padding ?? first("[PAD]", "<pad>", "<PAD>")
    unknown = unknown ?? first("[UNK]", "<unk>", "<UNK>")
    beginning =
      beginning
      ?? first(
        "<s>", "<bos>", "<|begin_of_text|>", "<|startoftext|>", "<BOS_TOKEN>", "<|endoftext|>")
    end =
      end
      ?? first("</s>", "<eos>", "<|end_of_text|>", "<|im_end|>", "<EOS_TOKEN>", "<|endoftext|>")
  }
}
