/// Texts in order of their bytes, to find all that begin at a place of another text.
///
/// A range of the sorted texts is narrowed byte by byte; four bytes a text, where a trie takes
/// forty.
struct PrefixIndex: Sendable {
  private let texts: [[UInt8]]
  private let values: [Int]
  /// For each first byte the texts that begin with it.
  private let firsts: [Range<Int>]

  /// An index of `texts`, of which each stands for a value; empty ones are never found.
  init(_ texts: [(text: [UInt8], value: Int)]) {
    let sorted = texts.filter { !$0.text.isEmpty }.sorted {
      $0.text.lexicographicallyPrecedes($1.text)
    }
    self.texts = sorted.map(\.text)
    values = sorted.map(\.value)
    var firsts: [Range<Int>] = Array(repeating: 0..<0, count: 256)
    for (place, item) in sorted.enumerated() {
      let byte = Int(item.text[0])
      firsts[byte] = (firsts[byte].isEmpty ? place : firsts[byte].lowerBound)..<(place + 1)
    }
    self.firsts = firsts
  }

  /// Whether there is nothing to find.
  var isEmpty: Bool { texts.isEmpty }

  /// Gives every text that begins at `start`, shorter ones first: its length and value.
  @inline(__always)
  func prefixes(
    of bytes: [UInt8], from start: Int, to end: Int, _ body: (_ length: Int, _ value: Int) -> Void
  ) {
    guard start < end else { return }
    var range = firsts[Int(bytes[start])]
    var depth = 1
    while !range.isEmpty {
      if texts[range.lowerBound].count == depth {
        body(depth, values[range.lowerBound])
        // Texts that are equal follow one another; only the first counts.
        var place = range.lowerBound
        while place < range.upperBound, texts[place].count == depth { place += 1 }
        range = place..<range.upperBound
      }
      guard start + depth < end, !range.isEmpty else { return }
      let byte = bytes[start + depth]
      let low = first(of: range, depth) { $0 < byte }
      range = low..<self.end(of: low..<range.upperBound, depth) { $0 <= byte }
      depth += 1
    }
  }

  /// The first place of `range` where the byte at `depth` is not `isBefore`, looked for in steps
  /// that double from the beginning.
  @inline(__always)
  private func first(of range: Range<Int>, _ depth: Int, _ isBefore: (UInt8) -> Bool) -> Int {
    var (low, step) = (range.lowerBound, 1)
    while low < range.upperBound, isBefore(texts[low][depth]) {
      let next = min(low + step, range.upperBound)
      step *= 2
      if next == range.upperBound || !isBefore(texts[next][depth]) {
        return bound((low + 1)..<next, depth, isBefore)
      }
      low = next
    }
    return low
  }

  /// The same, looked for from the end.
  @inline(__always)
  private func end(of range: Range<Int>, _ depth: Int, _ isBefore: (UInt8) -> Bool) -> Int {
    var (high, step) = (range.upperBound, 1)
    while high > range.lowerBound, !isBefore(texts[high - 1][depth]) {
      let next = max(high - step, range.lowerBound)
      step *= 2
      if next == range.lowerBound || isBefore(texts[next - 1][depth]) {
        return bound(next..<(high - 1), depth, isBefore)
      }
      high = next
    }
    return high
  }

  @inline(__always)
  private func bound(_ range: Range<Int>, _ depth: Int, _ isBefore: (UInt8) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if isBefore(texts[middle][depth]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
