/// What a value of the metadata must be for those who open models: of one type, and of a size that
/// a model can have.
///
/// A key that is not known may have any value.
enum GGUFDemand: Hashable {
  case text
  case texts
  case wholeNumbers
  case numbers
  case truth
  /// How many layers there are.
  case layers
  /// A length or a width.
  case length
  /// A power of two.
  case alignment

  /// The demand on the value of `key`, if there is one.
  init?(_ key: String) {
    switch key {
    case "general.alignment": self = .alignment
    case "general.architecture", "general.name", "tokenizer.ggml.model", "tokenizer.ggml.pre":
      self = .text
    case "tokenizer.ggml.tokens", "tokenizer.ggml.merges": self = .texts
    case "tokenizer.ggml.scores": self = .numbers
    case "tokenizer.ggml.token_type": self = .wholeNumbers
    case "tokenizer.ggml.add_bos_token", "tokenizer.ggml.add_eos_token",
      "tokenizer.ggml.add_space_prefix":
      self = .truth
    default:
      let lengths = [".context_length", ".embedding_length"]
      if key.hasSuffix(".block_count") {
        self = .layers
      } else if lengths.contains(where: key.hasSuffix) {
        self = .length
      } else {
        return nil
      }
    }
  }

  /// Whether `value` is such a one.
  func isMet(by value: GGUFValue) -> Bool {
    switch (self, value) {
    case (.text, .string), (.truth, .boolean): return true
    case (.texts, .array(let array)): return array.type == .string
    case (.numbers, .array(let array)): return array.type == .f32 || array.type == .f64
    case (.wholeNumbers, .array(let array)):
      return ![.f32, .f64, .string, .boolean, .array].contains(array.type)
    case (.layers, _): return value.integer.map { (0...65_536).contains($0) } ?? false
    case (.length, _): return value.integer.map { (0...Int(Int32.max)).contains($0) } ?? false
    case (.alignment, _):
      guard let number = value.integer else { return false }
      return (1...GGUFHeader.greatestAlignment).contains(number) && number & (number - 1) == 0
    default: return false
    }
  }

  /// What is expected, in words.
  var words: String {
    switch self {
    case .text: "a text"
    case .texts: "an array of texts"
    case .wholeNumbers: "an array of whole numbers"
    case .numbers: "an array of numbers"
    case .truth: "true or false"
    case .layers: "a whole number of 0 to 65,536"
    case .length: "a whole number of 0 to 2³¹ − 1"
    case .alignment: "a power of two of 1 to 65,536"
    }
  }
}
