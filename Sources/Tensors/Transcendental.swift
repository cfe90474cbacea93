/// Functions that weights and shown numbers may depend on, from + − × ÷ alone and, but for one, in double:
/// the library's own differ between platforms in the last bit.
///
/// Kernels have an exponential of their own in single precision (`hk_exp`, for one number in Training); screens, which rest on
/// nothing, a logarithm for their scale.
public enum Transcendental {
  /// ln 2.
  public static let naturalLogarithmOf2 = 0.693_147_180_559_945_3
  /// ln 10.
  public static let naturalLogarithmOf10 = 2.302_585_092_994_045_7

  /// e ** x: the series at x / 2ᵏ, |x / 2ᵏ| ≤ 1/2, squared k times.
  ///
  /// Each squaring doubles the relative error, 2⁻⁵³ at first: far below float32 for |x| < 100. Beyond
  /// −745 … 709 it stays what it is at these ends: 5 · 10⁻³²⁴ and 8 · 10³⁰⁷.
  public static func exponential(_ x: Double) -> Double {
    guard !x.isNaN else { return x }
    var (part, halvings) = (min(709, max(-745, x)), 0)
    while abs(part) > 0.5 {
      part /= 2
      halvings += 1
    }
    var sum = 1.0
    for term in stride(from: 18.0, to: 0, by: -1) { sum = 1 + sum * part / term }
    for _ in 0..<halvings { sum *= sum }
    return sum
  }

  /// ln x for normal x > 0, by the series 2 artanh((m − 1) / (m + 1)) of its mantissa m.
  public static func logarithm(_ x: Double) -> Double {
    var mantissa = x.significand
    var exponent = Double(x.exponent)
    if mantissa > 1.414_213_562_373_095_1 {
      mantissa /= 2
      exponent += 1
    }
    let ratio = (mantissa - 1) / (mantissa + 1)
    let square = ratio * ratio
    var sum = 0.0
    var denominator = 27.0
    while denominator >= 1 {
      sum = sum * square + 1 / denominator
      denominator -= 2
    }
    return 2 * ratio * sum + exponent * naturalLogarithmOf2
  }

  /// log₂ of a positive normal number, by the series 2 artanh((m − 1) / (m + 1)) of its mantissa m.
  ///
  /// In single precision, as the rows of weights are measured.
  /// With 1 ≤ m < 2 the ratio is below 1/3, so eight terms leave less than 10⁻⁸.
  public static func binaryLogarithm(_ x: Float) -> Float {
    let bits = x.bitPattern
    let exponent = Float(Int32(bits >> 23) - 127)
    let mantissa = Float(bitPattern: bits & 0x7F_FFFF | 0x3F80_0000)
    let ratio = (mantissa - 1) / (mantissa + 1)
    let square = ratio * ratio
    var sum: Float = 1 / 15
    sum = sum * square + 1 / 13
    sum = sum * square + 1 / 11
    sum = sum * square + 1 / 9
    sum = sum * square + 1 / 7
    sum = sum * square + 1 / 5
    sum = sum * square + 1 / 3
    sum = sum * square + 1
    return exponent + ratio * sum * 2.885_390_1  // 2 / ln 2
  }

  /// sin x for |x| below a million.
  public static func sine(_ x: Double) -> Double {
    let (rest, quarter) = reduced(x)
    return [series(rest, from: 1), series(rest, from: 0)][quarter & 1] * (quarter & 2 == 0 ? 1 : -1)
  }

  /// cos x for |x| below a million.
  public static func cosine(_ x: Double) -> Double {
    let (rest, quarter) = reduced(x)
    return [series(rest, from: 0), series(rest, from: 1)][quarter & 1]
      * ((quarter + 1) & 2 == 0 ? 1 : -1)
  }

  /// x = quarter · π/2 + rest, |rest| ≤ π/4; π/2 in two parts, of which the first has 33 bits, so that
  /// its product with a quarter below 2²⁰ is exact.
  private static func reduced(_ x: Double) -> (rest: Double, quarter: Int) {
    let (high, low) = (0x1.921fb544p+0, 0x1.0b4611a626331p-34)
    let quarter = (x / (high + low)).rounded()
    return ((x - quarter * high) - quarter * low, Int(quarter) & 3)
  }

  /// Σ ± xⁿ / n! over even n (from 0: the cosine) or odd n (from 1: the sine), smallest first.
  private static func series(_ x: Double, from first: Int) -> Double {
    let square = x * x
    var sum = 1.0
    for n in stride(from: 20 + first, to: first, by: -2) {
      sum = 1 - sum * square / Double(n * (n - 1))
    }
    return first == 0 ? sum : x * sum
  }
}
