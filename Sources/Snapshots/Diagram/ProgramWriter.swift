import Tensors

/// Writes the lines of one listing with the sizes of a diagram.
struct ProgramWriter {
  typealias Listing = Diagram.Listing
  typealias Line = Diagram.Program.Line

  let diagram: Diagram
  /// The operations that have a line here.
  let operations: [Int]
  let listing: Listing
  let framework: Diagram.Framework

  func lines() -> [Line] {
    let first = framework == .keras ? "from keras import layers, ops" : "import torch"
    return [Line(first), Line(sizes())] + listing.givens.map(given)
      + listing.lines(framework).map { line in
        Line(
          line.code, line.meanings,
          computed: operations.filter { place in
            diagram.operations[place].meaning.map(line.meanings.contains) ?? false
          }.map { computed($0, line) })
      }
  }

  // MARK: Sizes

  /// `B, T, F = 1, 15, 128`.
  private func sizes() -> String {
    var found: [(String, Int)] = [("B", 1)]
    for size in listing.sizes where !found.contains(where: { $0.0 == size.letter }) {
      let places = operations.filter { place in
        size.meaning.map { $0 == diagram.operations[place].meaning } ?? true
      }
      guard let length = places.lazy.compactMap({ length(of: size.axis, in: $0) }).first else {
        continue
      }
      found.append((size.letter, length))
    }
    return found.map(\.0).joined(separator: ", ") + " = "
      + found.map { "\($0.1)" }.joined(separator: ", ")
  }

  /// The length of an axis of what an operation writes, or reads.
  private func length(of axis: Axis, in operation: Int) -> Int? {
    let own = diagram.operations[operation]
    return ([own.output] + own.inputs).lazy.compactMap { value in
      diagram.values[value].numbers.shape[axis]
    }.first
  }

  // MARK: What is given

  private func given(_ given: Listing.Given) -> Line {
    let place = operations.first { diagram.operations[$0].meaning == given.meaning }
    let inputs = place.map { diagram.operations[$0].inputs } ?? []
    let value = given.input < inputs.count ? inputs[given.input] : nil
    let name = value.map(diagram.title)
    if given.isMask, let place, case .softmax(_, .some) = diagram.operations[place].arithmetic {
      let code =
        framework == .keras
        ? "ops.triu(ops.full((Q, T), -1e9), 1)" : "torch.full((Q, T), -1e9).triu(1)"
      return Line("\(given.name) = \(code)", given: nil)
    }
    let lengths = value.map { diagram.values[$0].numbers.shape.lengths } ?? []
    let shape = given.shape.enumerated().map { place, letter in
      guard letter == "*" else { return letter }
      let own = lengths.count - (given.shape.count - place)
      return own >= 0 ? "\(lengths[own])" : "1"
    }.joined(separator: ", ")
    let filling = given.isMask ? "zeros" : "ones"
    let comma = given.shape.count == 1 ? "," : ""
    let code =
      switch framework {
      case .keras:
        "ops.\(filling)((\(shape)\(comma))\(given.isIndex ? ", \"int32\"" : ""))"
      case .pytorch: "torch.\(filling)(\(shape)\(given.isIndex ? ", dtype=torch.long" : ""))"
      }
    return Line("\(given.name) = \(code)", given: name)
  }

  // MARK: What a line computes

  private func computed(_ operation: Int, _ line: Listing.Line) -> Diagram.Program.Computed {
    let inputs = inputs(of: operation, line)
    let own = diagram.operations[operation]
    let isTrained = { (value: Int) in line.layer != nil && isParameter(value) }
    let read = inputs.filter { !isTrained($0) }.map(diagram.title)
    var sizes: [String: Int] = [:]
    for size in listing.sizes where size.meaning == nil || size.meaning == own.meaning {
      let found = ([own.output] + inputs).lazy.compactMap { value in
        diagram.values[value].numbers.shape[size.axis]
      }.first
      if let found { sizes[size.letter] = found }
    }
    return Diagram.Program.Computed(
      value: diagram.title(of: own.output),
      reads: Dictionary(zip(line.reads, read)) { first, _ in first },
      layer: line.layer, parameters: inputs.filter(isTrained).map(diagram.title), sizes: sizes)
  }

  /// What an operation reads; what has no line of its own, or the same one, stands for what it reads.
  private func inputs(of operation: Int, _ line: Listing.Line) -> [Int] {
    guard line.layer != nil else { return diagram.operations[operation].inputs }
    return diagram.operations[operation].inputs.flatMap { value -> [Int] in
      guard let made = diagram.operations.firstIndex(where: { $0.output == value }),
        diagram.operations[made].listing == diagram.operations[operation].listing
      else { return [value] }
      let meaning = diagram.operations[made].meaning
      guard meaning == nil || meaning.map(line.meanings.contains) == true else { return [value] }
      guard diagram.operations[made].inputs.contains(where: isParameter) else { return [value] }
      return inputs(of: made, line)
    }
  }

  /// Whether a value is trained, or a part of one that is.
  private func isParameter(_ value: Int) -> Bool {
    var value = value
    while let part = diagram.values[value].part { value = part.of }
    return diagram.values[value].role == .parameter
  }
}
