extension NumPyFile {
  /// The bytes of a file that holds `array`, the last axis fastest; its name is not kept.
  ///
  /// Equal arrays give equal bytes. The header is padded so that the numbers begin at a multiple
  /// of 64.
  public static func encoded(_ array: NamedNumbers) -> [UInt8] {
    header(array.dtype, array.lengths) + array.bytes
  }

  /// What stands before the numbers.
  static func header(_ dtype: StoredTensor.DType, _ lengths: [Int]) -> [UInt8] {
    let kind =
      switch dtype {
      case .i32: "<i4"
      case .i64: "<i8"
      case .u8: "|u1"
      default: "<f4"
      }
    let lengths = lengths.map(String.init)
    let shape = "(" + lengths.joined(separator: ", ") + (lengths.count == 1 ? ",)" : ")")
    var header = "{'descr': '\(kind)', 'fortran_order': False, 'shape': \(shape), }"
    // The magic word, the version and the length of the header take 10 bytes, the end of the line one.
    let padding = (64 - (header.utf8.count + 11) % 64) % 64
    header += String(repeating: " ", count: padding) + "\n"
    let length = header.utf8.count
    return [0x93] + Array("NUMPY".utf8)
      + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + Array(header.utf8)
  }
}
