import Snapshots
import TensorFiles

/// Reads the weights of one step of one tensor, some rows at a time.
///
/// Positions without a label are padding: they are neither rows nor columns.
final class WeightReader {
  private let file: SnapshotFile
  private let own: StoredWeights
  private let place: Int
  /// The rows that are no padding.
  let queries: [Int]
  /// The columns that are no padding.
  let keys: [Int]
  /// All numbers of the tensor, where the axes lie so that a part would be none.
  private var whole: [Float]?

  /// The most numbers of a tensor whose axes lie in another order: it is read in one piece.
  static let mostInOnePiece = 64 << 20

  init(_ file: SnapshotFile, _ own: StoredWeights, at place: Int) {
    (self.file, self.own, self.place) = (file, own, place)
    let queryLabels = file.labels(.query, of: own, at: place)
    let keyLabels = file.labels(.key, of: own, at: place)
    queries = (0..<own.length(.query)).filter { queryLabels?[$0] != nil || queryLabels == nil }
    keys = (0..<own.length(.key)).filter { keyLabels?[$0] != nil || keyLabels == nil }
  }

  /// The weights of these rows, as places among ``queries``, of one head of one layer.
  func rows(_ rows: Range<Int>, layer: Int, head: Int) throws(RunFault) -> [Float] {
    guard !rows.isEmpty, !keys.isEmpty else { return [] }
    let base =
      place * own.stride(.step) + layer * own.stride(.layer) + head * own.stride(.head)
    let stride = own.stride(.query)
    let first = queries[rows.lowerBound]
    let last = queries[rows.upperBound - 1]
    var numbers: [Float]
    if own.liesInRows {
      let length = own.length(.key)
      let part = try read((base + first * stride)..<(base + last * stride + length))
      if keys.count == length, queries[rows] == first...last {
        numbers = part
      } else {
        numbers = []
        numbers.reserveCapacity(rows.count * keys.count)
        for row in rows {
          let start = (queries[row] - first) * stride
          for key in keys { numbers.append(part[start + key]) }
        }
      }
    } else {
      let all = try all()
      numbers = []
      numbers.reserveCapacity(rows.count * keys.count)
      for row in rows {
        let start = base + queries[row] * stride
        for key in keys { numbers.append(all[start + key * own.stride(.key)]) }
      }
    }
    if let scale = own.scale { for place in numbers.indices { numbers[place] *= scale } }
    return numbers
  }

  private func all() throws(RunFault) -> [Float] {
    if let whole { return whole }
    guard own.stored.count <= Self.mostInOnePiece else {
      throw RunFault(
        file.file.runPath, tensor: own.stored.name, field: "axes." + own.stored.name,
        "expected the order step, layer, head, query, key of a tensor of \(own.stored.count) numbers: "
          + "in another order it would have to be read in one piece")
    }
    let numbers = try read(0..<own.stored.count)
    whole = numbers
    return numbers
  }

  private func read(_ places: Range<Int>) throws(RunFault) -> [Float] {
    do throws(FileError) { return try file.file.floats(own.stored.name, places) } catch {
      throw RunFault(error, in: file.file.runPath)
    }
  }
}

extension ArraySlice<Int> {
  /// Whether these are all numbers of a range.
  fileprivate static func == (slice: Self, range: ClosedRange<Int>) -> Bool {
    slice.count == range.count && slice.first == range.lowerBound && slice.last == range.upperBound
  }
}
