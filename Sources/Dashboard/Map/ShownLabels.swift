import Screens
import Snapshots

/// The names of positions as a screen writes them, and what its layouts ask of all of them.
///
/// There may be thousands, and every frame asks: so it is found out once.
struct ShownLabels: Hashable {
  let labels: Labels
  /// The cells of the widest name.
  let widest: Int
  /// Whether names are words rather than characters.
  let isWords: Bool
  /// The names that stand in several places.
  let repeated: Set<String>
  /// Whether any takes more than one cell.
  var isWide: Bool { widest > 1 }

  /// The names of `labels`; what is `known` of the same ones is not found out again.
  init(_ labels: Labels, known: [ShownLabels] = []) {
    // These very labels are kept and not the known ones, so that comparing them again is for nothing.
    self.labels = labels
    if let same = known.first(where: { $0.labels == labels }) {
      (widest, isWords, repeated) = (same.widest, same.isWords, same.repeated)
      return
    }
    switch labels {
    case .numbered(let count):
      widest = "\(count)".count
      isWords = widest > 1
      repeated = []
    case .tokens(let tokens):
      var (widest, isWords) = (1, false)
      var (seen, repeated): (Set<String>, Set<String>) = ([], [])
      for token in tokens {
        let name = label(token.label)
        if !seen.insert(name).inserted { repeated.insert(name) }
        widest = Swift.max(widest, width(of: name))
        if !isWords { isWords = name.count > 1 }
      }
      (self.widest, self.isWords, self.repeated) = (widest, isWords, repeated)
    }
  }
}

extension ShownLabels: RandomAccessCollection {
  var startIndex: Int { 0 }
  var endIndex: Int { labels.count }
  subscript(position: Int) -> String { label(labels[position]) }
}

/// What stands for a token without a text: padding, or the end.
let nothingMark = "∅"

/// A token as a label: a blank is visible, and emoji that differ are told apart.
func label(_ token: String) -> String {
  guard !token.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x20 }) || token.isEmpty else { return token }
  return token.isEmpty ? nothingMark : token.map { $0 == " " ? "␣" : spelledApart($0) }.joined()
}

/// An emoji of several parts in what a terminal can show of it: 👍🏽 as 👍₃, 👩‍🚀 as 👩+🚀.
///
/// In a cell most terminals keep the first part alone, and all that differ behind it would look alike.
private func spelledApart(_ character: Character) -> String {
  let scalars = character.unicodeScalars
  guard scalars.count > 1, let first = scalars.first, first.properties.isEmoji else {
    return String(character)
  }
  var text = ""
  for scalar in scalars {
    switch scalar.value {
    case 0x200D: text += "+"
    // The five colours of skin, from light to dark.
    case 0x1F3FB...0x1F3FF: text += ["₁", "₂", "₃", "₄", "₅"][Int(scalar.value) - 0x1F3FB]
    default: text.unicodeScalars.append(scalar)
    }
  }
  return text
}
