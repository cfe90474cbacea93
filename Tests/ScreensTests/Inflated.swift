@testable import Screens

/// What a stream of ``Deflate`` holds, read by another hand: one block in the fixed code.
func inflated(_ bytes: [UInt8]) -> [UInt8]? {
  var place = 0
  func bit() -> Int {
    defer { place += 1 }
    return place / 8 < bytes.count ? Int(bytes[place / 8]) >> (place % 8) & 1 : 0
  }
  func number(_ bits: Int) -> Int { (0..<bits).reduce(0) { $0 | bit() << $1 } }
  func code(_ bits: Int, _ start: Int = 0) -> Int {
    (0..<bits).reduce(start) { sum, _ in sum << 1 | bit() }
  }
  guard number(3) == 3 else { return nil }
  let lengths =
    [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99]
    + [115, 131, 163, 195, 227, 258]
  let lengthBits = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  let distances = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
    3073, 4097, 6145, 8193, 12289, 16385, 24577,
  ]
  var result: [UInt8] = []
  while place < bytes.count * 8 {
    var symbol = code(7)
    if symbol <= 23 {
      symbol += 256
    } else {
      symbol = code(1, symbol)
      if (0x30...0xBF).contains(symbol) {
        symbol -= 0x30
      } else if (0xC0...0xC7).contains(symbol) {
        symbol += 280 - 0xC0
      } else {
        symbol = code(1, symbol) - 0x190 + 144
      }
    }
    if symbol == 256 { return result }
    if symbol < 256 {
      result.append(UInt8(symbol))
      continue
    }
    let length = lengths[symbol - 257] + number(lengthBits[symbol - 257])
    let kind = code(5)
    let distance = distances[kind] + number(max(0, kind / 2 - 1))
    guard distance <= result.count else { return nil }
    for _ in 0..<length { result.append(result[result.count - distance]) }
  }
  return nil
}
