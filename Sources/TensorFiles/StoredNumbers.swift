extension [UInt8] {
  /// The number at `place` of an array of `dtype`; only whole numbers beyond 2⁵³ are rounded.
  func double(_ place: Int, _ dtype: StoredTensor.DType) -> Double {
    let start = place * dtype.size
    switch dtype {
    case .f64: return Double(bitPattern: number(at: start, as: UInt64.self))
    case .f32: return Double(Float(bitPattern: number(at: start, as: UInt32.self)))
    case .f16: return Self.half(number(at: start, as: UInt16.self))
    case .bf16:
      return Double(Float(bitPattern: UInt32(number(at: start, as: UInt16.self)) << 16))
    case .f8e4m3: return Self.e4m3(self[start])
    case .f8e5m2: return Self.half(UInt16(self[start]) << 8)
    case .u64: return Double(number(at: start, as: UInt64.self))
    case .i64, .i32, .i16, .i8, .u32, .u16, .u8, .bool:
      return Double(integer(place, dtype) ?? 0)
    }
  }

  /// The number at `place` of an array of `dtype`; nil when it is a float or too large.
  func integer(_ place: Int, _ dtype: StoredTensor.DType) -> Int64? {
    let start = place * dtype.size
    switch dtype {
    case .i64: return number(at: start, as: Int64.self)
    case .i32: return Int64(number(at: start, as: Int32.self))
    case .i16: return Int64(number(at: start, as: Int16.self))
    case .i8: return Int64(number(at: start, as: Int8.self))
    case .u64: return Int64(exactly: number(at: start, as: UInt64.self))
    case .u32: return Int64(number(at: start, as: UInt32.self))
    case .u16: return Int64(number(at: start, as: UInt16.self))
    case .u8: return Int64(self[start])
    case .bool: return self[start] == 0 ? 0 : 1
    case .f64, .f32, .f16, .bf16, .f8e4m3, .f8e5m2: return nil
    }
  }

  /// All numbers of an array of `dtype` as float32.
  func floats(_ dtype: StoredTensor.DType) -> [Float] {
    let count = count / dtype.size
    return [Float](unsafeUninitializedCapacity: count) { numbers, initialized in
      initialized = count
      withUnsafeBytes { bytes in
        switch dtype {
        case .f32:
          for place in 0..<count {
            let bits = bytes.loadUnaligned(fromByteOffset: 4 * place, as: UInt32.self)
            numbers.initializeElement(at: place, to: Float(bitPattern: UInt32(littleEndian: bits)))
          }
        case .f16:
          for place in 0..<count {
            let bits = bytes.loadUnaligned(fromByteOffset: 2 * place, as: UInt16.self)
            numbers.initializeElement(at: place, to: Self.single(UInt16(littleEndian: bits)))
          }
        case .bf16:
          for place in 0..<count {
            let bits = bytes.loadUnaligned(fromByteOffset: 2 * place, as: UInt16.self)
            numbers.initializeElement(
              at: place, to: Float(bitPattern: UInt32(UInt16(littleEndian: bits)) << 16))
          }
        case .u8:
          for place in 0..<count { numbers.initializeElement(at: place, to: Float(bytes[place])) }
        default:
          for place in 0..<count {
            numbers.initializeElement(at: place, to: Float(double(place, dtype)))
          }
        }
      }
    }
  }

  /// A float of 16 bits as float32, by moving its bits: every one of them is a float32.
  private static func single(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let rest = UInt32(bits & 0x7fff)
    switch rest {
    case 0x7c00...: return Float(bitPattern: sign | 0x7f80_0000 | (rest & 0x3ff) << 13)
    case 0x0400...: return Float(bitPattern: sign | (rest + 0x1_c000) << 13)
    default:
      // Below the least normal one they are so many 2⁻²⁴.
      let size = Float(rest) * 0x1p-24
      return sign == 0 ? size : -size
    }
  }

  /// A float of 16 bits; Swift's own Float16 does not exist on every Mac.
  private static func half(_ bits: UInt16) -> Double {
    let sign: FloatingPointSign = bits >> 15 == 0 ? .plus : .minus
    let exponent = Int(bits >> 10 & 0x1f)
    let fraction = Double(bits & 0x3ff)
    switch exponent {
    case 0x1f:
      guard fraction == 0 else { return .nan }
      return sign == .plus ? .infinity : -.infinity
    case 0: return Double(sign: sign, exponent: -24, significand: fraction)
    default: return Double(sign: sign, exponent: exponent - 25, significand: 1_024 + fraction)
    }
  }

  /// A float of 8 bits with 4 of exponent: no infinity, one NaN for each sign.
  ///
  /// Micikevicius and others, FP8 Formats for Deep Learning (2022), table 1.
  private static func e4m3(_ bits: UInt8) -> Double {
    let sign: FloatingPointSign = bits >> 7 == 0 ? .plus : .minus
    let exponent = Int(bits >> 3 & 0xf)
    let fraction = Double(bits & 7)
    if bits & 0x7f == 0x7f { return .nan }
    if exponent == 0 { return Double(sign: sign, exponent: -9, significand: fraction) }
    return Double(sign: sign, exponent: exponent - 10, significand: 8 + fraction)
  }
}
