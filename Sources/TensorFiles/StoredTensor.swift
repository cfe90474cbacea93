/// One tensor of a file: what it is and where its numbers are.
public struct StoredTensor: Hashable, Sendable {
  /// How one number is stored, little-endian.
  public enum DType: String, CaseIterable, Hashable, Sendable {
    /// A float of 64 bits.
    case f64 = "F64"
    /// A float of 32 bits.
    case f32 = "F32"
    /// A float of 16 bits, 5 of them exponent.
    case f16 = "F16"
    /// The upper half of a float32.
    case bf16 = "BF16"
    /// A float of 8 bits, 4 of them exponent, without infinities.
    case f8e4m3 = "F8_E4M3"
    /// The upper half of an F16.
    case f8e5m2 = "F8_E5M2"
    /// A whole number of 64 bits with sign.
    case i64 = "I64"
    /// A whole number of 32 bits with sign.
    case i32 = "I32"
    /// A whole number of 16 bits with sign.
    case i16 = "I16"
    /// A whole number of 8 bits with sign.
    case i8 = "I8"
    /// A whole number of 64 bits.
    case u64 = "U64"
    /// A whole number of 32 bits.
    case u32 = "U32"
    /// A whole number of 16 bits.
    case u16 = "U16"
    /// A whole number of 8 bits.
    case u8 = "U8"
    /// A byte that is 0 for false.
    case bool = "BOOL"

    /// The bytes of one number.
    public var size: Int {
      switch self {
      case .f64, .i64, .u64: 8
      case .f32, .i32, .u32: 4
      case .f16, .bf16, .i16, .u16: 2
      case .f8e4m3, .f8e5m2, .i8, .u8, .bool: 1
      }
    }
  }

  /// The name.
  public let name: String
  /// How a number is stored.
  public let dtype: DType
  /// The length of each axis, outermost first; empty for a single number.
  public let lengths: [Int]
  /// Where the numbers are in the file, in bytes from its beginning.
  public let range: Range<Int>

  /// The number of numbers.
  public var count: Int { range.count / dtype.size }
}
