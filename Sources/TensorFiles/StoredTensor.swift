/// One tensor of a file: what it is and where its numbers are.
public struct StoredTensor: Hashable, Sendable {
  /// How numbers are stored, little-endian: each for itself, or in blocks of equal size.
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
    /// 32 numbers of 4 bits around zero with one scale.
    case q4_0 = "Q4_0"
    /// 32 numbers of 4 bits with a scale and an offset.
    case q4_1 = "Q4_1"
    /// 32 numbers of 5 bits around zero with one scale.
    case q5_0 = "Q5_0"
    /// 32 numbers of 5 bits with a scale and an offset.
    case q5_1 = "Q5_1"
    /// 32 numbers of 8 bits with one scale.
    case q8_0 = "Q8_0"
    /// 32 numbers of 4 bits that choose among uneven steps.
    case iq4nl = "IQ4_NL"
    /// 256 numbers of 2 bits, a scale and an offset for each 16.
    case q2k = "Q2_K"
    /// 256 numbers of 3 bits, a scale for each 16.
    case q3k = "Q3_K"
    /// 256 numbers of 4 bits, a scale and an offset for each 32.
    case q4k = "Q4_K"
    /// 256 numbers of 5 bits, a scale and an offset for each 32.
    case q5k = "Q5_K"
    /// 256 numbers of 6 bits, a scale for each 16.
    case q6k = "Q6_K"
    /// 256 numbers of 4 bits that choose among uneven steps, a scale for each 32.
    case iq4xs = "IQ4_XS"

    /// The numbers that are stored together: 1, 32 or 256.
    public var blockLength: Int {
      switch self {
      case .q4_0, .q4_1, .q5_0, .q5_1, .q8_0, .iq4nl: 32
      case .q2k, .q3k, .q4k, .q5k, .q6k, .iq4xs: 256
      default: 1
      }
    }

    /// The bytes of one block; of one number where each is stored for itself.
    public var blockSize: Int {
      switch self {
      case .f64, .i64, .u64: 8
      case .f32, .i32, .u32: 4
      case .f16, .bf16, .i16, .u16: 2
      case .f8e4m3, .f8e5m2, .i8, .u8, .bool: 1
      case .q4_0, .iq4nl: 18
      case .q4_1: 20
      case .q5_0: 22
      case .q5_1: 24
      case .q8_0: 34
      case .q2k: 84
      case .q3k: 110
      case .q4k: 144
      case .q5k: 176
      case .q6k: 210
      case .iq4xs: 136
      }
    }

    /// Whether the numbers are whole ones, or true and false.
    public var isInteger: Bool {
      switch self {
      case .i64, .i32, .i16, .i8, .u64, .u32, .u16, .u8, .bool: true
      default: false
      }
    }

    /// Those that store each number for itself.
    package static let plain = allCases.filter { $0.blockLength == 1 }

    /// The bytes of a tensor whose axes have `lengths`, the last of which holds whole blocks; nil
    /// when there are more than can be counted.
    func size(_ lengths: [Int]) -> Int? {
      if lengths.contains(0) { return 0 }
      var size = blockSize
      for (place, length) in lengths.enumerated() {
        let units = place == lengths.count - 1 ? length / blockLength : length
        let (product, overflow) = size.multipliedReportingOverflow(by: units)
        guard !overflow else { return nil }
        size = product
      }
      // The numbers themselves must be countable as well.
      let count = (size / blockSize).multipliedReportingOverflow(by: blockLength)
      return count.overflow ? nil : size
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

  /// A tensor in the bytes `range` of a file.
  package init(name: String, dtype: DType, lengths: [Int], range: Range<Int>) {
    (self.name, self.dtype, self.lengths, self.range) = (name, dtype, lengths, range)
  }

  /// The number of numbers.
  public var count: Int { range.count / dtype.blockSize * dtype.blockLength }
}
