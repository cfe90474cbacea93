/// The names of a file's tensors, as a table of weights looks them up.
struct TensorNames: Sendable {
  /// Whether the file is GGUF, which has names and orders of its own.
  let isGGUF: Bool
  private let names: Set<String>

  init(_ names: some Sequence<String>, isGGUF: Bool) {
    self.names = Set(names)
    self.isGGUF = isGGUF
  }

  func contains(_ name: String) -> Bool { names.contains(name) }

  /// Which of `prefixes` stands before `anchor`; the first where none does.
  ///
  /// A model that was saved with a head has its body under a name: `bert.embeddings…`.
  func prefix(of anchor: String, among prefixes: [String]) -> String {
    prefixes.first { names.contains($0 + anchor) } ?? prefixes.first ?? ""
  }
}
