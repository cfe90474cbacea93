/// The type of a value in a GGUF file's metadata, by its number in the file.
public enum GGUFType: UInt32, Hashable, Sendable {
  /// A whole number of 8 bits.
  case u8 = 0
  /// A whole number of 8 bits with sign.
  case i8 = 1
  /// A whole number of 16 bits.
  case u16 = 2
  /// A whole number of 16 bits with sign.
  case i16 = 3
  /// A whole number of 32 bits.
  case u32 = 4
  /// A whole number of 32 bits with sign.
  case i32 = 5
  /// A float of 32 bits.
  case f32 = 6
  /// A byte that is 0 or 1.
  case boolean = 7
  /// A length of 64 bits and so many bytes.
  case string = 8
  /// A type, a count of 64 bits and so many values.
  case array = 9
  /// A whole number of 64 bits.
  case u64 = 10
  /// A whole number of 64 bits with sign.
  case i64 = 11
  /// A float of 64 bits.
  case f64 = 12

  /// The bytes of a value; of a text or an array the fewest.
  var size: Int {
    switch self {
    case .u8, .i8, .boolean: 1
    case .u16, .i16: 2
    case .u32, .i32, .f32: 4
    case .u64, .i64, .f64, .string: 8
    case .array: 12
    }
  }

  /// The name of the type, as the format's description has it.
  public var name: String {
    switch self {
    case .u8: "uint8"
    case .i8: "int8"
    case .u16: "uint16"
    case .i16: "int16"
    case .u32: "uint32"
    case .i32: "int32"
    case .f32: "float32"
    case .boolean: "bool"
    case .string: "string"
    case .array: "array"
    case .u64: "uint64"
    case .i64: "int64"
    case .f64: "float64"
    }
  }

  /// The number, truth or text that stands at `start` of `bytes`, which were checked.
  func value(_ bytes: [UInt8], at start: Int) -> GGUFValue {
    switch self {
    case .u8: .unsigned(UInt64(bytes[start]))
    case .u16: .unsigned(UInt64(bytes.number(at: start, as: UInt16.self)))
    case .u32: .unsigned(UInt64(bytes.number(at: start, as: UInt32.self)))
    case .u64: .unsigned(bytes.number(at: start, as: UInt64.self))
    case .i8: .integer(Int64(Int8(bitPattern: bytes[start])))
    case .i16: .integer(Int64(bytes.number(at: start, as: Int16.self)))
    case .i32: .integer(Int64(bytes.number(at: start, as: Int32.self)))
    case .i64: .integer(bytes.number(at: start, as: Int64.self))
    case .f32: .float(Double(Float(bitPattern: bytes.number(at: start, as: UInt32.self))))
    case .f64: .float(Double(bitPattern: bytes.number(at: start, as: UInt64.self)))
    case .boolean: .boolean(bytes[start] != 0)
    case .string:
      .string(
        Array(bytes[(start + 8)..<(start + 8 + Int(bytes.number(at: start, as: UInt64.self)))]))
    case .array: .array(GGUFArray(bytes, at: start))
    }
  }
}
