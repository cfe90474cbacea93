extension NumPyFile {
  /// The bytes of a file that holds `array`, the last axis fastest; its name is not kept.
  ///
  /// Equal arrays give equal bytes. The header is padded so that the numbers begin at a multiple
  /// of 64.
  public static func encoded(_ array: NamedNumbers) -> [UInt8] {
    let kind =
      switch array.numbers {
      case .floats: "<f4"
      case .integers32: "<i4"
      case .integers64: "<i8"
      }
    let lengths = array.lengths.map(String.init)
    let shape = "(" + lengths.joined(separator: ", ") + (lengths.count == 1 ? ",)" : ")")
    var header = "{'descr': '\(kind)', 'fortran_order': False, 'shape': \(shape), }"
    // The magic word, the version and the length of the header take 10 bytes, the end of the line one.
    let padding = (64 - (header.utf8.count + 11) % 64) % 64
    header += String(repeating: " ", count: padding) + "\n"
    let length = header.utf8.count
    return [0x93] + Array("NUMPY".utf8)
      + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + Array(header.utf8) + array.bytes
  }
}
