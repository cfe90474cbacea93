import TensorFiles
import Testing
import TestSupport

/// Numbers of 8 and 16 bits, all of them, against their definitions.
struct ConversionTests {
  private func numbers(_ dtype: String, _ bytes: [UInt8], count: Int) throws -> [Float] {
    let header =
      #"{"a":{"dtype":""# + dtype + #"","shape":["# + "\(count)" + #"],"data_offsets":[0,"#
      + "\(bytes.count)]}}"
    return try Safetensors(bytes: stored(header, bytes), path: "x").floats("a")
  }

  /// A float of so many bits of exponent and fraction as IEEE 754 defines it, in float64.
  private func defined(_ bits: Int, exponent: Int, fraction: Int) -> Double {
    let low = bits & (1 << fraction - 1)
    let high = bits >> fraction & (1 << exponent - 1)
    let bias = 1 << (exponent - 1) - 1
    let sign: Double = bits >> (exponent + fraction) == 0 ? 1 : -1
    if high == 1 << exponent - 1 { return low == 0 ? sign * .infinity : .nan }
    let significand = Double(high == 0 ? low : low + 1 << fraction)
    return sign
      * Double(sign: .plus, exponent: max(high, 1) - bias - fraction, significand: significand)
  }

  private func check(_ numbers: [Float], _ bits: Range<Int>, _ value: (Int) -> Double) {
    for (number, bits) in zip(numbers, bits) {
      let expected = Float(value(bits))
      let isSame = number.isNaN ? expected.isNaN : number.bitPattern == expected.bitPattern
      if !isSame { Issue.record("\(String(bits, radix: 16)) is \(number), not \(expected)") }
    }
  }

  @Test func everyHalf() throws {
    let all = 0..<65_536
    let bytes = all.flatMap { WrittenGGUF.little(UInt16($0)) }
    let halves = try numbers("F16", bytes, count: 65_536)
    check(halves, all) { defined($0, exponent: 5, fraction: 10) }
    // What stands in a NaN is kept, and its sign.
    #expect(halves[0xfd23].bitPattern == 0xffa4_6000)
    check(try numbers("BF16", bytes, count: 65_536), all) {
      defined($0, exponent: 8, fraction: 7)
    }
  }

  @Test func everyByte() throws {
    let all = 0..<256
    let bytes = all.map { UInt8($0) }
    check(try numbers("F8_E5M2", bytes, count: 256), all) {
      defined($0, exponent: 5, fraction: 2)
    }
    check(try numbers("F8_E4M3", bytes, count: 256), all) { bits in
      // The last exponent is an ordinary one, but for its last fraction.
      guard bits & 0x78 == 0x78 else { return defined(bits, exponent: 4, fraction: 3) }
      let size = bits & 7 == 7 ? .nan : Double(8 + bits & 7) * 32
      return bits < 128 ? size : -size
    }
    check(try numbers("I8", bytes, count: 256), all) { Double(Int8(truncatingIfNeeded: $0)) }
    check(try numbers("U8", bytes, count: 256), all) { Double($0) }
    check(try numbers("BOOL", bytes, count: 256), all) { $0 == 0 ? 0 : 1 }
  }

  /// Through float64, as whoever asks for float64 sees it.
  @Test func wideNumbersAreRoundedByWayOfFloat64() throws {
    // The last is a tie in float64 and none as it is.
    let tie: Int64 = 1 << 62 + 1 << 38 + 1
    let numbers = [0, -1, 1 << 24 + 1, .max, .min, 1 << 53 + 1, tie]
    let bytes = numbers.flatMap { WrittenGGUF.little($0) }
    #expect(try self.numbers("I64", bytes, count: 7) == numbers.map { Float(Double($0)) })
    let doubles = [0.1, -1e300, 0x1p-1070, .infinity]
    let stored = doubles.flatMap { WrittenGGUF.little($0.bitPattern) }
    #expect(try self.numbers("F64", stored, count: 4) == doubles.map { Float($0) })
  }
}
