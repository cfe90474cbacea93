/// An image as a PNG file (ISO/IEC 15948), of at most 256 colours each a byte, else of four bytes a
/// pixel.
public enum PNG {
  /// The file of `image`; `texts` are what is said about it, by keyword.
  ///
  /// Equal arguments give equal bytes. A text is UTF-8 (`iTXt`); a keyword is Latin letters.
  public static func encoded(
    _ image: PixelImage, texts: [(keyword: String, text: String)] = []
  ) -> [UInt8] {
    var places: [Ink?: Int] = [:]
    var colors: [Ink?] = []
    for pixel in image.pixels where places[pixel] == nil {
      places[pixel] = colors.count
      colors.append(pixel)
    }
    let isIndexed = colors.count <= 256
    var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let size = big(UInt32(image.columns)) + big(UInt32(image.rows))
    bytes += chunk("IHDR", size + [8, isIndexed ? 3 : 6, 0, 0, 0])
    for (keyword, text) in texts {
      bytes += chunk("iTXt", Array(keyword.utf8) + [0, 0, 0, 0, 0] + Array(text.utf8))
    }
    if isIndexed {
      bytes += chunk("PLTE", colors.flatMap { parts($0 ?? Ink(0xFFFFFF)) })
      if colors.contains(nil) { bytes += chunk("tRNS", colors.map { $0 == nil ? 0 : 255 }) }
    }
    var rows: [UInt8] = []
    for row in 0..<image.rows {
      rows.append(0)
      for pixel in image.pixels[(row * image.columns)..<((row + 1) * image.columns)] {
        if isIndexed {
          rows.append(UInt8(places[pixel] ?? 0))
        } else {
          rows += pixel.map { parts($0) + [255] } ?? [0, 0, 0, 0]
        }
      }
    }
    let stream =
      [0x78, 0x01] + Deflate.compressed(rows, row: rows.count / max(1, image.rows))
      + big(adler32(rows))
    return bytes + chunk("IDAT", stream) + chunk("IEND", [])
  }

  private static func parts(_ ink: Ink) -> [UInt8] {
    [16, 8, 0].map { UInt8(truncatingIfNeeded: ink.value >> $0) }
  }

  private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + content
    return big(UInt32(content.count)) + body + big(crc32(body))
  }

  private static func big(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static let remainders: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in
      rest & 1 == 1 ? 0xEDB8_8320 ^ (rest >> 1) : rest >> 1
    }
  }

  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { remainders[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ ($0 >> 8) }
  }

  static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (low, high) = (UInt32(1), UInt32(0))
    for byte in bytes {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return high << 16 | low
  }
}

/// Bytes as letters, 64 of them.
func base64(_ bytes: [UInt8]) -> String {
  let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var text: [UInt8] = []
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let part = bytes[start..<min(start + 3, bytes.count)]
    let value = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
    for place in 0..<4 {
      let isThere = place <= part.count
      text.append(isThere ? letters[value >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
    }
  }
  return String(decoding: text, as: UTF8.self)
}
