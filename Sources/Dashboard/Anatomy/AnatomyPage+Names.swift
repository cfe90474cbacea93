import Screens
import Snapshots
import Tensors

// What values and operations are called: by what they are for where the model says it, and else by
// the names in the diagram.

extension AnatomyPage {
  /// What an operation is called in the list.
  func name(of operation: Int) -> String {
    let operation = diagram.operations[operation]
    if isChange(operation) {
      if isHeadLeftOut(operation) { return state.texts.headLeftOut }
      let value = diagram.values[operation.inputs[0]]
      return state.texts.changedByHand(value.role == .result ? nil : shortName(value.name))
    }
    let own = diagram.values[operation.output].name
    // Vectors side by side are called what the model calls them, where it does.
    if operation.meaning == .joined, !own.hasPrefix(operation.operation) { return shortName(own) }
    guard let meaning = operation.meaning,
      let name = state.texts.operationName(meaning, layer(of: operation))
    else {
      if operation.meaning == nil, case .scale(let factor) = operation.arithmetic {
        return "× "
          + (factor.rounded() == factor ? fixed(Double(factor), 0) : short(Double(factor)))
      }
      let value = diagram.values[operation.output].name
      if operation.meaning == nil, case .product = operation.arithmetic,
        let layer = layer(of: operation),
        operation.operation == value.prefix(operation.operation.count)
      {
        return "\(layer)(x)"
      }
      return value.isEmpty || operation.inputs.contains { diagram.values[$0].name == value }
        ? operation.operation : shortName(value)
    }
    return name
  }

  /// What an operation is called in the list, with its layer where several there are called so.
  func listName(of operation: Int) -> String {
    let name = name(of: operation)
    let own = diagram.operations[operation]
    // A change stands below what it changes.
    if isChange(own) { return name }
    let isShared = diagram.operations.indices.contains {
      $0 != operation && diagram.operations[$0].group == own.group && self.name(of: $0) == name
    }
    guard isShared else { return name }
    let parts = diagram.values[own.output].name.split(separator: ".").map(String.init)
    let last = parts.last?.split(separator: "_").map(String.init) ?? []
    // `k` for `att.k_heads`, `gru` for `enc.gru.z`.
    let layer =
      layer(of: own) ?? (last.count > 1 ? last[0] : parts.count > 1 ? parts[parts.count - 2] : nil)
    return layer.map { name + "  " + $0 } ?? name
  }

  /// What a value is called in a picture or in the arithmetic.
  func name(ofValue value: Int) -> String {
    if let operation = diagram.operations.firstIndex(where: { $0.output == value }),
      diagram.operations[operation].meaning != nil
    {
      return name(of: operation)
    }
    return shortName(diagram.values[value].name)
  }

  /// The layer whose kernel an operation uses: `W1` for `att.W1.kernel`.
  private func layer(of operation: Diagram.Operation) -> String? {
    guard
      let kernel = operation.inputs.first(where: {
        diagram.values[$0].role == .parameter && diagram.values[$0].numbers.shape.rank > 1
      }) ?? operation.inputs.first(where: { diagram.values[$0].role == .parameter })
    else { return nil }
    return Self.layer(diagram.values[kernel].name)
  }

  /// `W1` for `att.W1.kernel`, `k` for `att.k`.
  static func layer(_ name: String) -> String {
    let parts = name.split(separator: ".").map(String.init)
    let isPart = ["kernel", "bias", "recurrent_kernel", "table"].contains(parts.last ?? "")
    return (isPart ? parts.dropLast().last : parts.last) ?? name
  }

  /// The last words of a dotted name.
  private func shortName(_ name: String) -> String {
    let parts = name.split(separator: ".").map(String.init)
    guard parts.count > 1, let last = parts.last else { return name }
    if last == "kernel" { return parts[parts.count - 2] }
    if last == "recurrent_kernel" { return parts[parts.count - 2] + " R" }
    return last == "bias" || last.count < 2 ? parts.suffix(2).joined(separator: ".") : last
  }

  /// The letter of an axis: T for the keys of a text, U for units.
  func letter(_ axis: Axis) -> String {
    let prime = axis.name.hasSuffix("′") ? "′" : ""
    let plain = base(axis)
    switch plain {
    case .key: return "T" + prime
    case .query: return "Q" + prime
    case .feature: return "F" + prime
    case .unit, "attention unit": return "U" + prime
    case .embedding: return "E" + prime
    case .head: return "H" + prime
    case .token: return "N" + prime
    case .gate: return "G" + prime
    case "depth": return "D" + prime
    case "combined": return "C" + prime
    default: return String(plain.name.prefix(1)).uppercased() + prime
    }
  }

  /// The axes of a value, one letter each, without those of which one position is drawn.
  func letters(ofValue value: Int, in operation: Int) -> String {
    let shape = diagram.values[value].numbers.shape
    let axes = shape.axes.filter { $0 != .query || !isSliced(.query, of: shape, in: operation) }
    return axes.isEmpty
      ? "1" : axes.map { letter(shown($0, in: operation)) }.joined(separator: " ")
  }

  /// Positions of a text are counted as such, whether they ask each other or are only looked at.
  private func shown(_ axis: Axis, in operation: Int) -> Axis {
    axis == .query && !isAsking(operation) ? .key : axis
  }

  /// Each letter of the lines in the list with its length and what it counts.
  func legend(columns: Int) -> [String] {
    letterMeanings.reduce(into: []) { lines, part in
      if let last = lines.last, width(of: last) + 2 + width(of: part) <= columns {
        lines[lines.count - 1] = last + "  " + part
      } else {
        lines.append(part)
      }
    }
  }

  /// The same, one by one.
  var letterMeanings: [String] {
    var seen: [String: Int] = [:]
    var legend: [String] = []
    let operations = operation.map { [$0] } ?? []
    let open = entries.compactMap { entry -> Int? in
      guard case .operation(let place) = entry.line else { return nil }
      return place
    }
    for place in operations + open {
      let shape = diagram.values[diagram.operations[place].output].numbers.shape
      for (own, length) in zip(shape.axes, shape.lengths) {
        guard own != .query || !isSliced(.query, of: shape, in: place) else { continue }
        let axis = shown(own, in: place)
        let letter = letter(axis)
        guard seen[letter] == nil else { continue }
        seen[letter] = length
        legend.append("\(letter) \(length) \(state.texts.axisName(axis.name, length))")
      }
    }
    return legend
  }
}

extension Diagram.Meaning {
  /// Whether the numbers are shares between 0 and 1.
  var isShare: Bool { [.weights, .repeatVector, .permute].contains(self) }
}
