/// Which tensor of a file becomes which of ours, and how.
struct WeightTable: Sendable {
  /// One of our tensors and where it comes from.
  struct Entry: Hashable, Sendable {
    /// Ours: `layer.0.attention.query.kernel`.
    let name: String
    /// Theirs: `encoder.layer.0.attention.self.query.weight`.
    let source: String
    /// The axes that theirs must have.
    let lengths: [Int]
    /// Which of their rows, or columns, are ours.
    var part = Part.all
    /// Whether theirs is `[out, in]` and ours `[in, out]`.
    var isTurned = false
  }

  /// Which rows of a tensor that several of ours share; a row is an output of a projection.
  enum Part: Hashable, Sendable {
    /// All of them.
    case all
    /// Neighbours.
    case rows(Range<Int>)
    /// Neighbours among the columns, in a file that has `[in, out]`.
    case columns(Range<Int>)
    /// For each of `heads` heads `depth` rows, from `first` on, of `period`: `[head][q, k, v]`.
    case ofEachHead(heads: Int, first: Int, depth: Int, period: Int)
    /// For each of `heads` heads the rows in the order of halves, where the file has neighbours.
    case rotary(heads: Int, depth: Int)
  }

  private(set) var entries: [Entry] = []
  /// Their tensors that nothing here reads, with what they are: a pooler, a classifier.
  private(set) var unread: [String: String] = [:]

  init() {}

  /// A matrix `[out, in]` of theirs that is a kernel `[in, out]` of ours.
  mutating func kernel(
    _ name: String, _ source: String, from input: Int, to output: Int, rows: Int? = nil,
    part: Part = .all
  ) {
    entries.append(
      Entry(
        name: name + ".kernel", source: source, lengths: [rows ?? output, input], part: part,
        isTurned: true))
  }

  /// A matrix of theirs that has our order already.
  mutating func straight(
    _ name: String, _ source: String, from input: Int, to output: Int, columns: Int? = nil,
    part: Part = .all
  ) {
    entries.append(
      Entry(
        name: name + ".kernel", source: source, lengths: [input, columns ?? output], part: part))
  }

  /// A list of theirs, or a part of one.
  mutating func vector(_ name: String, _ source: String, _ count: Int, part: Part = .all) {
    entries.append(Entry(name: name, source: source, lengths: [count], part: part))
  }

  /// A table of rows, as it is.
  mutating func rows(_ name: String, _ source: String, _ count: Int, width: Int) {
    entries.append(Entry(name: name, source: source, lengths: [count, width]))
  }

  /// A kernel `[out, in]` with its bias.
  mutating func dense(_ name: String, _ source: String, from input: Int, to output: Int) {
    kernel(name, source + ".weight", from: input, to: output)
    vector(name + ".bias", source + ".bias", output)
  }

  /// A layer normalization: `weight` and `bias`, which very old files call gamma and beta.
  mutating func norm(_ name: String, _ source: String, _ count: Int, _ names: TensorNames) {
    let isOld = !names.contains(source + ".weight") && names.contains(source + ".gamma")
    vector(name + ".scale", source + (isOld ? ".gamma" : ".weight"), count)
    vector(name + ".bias", source + (isOld ? ".beta" : ".bias"), count)
  }

  /// Tensors that files of the family have and nothing here reads.
  mutating func skip(_ sources: [String], because reason: String) {
    for source in sources { unread[source] = reason }
  }

  /// What a tensor of theirs is for, where nothing here reads it.
  func reason(for source: String) -> String? {
    if let reason = unread[source] { return reason }
    // Buffers that a program computes again when it starts.
    let buffers = [
      ".attn.bias", ".attn.masked_bias", ".attention.bias", ".attention.masked_bias",
      "rotary_emb.inv_freq", "embeddings.position_ids",
    ]
    if buffers.contains(where: { source.hasSuffix($0) }) { return "computed when a model starts" }
    let heads = ["classifier.", "qa_outputs.", "score.", "pre_classifier.", "vocab_projector."]
    return heads.contains { source.hasPrefix($0) } ? "a head for another task" : nil
  }
}
