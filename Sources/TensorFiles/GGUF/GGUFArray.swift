/// An array in a GGUF file's metadata: it stays as it was stored until someone asks for its values.
///
/// A vocabulary has 200,000 texts and as many numbers. All arrays of a file share its header, which is
/// in memory once, so that an array that nobody reads costs nothing.
public struct GGUFArray: Sendable {
  /// The type of every value.
  public let type: GGUFType
  /// The number of values.
  public let count: Int

  /// The header of the file, which was checked.
  private let bytes: [UInt8]
  /// Where the first value stands.
  private let start: Int

  /// The array at `place` of the header `bytes`, which was checked.
  init(_ bytes: [UInt8], at place: Int) {
    type = GGUFType(rawValue: bytes.number(at: place, as: UInt32.self)) ?? .u8
    count = Int(clamping: bytes.number(at: place + 4, as: UInt64.self))
    start = place + 12
    self.bytes = bytes
  }

  /// The whole numbers, if they are; nil when one exceeds an Int64.
  public var integers: [Int64]? {
    switch type {
    case .u8, .u16, .u32, .u64, .i8, .i16, .i32, .i64: break
    default: return nil
    }
    var numbers: [Int64] = []
    numbers.reserveCapacity(count)
    for place in 0..<count {
      switch type.value(bytes, at: start + place * type.size) {
      case .unsigned(let value):
        guard let value = Int64(exactly: value) else { return nil }
        numbers.append(value)
      case .integer(let value): numbers.append(value)
      default: return nil
      }
    }
    return numbers
  }

  /// The numbers as float64, if they are of 32 or 64 bits with a fraction.
  public var doubles: [Double]? {
    guard type == .f32 || type == .f64 else { return nil }
    return (0..<count).map { type.value(bytes, at: start + $0 * type.size).double ?? .nan }
  }

  /// The values true and false, if they are.
  public var booleans: [Bool]? {
    guard type == .boolean else { return nil }
    return (0..<count).map { bytes[start + $0] != 0 }
  }

  /// The texts, if they are; whoever reads many keeps what this returns.
  public var strings: GGUFStrings? {
    type == .string ? GGUFStrings(bytes, count: count, at: start) : nil
  }

  /// The first values, at most `limit` of them.
  public func prefix(_ limit: Int) -> [GGUFValue] {
    var values: [GGUFValue] = []
    var place = start
    while values.count < min(limit, count) {
      values.append(type.value(bytes, at: place))
      place += type.size
      if type == .string {
        place += Int(clamping: bytes.number(at: place - 8, as: UInt64.self))
      }
    }
    return values
  }
}
