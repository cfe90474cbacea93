/// How a value becomes a share of the brightest look.
public enum Scale: String, Hashable, Sendable, CaseIterable {
  /// From 0 to four times the uniform weight 1 / keys, or as far as weights reach beyond that.
  ///
  /// Before anything is learned all weights are nearly uniform; on a scale of 0 … 1 the map would
  /// be black, on this one it is evenly dim. Once weights are larger, an end at four times uniform
  /// would make everything worth looking at equally bright: the end moves up with them, uniform
  /// stays where it is, and what lies between goes in logarithmic steps.
  case relative = "uniform"
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
    guard reaching != nil, most > 1 else { return times / most }
    let quarter = 1 / Self.mostOverUniform
    guard times > 1 else { return times * quarter }
    return quarter + (1 - quarter) * binaryLogarithm(times) / binaryLogarithm(most)
  }

  /// What the two ends of the ladder stand for, as words for a legend, while nothing reaches
  /// beyond them.
  public var ends: (least: String, most: String) {
    switch self {
    case .relative, .sinkHidden: ("0", "4 × uniform")
    case .linear, .squareRoot: ("0", "1")
    case .logarithmic: ("≤ .001", "1")
    }
  }

  private static let threeDecades = 9.965_784_284_662_087  // log₂ 1000
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
