import Screens
import Snapshots
import Tensors

/// How the number under the cursor came about, with its real terms.
struct DerivationLines {
  /// A term of the list: where it stands, what it is, and what it adds.
  struct Item: Hashable {
    var name: String
    var factors: String
    var contribution: String
  }

  let page: AnatomyPage
  let operation: Int
  let derivation: Derivation

  init?(_ page: AnatomyPage) {
    guard let operation = page.operation, let derivation = page.derivation else { return nil }
    self.page = page
    self.operation = operation
    self.derivation = derivation
  }

  private var texts: any Texts { page.state.texts }

  /// The sum of all terms: of the exponentials for a share.
  var total: Double { derivation.terms.reduce(0) { $0 + Double($1.contribution) } }

  /// The score that a softmax takes from all, where e to the score would be past reading.
  private var shift: Double {
    guard case .share = derivation.form else { return 0 }
    let most = derivation.terms.flatMap(\.sources).map { Double($0.number) }.max() ?? 0
    return abs(most) > 20 ? most : 0
  }

  /// e^most, or 1 where the largest score was taken from all.
  private var scale: Double {
    guard case .share = derivation.form, shift == 0 else { return 1 }
    let most = derivation.terms.flatMap(\.sources).map { Double($0.number) }.max() ?? 0
    return Transcendental.exponential(most)
  }

  private func contribution(_ term: Derivation.Term) -> Double {
    Double(term.contribution) * scale
  }

  // MARK: One line

  /// The arithmetic in one line of at most `cells`: as many of the largest terms as fit.
  func line(cells: Int) -> String {
    let result = short(Double(derivation.result))
    if let copied = copied { return "\(result) = " + copied }
    let ranked = derivation.ranked
    for count in stride(from: min(ranked.count, 12), through: 1, by: -1) {
      let line = line(ranked, count, result)
      if width(of: line) <= cells || count == 1 { return line }
    }
    return result
  }

  /// What a number that nothing was done to is the same as.
  private var copied: String? {
    let own = page.diagram.operations[operation]
    guard derivation.terms.count == 1, case .sum(nil) = derivation.form,
      let source = derivation.terms[0].sources.first, derivation.terms[0].sources.count == 1
    else { return nil }
    switch own.arithmetic {
    case .same, .concatenate, .carried: return texts.sameAs(place(of: source))
    case .lookUp:
      let shape = page.diagram.values[source.value].numbers.shape
      let row = page.places(of: source.cell, in: shape)[shape.axes[0]] ?? 0
      return texts.rowOf(token(row), page.name(ofValue: source.value))
    default: return nil
    }
  }

  /// What row of a table is read: the token at the cursor, where that is known.
  private func token(_ row: Int) -> String {
    let output = page.diagram.values[page.diagram.operations[operation].output].numbers.shape
    guard let axis = output.axes.first(where: { $0 == .key || $0 == .query }),
      let labels = page.labels(axis, length: output[axis] ?? 0, near: operation),
      axis == .key || !page.isAsking(operation) || page.weights == nil,
      let place = page.places(in: operation)[axis], place < labels.count
    else { return "\(row)" }
    return texts.quoted(labels[place])
  }

  private func line(_ ranked: [Derivation.Term], _ count: Int, _ result: String) -> String {
    let shown = ranked.prefix(count)
    let rest = ranked.dropFirst(count).map(contribution)
    let remainder =
      rest.isEmpty ? "" : " + " + texts.arithmeticMore(rest.count, short(rest.reduce(0, +)))
    switch derivation.form {
    case .sum(let function):
      let sum = shown.map(factors).joined(separator: " + ") + remainder
      guard let function else { return "\(result) = \(sum)" }
      let name = Self.written(function)
      guard ranked.count > 1 else { return "\(result) = \(name)(\(sum))" }
      return "\(result) = \(name)(\(sum)) = \(name)(\(short(total)))"
    case .share(let place):
      let own = derivation.terms[place]
      let powers = shown.map(power).joined(separator: " + ")
      let numbers = "\(short(contribution(own))) / \(short(total * scale))"
      let more =
        rest.isEmpty ? "" : " + " + texts.arithmeticMore(rest.count, short(rest.reduce(0, +)))
      let note = shift == 0 ? "" : "  " + texts.shiftedBy(short(shift))
      return "\(result) = \(power(own)) / (\(powers)\(more)) = \(numbers)\(note)"
    case .scaled(let inverse):
      guard let sources = derivation.terms.first?.sources, sources.count == 2 else { return result }
      return "\(result) = \(short(Double(sources[0].number))) · \(short(Double(inverse)))"
        + " · \(short(Double(sources[1].number)))"
    case .normalized(let mean, let inverse):
      guard let x = derivation.terms.first?.sources.first?.number,
        let scale = derivation.terms.first?.sources.dropFirst().first?.number
      else { return result }
      let bias = derivation.terms.last?.contribution ?? 0
      return
        "\(result) = (\(short(Double(x))) − \(short(Double(mean)))) · \(short(Double(inverse)))"
        + " · \(short(Double(scale))) + \(short(Double(bias)))"
    }
  }

