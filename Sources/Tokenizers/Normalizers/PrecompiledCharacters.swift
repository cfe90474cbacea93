/// Sentencepiece's table of replacements: a double array that finds the bytes of a character, and
/// the texts that replace them.
///
/// Format: sentencepiece `normalizer.cc`; four bytes with the length of the array, the array, texts
/// that end with NUL. As there, a cluster of fewer than six bytes is looked up as a whole first and
/// the shortest prefix found replaces all of it.
struct PrecompiledCharacters: Sendable {
  private let units: [UInt32]
  private let texts: [UInt8]

  /// The table in `bytes`; nil when it is cut or its texts are no UTF-8.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 4 else { return nil }
    func unit(_ place: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) }
    }
    let length = Int(unit(0))
    guard length <= bytes.count - 4, length % 4 == 0 else { return nil }
    units = stride(from: 4, to: 4 + length, by: 4).map(unit)
    texts = Array(bytes[(4 + length)...])
    guard String(validating: texts, as: UTF8.self) != nil else { return nil }
  }

  /// Changes the text.
  func normalize(_ text: inout AlignedText) {
    let bytes = text.bytes
    var changes: [AlignedText.Change] = []
    var isModified = false
    func replace(_ scalarCount: Int, _ replacement: Range<Int>) {
      isModified = true
      var place = replacement.lowerBound
      var count = 0
      while place < replacement.upperBound {
        let (scalar, width) = texts.scalar(at: place)
        changes.append(.init(scalar: scalar, change: count < scalarCount ? 0 : 1))
        count += 1
        place += width
      }
      // What remains of a longer original belongs to the last scalar written so far.
      if count < scalarCount, !changes.isEmpty {
        changes[changes.count - 1].change -= Int32(scalarCount - count)
      }
    }
    var place = 0
    for character in String(decoding: bytes, as: UTF8.self) {
      let end = place + character.utf8.count
      if end - place < 6, let replacement = find(bytes, place..<end) {
        replace(character.unicodeScalars.count, replacement)
        place = end
        continue
      }
      while place < end {
        let (scalar, width) = bytes.scalar(at: place)
        if let replacement = find(bytes, place..<(place + width)) {
          replace(1, replacement)
        } else {
          changes.append(.init(scalar: scalar, change: 0))
        }
        place += width
      }
    }
    if isModified { text.transform(changes) }
  }

  /// Where in `texts` the replacement of the shortest known beginning of `range` is.
  private func find(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int>? {
    guard var unit = units.first else { return nil }
    var node = Self.offset(unit)
    for place in range {
      let byte = Int(bytes[place])
      guard byte != 0 else { return nil }
      node ^= byte
      guard units.indices.contains(node) else { return nil }
      unit = units[node]
      guard unit & 0x8000_00ff == UInt32(byte) else { return nil }
      node ^= Self.offset(unit)
      guard unit >> 8 & 1 == 1 else { continue }
      guard units.indices.contains(node) else { return nil }
      let start = Int(units[node] & 0x7fff_ffff)
      guard start <= texts.count else { return nil }
      let end = texts[start...].firstIndex(of: 0) ?? texts.count
      // The array may point into the middle of a character.
      guard start == end || texts[start] & 0xc0 != 0x80 else { return nil }
      return start..<end
    }
    return nil
  }

  private static func offset(_ unit: UInt32) -> Int {
    Int((unit >> 10) << ((unit & 1 << 9) >> 6))
  }
}
