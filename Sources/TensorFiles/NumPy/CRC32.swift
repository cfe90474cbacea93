/// The checksum of zip archives: CRC-32 of ISO 3309, over bytes that come in parts.
struct CRC32 {
  private var state: UInt32 = 0xffff_ffff

  /// The checksum of all bytes so far.
  var value: UInt32 { ~state }

  /// Goes over the next bytes, eight at a time (Kounavis and Berry, 2005).
  mutating func add(_ bytes: [UInt8]) {
    var crc = state
    var place = 0
    let tables = Self.tables
    while place + 8 <= bytes.count {
      var word = bytes.number(at: place, as: UInt64.self) ^ UInt64(crc)
      crc = 0
      for table in 0..<8 {
        crc ^= tables[256 * (7 - table) + Int(word & 0xff)]
        word >>= 8
      }
      place += 8
    }
    while place < bytes.count {
      crc = tables[Int(crc & 0xff) ^ Int(bytes[place])] ^ crc >> 8
      place += 1
    }
    state = crc
  }

  /// Table n says what a byte does to the checksum n bytes later.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var crc = UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xedb8_8320 }
      tables[byte] = crc
    }
    for place in 256..<(8 * 256) {
      let before = tables[place - 256]
      tables[place] = before >> 8 ^ tables[Int(before & 0xff)]
    }
    return tables
  }()
}
