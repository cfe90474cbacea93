import Screens
import Snapshots

extension AnatomyPage {
  /// The lines of Keras that an operation belongs to, with the sizes of this diagram; nil where it has
  /// none.
  func program(for operation: Int) -> Diagram.Program? {
    diagram.program(of: operation)
  }

  /// On the tour, the lines of whoever asks; nil elsewhere, and where they are not known.
  func askedLines(for operation: Int) -> [Diagram.Listing.Line]? {
    guard state.tourStop != nil, let asked = diagram.operations[operation].listing?.asked,
      !asked.isEmpty
    else { return nil }
    return asked
  }

  /// The lines that are shown beside an operation: on the tour those of the asker, where they are known.
  func shownLines(for operation: Int) -> [(code: String, isHere: Bool)] {
    let own = diagram.operations[operation]
    func isHere(_ meanings: [Diagram.Meaning]) -> Bool {
      own.meaning.map(meanings.contains) ?? false
    }
    if let asked = askedLines(for: operation) {
      return asked.map { ($0.code, isHere($0.meanings)) }
    }
    return program(for: operation)?.lines.map { ($0.code, isHere($0.meanings)) } ?? []
  }

  /// The line of Keras that does what an operation does, as a learner would write it.
  func codeLine(for operation: Int) -> String? {
    let own = diagram.operations[operation]
    guard let listing = own.listing, let meaning = own.meaning else { return nil }
    let lines = askedLines(for: operation) ?? listing.keras
    return lines.first { $0.meanings.contains(meaning) }?.code
  }

  /// What PyTorch calls it and how the paper writes it; empty where there is nothing to say.
  func otherNames(of operation: Int) -> (torch: String?, paper: String?) {
    let own = diagram.operations[operation]
    guard let meaning = own.meaning, let listing = own.listing else { return (nil, nil) }
    return (listing.torch(for: meaning), listing.paper[meaning])
  }

  /// What the file of a model calls the layer whose weights an operation reads: its module's path; nil
  /// where it reads none, or there is no file.
  func module(of operation: Int) -> String? {
    let sources = diagram.operations[operation].inputs.compactMap { diagram.values[$0].source }
    guard let source = sources.first else { return nil }
    let end = [".weight", ".bias"].first { source.hasSuffix($0) } ?? ""
    return safe(String(source.dropLast(end.count)))
  }

  /// The way to attend that an operation is part of; nil for what is no attention.
  func mechanism(of operation: Int) -> Mechanism? {
    diagram.operations[operation].listing?.mechanism
  }
}
