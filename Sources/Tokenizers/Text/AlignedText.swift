/// Text that knows, for each of its bytes, which scalars of the original it stands for.
///
/// Every component that changes text changes it through one of the functions here, so the offsets
/// of tokens come out right by construction. Their rules are those of `NormalizedString` in
/// Hugging Face's tokenizers: what replaces a scalar has its range, what is inserted has the range
/// of what stands before it.
struct AlignedText: Sendable {
  /// The text in UTF-8.
  private(set) var bytes: [UInt8] = []
  /// For each byte the first scalar of the original that it stands for.
  private(set) var starts: [Int32] = []
  /// For each byte the scalar after the last one.
  private(set) var ends: [Int32] = []
  /// Where in the original this text begins, whatever was removed from its beginning.
  let origin: Int32

  /// A scalar with a change: 0 it replaces the next one, 1 it is inserted, −n it replaces the next
  /// one and n more.
  struct Change {
    var scalar: UInt32
    var change: Int32
  }

  /// No text, to be appended to.
  init(origin: Int32 = 0) { self.origin = origin }

  /// The text as it is.
  init(_ text: String) {
    origin = 0
    bytes = Array(text.utf8)
    starts.reserveCapacity(bytes.count)
    ends.reserveCapacity(bytes.count)
    var index: Int32 = -1
    for byte in bytes {
      if byte & 0xc0 != 0x80 { index += 1 }
      starts.append(index)
      ends.append(index + 1)
    }
  }

  /// A part of the text.
  func slice(_ range: Range<Int>) -> AlignedText {
    if range == 0..<bytes.count { return self }
    var part = AlignedText(origin: range.isEmpty ? origin : starts[range.lowerBound])
    part.append(self, range)
    return part
  }

  /// Whether there is nothing but ASCII.
  var isASCII: Bool { bytes.allSatisfy { $0 < 0x80 } }

  // MARK: Appending

  /// Appends a part of another text.
  mutating func append(_ other: AlignedText, _ range: Range<Int>) {
    bytes += other.bytes[range]
    starts += other.starts[range]
    ends += other.ends[range]
  }

  /// Appends a scalar that stands for the same as byte `place` of another text.
  @inline(__always)
  mutating func append(_ scalar: UInt32, as place: Int, of other: AlignedText) {
    append(scalar, other.starts[place], other.ends[place])
  }

  /// Appends a scalar that stands for the scalars `start ..< end` of the original.
  @inline(__always)
  mutating func append(_ scalar: UInt32, _ start: Int32, _ end: Int32) {
    for _ in 0..<bytes.append(scalar: scalar) {
      starts.append(start)
      ends.append(end)
    }
  }

  // MARK: Changing

  /// Keeps the scalars that `isKept`.
  mutating func filter(_ isKept: (UInt32) -> Bool) {
    flatMap { scalar, kept in if isKept(scalar) { kept.append(scalar) } }
  }

  /// Replaces each scalar by those that `body` appends for it.
  mutating func flatMap(_ body: (UInt32, inout [UInt32]) -> Void) {
    var changed = AlignedText(origin: origin)
    changed.bytes.reserveCapacity(bytes.count)
    changed.starts.reserveCapacity(bytes.count)
    changed.ends.reserveCapacity(bytes.count)
    var scalars: [UInt32] = []
    var place = 0
    while place < bytes.count {
      let (scalar, width) = bytes.scalar(at: place)
      scalars.removeAll(keepingCapacity: true)
      body(scalar, &scalars)
      for scalar in scalars { changed.append(scalar, as: place, of: self) }
      place += width
    }
    self = changed
  }

  /// Replaces the text by `changes`, which tell how each scalar came about.
  mutating func transform(_ changes: [Change]) {
    var changed = AlignedText(origin: origin)
    var offset = 0
    for change in changes {
      // An insertion at the very beginning stands for nothing.
      let place = change.change > 0 ? offset - 1 : offset
      if bytes.indices.contains(place) {
        changed.append(change.scalar, as: place, of: self)
      } else {
        changed.append(change.scalar, origin, origin)
      }
      guard change.change <= 0 else { continue }
      for _ in 0...(-Int(change.change)) where offset < bytes.count {
        offset += bytes.scalar(at: offset).width
      }
    }
    self = changed
  }

  /// Puts `prefix` before the text; it stands for the first scalar.
  ///
  /// Before no text nothing is put.
  mutating func prepend(_ prefix: [UInt32]) {
    guard !bytes.isEmpty else { return }
    var changed = AlignedText(origin: origin)
    for scalar in prefix { changed.append(scalar, as: 0, of: self) }
    changed.append(self, 0..<bytes.count)
    self = changed
  }

  /// Puts `content` where a match is; it stands for the last byte of the match.
  mutating func replace(_ matches: [TextMatch], by content: [UInt32]) {
    guard matches.contains(where: \.isMatch) else { return }
    var changed = AlignedText(origin: origin)
    for match in matches {
      if match.isMatch {
        let last = match.range.upperBound - 1
        for scalar in content {
          if last < 0 {
            changed.append(scalar, origin, origin)
          } else {
            changed.append(scalar, as: last, of: self)
          }
        }
      } else {
        changed.append(self, match.range)
      }
    }
    self = changed
  }

  /// The scalars of the original that the bytes `range` stand for.
  func original(_ range: Range<Int>) -> Range<Int> {
    let range = range.clamped(to: 0..<bytes.count)
    guard !range.isEmpty else {
      return Int(origin)..<Int(origin)
    }
    let (start, end) = (Int(starts[range.lowerBound]), Int(ends[range.upperBound - 1]))
    // Marks that changed places may end before they begin.
    return start..<max(start, end)
  }
}
