import Snapshots

extension AnatomyPage {
  /// The listing that an operation belongs to, as its layer says it; nil where it has no line in one.
  func listing(for operation: Int) -> Diagram.Listing? {
    let own = diagram.operations[operation]
    guard let meaning = own.meaning, var listing = own.listing else { return nil }
    if listing.isOfSingleLayers {
      listing = listing.limited(to: Set(diagram.operations.compactMap(\.meaning)))
    }
    return listing.line(for: meaning) == nil ? nil : listing
  }

  /// The line of Keras that does what an operation does, as a learner would write it.
  func codeLine(for operation: Int) -> String? {
    guard let listing = listing(for: operation),
      let line = diagram.operations[operation].meaning.flatMap({ listing.line(for: $0) })
    else { return nil }
    return listing.lines[line].code
  }

  /// What PyTorch calls it and how the paper writes it; empty where there is nothing to say.
  func otherNames(of operation: Int) -> (torch: String?, paper: String?) {
    let own = diagram.operations[operation]
    guard let meaning = own.meaning, let listing = own.listing else { return (nil, nil) }
    return (listing.torch[meaning], listing.paper[meaning])
  }

  /// The way to attend that an operation is part of; nil for what is no attention.
  func mechanism(of operation: Int) -> Mechanism? {
    diagram.operations[operation].listing?.mechanism
  }
}
