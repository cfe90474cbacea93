/// How a value becomes a share of the brightest look.
public enum Scale: String, Hashable, Sendable, CaseIterable {
  /// From 0 to four times the uniform weight 1 / keys, or as far as weights reach beyond that.
  ///
  /// Before anything is learned all weights are nearly uniform; on a scale of 0 … 1 the map would
  /// be empty, on this one it is evenly faint. Once weights are larger, an end at four times uniform
  /// would make everything worth looking at look alike: the end moves up with them, uniform stays at
  /// a quarter of the way, and what lies between goes in equal steps, so that .3, .65 and 1 differ.
  case relative = "auto"
  /// The value itself.
  case linear
  /// Its square root: small weights show.
  case squareRoot = "sqrt"
  /// Three decades: 0.001 is the darkest.
  case logarithmic = "log"
  /// As ``relative``, with the keys left out that take much of the mass and say nothing: whoever
  /// draws must know which these are.
  case sinkHidden = "sink"

  /// What the brightest look means on the relative scale, in multiples of uniform.
  public static let mostOverUniform = 4.0

  /// The weight that the brightest look stands for in a row of `keys` weights.
  ///
  /// `reaching` is the weight up to which the relative scale goes where that is more than four
  /// times uniform; no weight is more than 1, so neither is this.
  public func most(keys: Int, reaching: Float? = nil) -> Double {
    guard self == .relative || self == .sinkHidden else { return 1 }
    return min(1, max(Self.mostOverUniform / Double(max(1, keys)), Double(reaching ?? 0)))
  }

  /// The share of the brightest look, 0 … 1, or nil for a value that is not a number.
  public func share(of value: Float, keys: Int, reaching: Float? = nil) -> Double? {
    guard !value.isNaN else { return nil }
    let value = Double(value)
    let share =
      switch self {
      case .relative, .sinkHidden:
        overUniform(value * Double(max(1, keys)), keys: keys, reaching: reaching)
      case .linear: value
      case .squareRoot: max(0, value).squareRoot()
      case .logarithmic:
        value <= 0.001 ? 0 : 1 + binaryLogarithm(min(1, value)) / Self.threeDecades
      }
    return min(1, max(0, share))
  }

  /// The share of so many times uniform: 1 is a quarter of the way.
  private func overUniform(_ times: Double, keys: Int, reaching: Float?) -> Double {
    let most = most(keys: keys, reaching: reaching) * Double(max(1, keys))
    guard most > 1 else { return times / most }
    let quarter = 1 / Self.mostOverUniform
    return times <= 1 ? times * quarter : quarter + (1 - quarter) * (times - 1) / (most - 1)
  }

  /// The value that looks like `share` of the brightest look in a row of `keys` weights: the inverse of
  /// ``share(of:keys:reaching:)``.
  public func value(ofShare share: Double, keys: Int, reaching: Float? = nil) -> Double {
    switch self {
    case .relative, .sinkHidden:
      let uniform = 1 / Double(max(1, keys))
      let most = most(keys: keys, reaching: reaching)
      let quarter = 1 / Self.mostOverUniform
      if most <= uniform { return share * most }
      return share <= quarter
        ? share / quarter * uniform : uniform + (most - uniform) * (share - quarter) / (1 - quarter)
    case .linear: return share
    case .squareRoot: return share * share
    case .logarithmic: return powerOfTwo((share - 1) * Self.threeDecades)
    }
  }

  /// Shares whose values are written along the ladder: both ends, uniform, and two or three more.
  public func ticks(keys: Int, reaching: Float? = nil) -> [Double] {
    let uniform = share(of: 1 / Float(max(1, keys)), keys: keys, reaching: reaching) ?? 0
    guard uniform > 0.02, uniform < 0.98 else { return [0, 0.25, 0.5, 0.75, 1] }
    return uniform < 0.5
      ? [0, uniform, uniform + (1 - uniform) / 3, uniform + (1 - uniform) * 2 / 3, 1]
      : [0, uniform / 2, uniform, (1 + uniform) / 2, 1]
  }

  private static let threeDecades = 9.965_784_284_662_087  // log₂ 1000
}

extension Scale {
  /// ln `part` / ln `whole` of two positive numbers: how far it is on an axis of equal factors.
  public static func logarithmicShare(of part: Double, in whole: Double) -> Double {
    binaryLogarithm(part) / binaryLogarithm(whole)
  }
}

/// log₂ of a positive number, by the series 2 artanh((m − 1) / (m + 1)) of its mantissa m.
private func binaryLogarithm(_ x: Double) -> Double {
  let ratio = (x.significand - 1) / (x.significand + 1)
  var sum = 0.0
  for denominator in stride(from: 15.0, through: 1, by: -2) {
    sum = sum * ratio * ratio + 1 / denominator
  }
  return Double(x.exponent) + 2 * ratio * sum * 1.442_695_040_888_963_4
}

/// 2 to the power of `exponent`, by the series of e^x of its fraction.
private func powerOfTwo(_ exponent: Double) -> Double {
  let whole = exponent.rounded(.down)
  let rest = (exponent - whole) * 0.693_147_180_559_945_3
  var (sum, term) = (1.0, 1.0)
  for place in 1...14 {
    term *= rest / Double(place)
    sum += term
  }
  return Double(sign: .plus, exponent: Int(whole), significand: sum)
}
