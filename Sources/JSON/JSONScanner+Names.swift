extension JSONScanner {
  /// The name whose contents are at `range`, of a text below 4 GiB.
  package func name(_ range: Range<Int>) -> JSONName {
    var hash: UInt32 = 0x811c_9dc5
    func mix(_ byte: UInt8) { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    if hasEscapes(range) {
      for byte in utf8(range) { mix(byte) }
    } else {
      for place in range { mix(bytes[place]) }
    }
    return JSONName(start: UInt32(range.lowerBound), end: UInt32(range.upperBound), hash: hash)
  }

  /// Whether `a` comes before `b` in an order in which equal names are neighbours.
  ///
  /// Hashes decide nearly always. Names chosen to collide cost a comparison of their bytes, of
  /// which sorting does n log n: a hash table would do n².
  package func precedes(_ a: JSONName, _ b: JSONName) -> Bool {
    guard a.hash == b.hash else { return a.hash < b.hash }
    if hasEscapes(a.range) || hasEscapes(b.range) {
      return utf8(a.range).lexicographicallyPrecedes(utf8(b.range))
    }
    return bytes[a.range].lexicographicallyPrecedes(bytes[b.range])
  }

  /// Whether two names are the same bytes.
  package func isSame(_ a: JSONName, _ b: JSONName) -> Bool {
    guard a.hash == b.hash else { return false }
    if hasEscapes(a.range) || hasEscapes(b.range) { return utf8(a.range) == utf8(b.range) }
    return bytes[a.range].elementsEqual(bytes[b.range])
  }

  /// The beginning of a text, as it may stand in a message.
  package func shown(_ range: Range<Int>) -> String {
    legible(text(range.lowerBound..<min(range.upperBound, range.lowerBound + 200)), limit: 60)
  }

  /// The error of a name that stands in the text for the second time.
  package func duplicate(_ range: Range<Int>) -> JSONError {
    error("every name once", found: "“\(shown(range))” again", at: range.lowerBound)
  }
}
