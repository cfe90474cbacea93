import TensorFiles

/// Which tensor of a file became which of ours, and how.
public struct WeightName: Hashable, Sendable {
  /// The file's name: `encoder.layer.0.attention.self.query.weight`.
  public var theirs: String
  /// The length of each of its axes.
  public var lengths: [Int]
  /// Our name: `layer.0.attention.query.kernel`.
  public var ours: String
  /// `as it is`, `transposed`, `rows 0 … 575, transposed`.
  public var how: String

  /// A tensor that nothing reads.
  public struct Unread: Hashable, Sendable {
    /// The file's name.
    public var theirs: String
    /// Why not: `a head for another task`.
    public var why: String
  }

  init(_ entry: WeightTable.Entry) {
    (theirs, lengths, ours) = (entry.source, entry.lengths, entry.name)
    var words: [String] = []
    if let part = entry.part.words { words.append(part) }
    if entry.isTurned { words.append("transposed") }
    how = words.isEmpty ? "as it is" : words.joined(separator: ", ")
  }
}

extension WeightTable.Part {
  /// What is taken of a tensor; nil where all of it is.
  fileprivate var words: String? {
    func span(_ range: Range<Int>) -> String { "\(range.lowerBound) … \(range.upperBound - 1)" }
    return switch self {
    case .all: nil
    case .rows(let range): "rows \(span(range))"
    case .columns(let range): "columns \(span(range))"
    case .ofEachHead(let heads, let first, let depth, let period):
      "rows \(span(first..<(first + depth))) of each \(period), for \(heads) heads"
    case .rotary(let heads, let depth):
      "rotary rows: of each \(depth), for \(heads) heads, the even ones and then the odd ones"
    }
  }
}

extension ModelFiles {
  /// What becomes of each tensor that is read, in the order of the model.
  var weightNames: [WeightName] { table.entries.map(WeightName.init) }

  /// The tensors that nothing reads, in the order of the file.
  var unread: [WeightName.Unread] {
    let known = Set(table.entries.map(\.source))
    return weights.names.filter { !known.contains($0) }.map {
      WeightName.Unread(theirs: $0, why: table.reason(for: $0) ?? "no part of the model")
    }
  }
}