  private static func written(_ function: Diagram.Function) -> String {
    switch function {
    case .sigmoid: "σ"
    case .cosine: "cos"
    case .sine: "sin"
    default: function.rawValue
    }
  }

  private func power(_ term: Derivation.Term) -> String {
    guard let score = term.sources.first, term.contribution > 0 || shift == 0 else { return "0" }
    return term.contribution == 0 ? "0" : "e^" + short(Double(score.number) - shift)
  }

  /// `−.98·.58`; a bias says that it is one.
  private func factors(_ term: Derivation.Term) -> String {
    if isBias(term) { return texts.bias + " " + short(Double(term.contribution)) }
    if case .scale(let factor) = page.diagram.operations[operation].arithmetic,
      let source = term.sources.first
    {
      return "\(short(Double(factor)))·\(short(Double(source.number)))"
    }
    if case .turn = page.diagram.operations[operation].arithmetic, let source = term.sources.first,
      source.number != 0
    {
      return "\(short(Double(source.number)))·\(short(Double(term.contribution / source.number)))"
    }
    if case .crossEntropy = page.diagram.operations[operation].arithmetic,
      let weight = term.sources.first?.number, weight > 0
    {
      let surprise = Double(term.contribution / weight)
      return "\(short(Double(weight)))·(−ln \(short(Transcendental.exponential(-surprise))))"
    }
    if case .exposure = page.diagram.operations[operation].arithmetic, term.sources.count == 2 {
      return "\(short(Double(term.sources[0].number)))"
        + "·tanh(\(short(Double(term.sources[1].number))))"
    }
    guard !term.sources.isEmpty else { return short(Double(term.contribution)) }
    let numbers = term.sources.enumerated().map { place, source in
      let number = short(Double(source.number))
      return place == 0 && term.isComplement ? "(1−\(number))" : number
    }
    return numbers.joined(separator: "·")
  }

  private func isBias(_ term: Derivation.Term) -> Bool {
    guard term.sources.count == 1, derivation.terms.count > 1 else { return false }
    return page.diagram.values[term.sources[0].value].role == .parameter
  }

  // MARK: A list

  /// The terms from the one that counts most on.
  func items() -> [Item] {
    let varying = varyingAxes()
    return derivation.ranked.map { term in
      let isShare = if case .share = derivation.form { true } else { false }
      return Item(
        name: name(of: term, varying),
        factors: isBias(term)
          ? short(Double(term.contribution)) : isShare ? power(term) : factors(term),
        contribution: short(contribution(term)))
    }
  }

  /// What the terms are added up to.
  var totalText: String { short(total * scale) }

  /// The axes along which the last factors of most terms differ.
  private func varyingAxes() -> [Axis] {
    var seen: [Axis: Set<Int>] = [:]
    var order: [Axis] = []
    let firsts = derivation.terms.compactMap(\.sources.last)
    let counts = Dictionary(firsts.map { ($0.value, 1) }, uniquingKeysWith: +)
    guard let value = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key else {
      return []
    }
    let shape = page.diagram.values[value].numbers.shape
    for source in firsts where source.value == value {
      for (axis, place) in page.places(of: source.cell, in: shape) {
        seen[axis, default: []].insert(place)
      }
    }
    for axis in shape.axes where (seen[axis]?.count ?? 0) > 1 { order.append(axis) }
    return order
  }

  private func name(of term: Derivation.Term, _ varying: [Axis]) -> String {
    guard let source = term.sources.last else { return "" }
    if isBias(term) { return texts.bias }
    let shape = page.diagram.values[source.value].numbers.shape
    let places = page.places(of: source.cell, in: shape)
    // The input's share of a gate and its bias stand beside many terms of the state.
    let isAlone = derivation.terms.count { $0.sources.last?.value == source.value } == 1
    let shown = isAlone ? [] : varying.filter { shape.contains($0) }
    if shown.isEmpty { return page.name(ofValue: term.sources[0].value) }
    return shown.map { coordinate($0, places[$0] ?? 0, shape[$0] ?? 0) }.joined(separator: " ")
  }

  /// A place in few words: `"M"` along the positions, `U 12` else.
  private func coordinate(_ axis: Axis, _ place: Int, _ length: Int) -> String {
    if let labels = page.labels(axis, length: length, near: operation), place < labels.count {
      return texts.quoted(labels[place])
    }
    return "\(page.letter(base(axis))) \(place)"
  }

  /// A cell with its name: `features "M" unit 12`.
  func place(of source: Derivation.Source) -> String {
    page.place(of: source.cell, ofValue: source.value, near: operation)
  }
}
