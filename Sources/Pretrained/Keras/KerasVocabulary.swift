import JSON

/// The symbols of a model and their numbers.
///
/// A text is read scalar by scalar, as the models' own Python does; symbols of several scalars, such
/// as `<s>`, are marks that no text contains.
struct KerasVocabulary: Sendable {
  /// The largest number of a symbol.
  static let greatestNumber = 1_000_000

  private var names: [Int32: String] = [:]
  private var scalars: [Unicode.Scalar: Int32] = [:]

  /// The vocabulary in member `field` of config.json: symbols with their numbers.
  ///
  /// `isInverse`: numbers with their symbols instead.
  init(
    _ members: JSONObject, _ field: String, isInverse: Bool = false, path: String
  ) throws(KerasModelError) {
    for member in members.members {
      let (text, number) =
        isInverse
        ? (member.value.string, Int(member.key)) : (member.key, member.value.integer)
      guard let text, !text.isEmpty, let number, (0...Self.greatestNumber).contains(number),
        names.updateValue(text, forKey: Int32(number)) == nil
      else {
        throw .config(
          path: path, field: field,
          problem: "expected a symbol and a number of its own for it, found \(member.key)")
      }
      let symbol = text.unicodeScalars
      if symbol.count == 1, let scalar = symbol.first { scalars[scalar] = Int32(number) }
    }
    guard !names.isEmpty else {
      throw .config(path: path, field: field, problem: "expected symbols, found none")
    }
  }

  /// The largest number in use.
  var greatest: Int { names.keys.max().map { Int($0) } ?? 0 }

  /// The number of a mark.
  func id(of mark: String) -> Int32? {
    names.first { $0.value.utf8.elementsEqual(mark.utf8) }?.key
  }

  /// The symbol as it is, for texts; empty for a number that has none.
  func symbol(_ id: Int32) -> String { names[id] ?? "" }

  /// The symbol as it stands at an axis: what would combine with its neighbour stands on a circle.
  func label(_ id: Int32) -> String {
    let symbol = symbol(id)
    guard let first = symbol.unicodeScalars.first else { return "∅" }
    switch first.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return "◌" + symbol
    default: return symbol
    }
  }

  /// The numbers of a text of 1 … `most` symbols.
  ///
  /// A letter that the model knows in its other case only is read in that.
  func ids(_ text: String, most: Int) throws(KerasModelError) -> [Int32] {
    guard !text.isEmpty else {
      throw .text(problem: "there is nothing to read", advice: "type up to \(most) of \(known)")
    }
    let count = text.unicodeScalars.prefix(100_000).count
    guard count <= most else {
      throw .text(
        problem: "the text has \(count) characters and the model reads at most \(most)",
        advice: "shorten it")
    }
    var ids: [Int32] = []
    for (place, scalar) in text.unicodeScalars.enumerated() {
      guard let id = scalars[scalar] ?? otherCase(of: scalar) else {
        throw .text(
          problem: "the model has no “\(scalar)”, which is character \(place + 1)",
          advice: "it reads \(known)")
      }
      ids.append(id)
    }
    return ids
  }

  /// The letter in its other case, if the model has that; `K` of kelvin is no `k`.
  private func otherCase(of scalar: Unicode.Scalar) -> Int32? {
    for isUpper in [false, true] {
      let other = scalar.cased(isUpper).unicodeScalars
      guard other.count == 1, let only = other.first, let id = scalars[only],
        only.cased(!isUpper).unicodeScalars.elementsEqual([scalar])
      else { continue }
      return id
    }
    return nil
  }

  /// The letters that can be read, as far as they fit into a sentence.
  var known: String {
    let letters = scalars.keys.filter { !$0.properties.isWhitespace }.sorted()
    let shown = String(String.UnicodeScalarView(letters.prefix(60)))
    return letters.count > 60 ? "\(shown) and \(letters.count - 60) others" : shown
  }
}

extension Unicode.Scalar {
  /// In upper or lower case; several scalars for a few.
  fileprivate func cased(_ isUpper: Bool) -> String {
    isUpper ? properties.uppercaseMapping : properties.lowercaseMapping
  }
}
