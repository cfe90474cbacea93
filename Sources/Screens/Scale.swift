/// How a value becomes a share of the brightest look.
public enum Scale: String, Hashable, Sendable, CaseIterable {
  /// Against the uniform weight 1 / keys: four times that is the brightest.
  ///
  /// Before anything is learned all weights are nearly uniform; on a scale of 0 … 1 the map would
  /// be black, on this one it is evenly dim.
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

  /// The share of the brightest look, 0 … 1, or nil for a value that is not a number.
  public func share(of value: Float, keys: Int) -> Double? {
    guard !value.isNaN else { return nil }
    let value = Double(value)
    let share =
      switch self {
      case .relative, .sinkHidden: value * Double(max(1, keys)) / Self.mostOverUniform
      case .linear: value
      case .squareRoot: max(0, value).squareRoot()
      case .logarithmic:
        value <= 0.001 ? 0 : 1 + binaryLogarithm(min(1, value)) / Self.threeDecades
      }
    return min(1, max(0, share))
  }

  /// What the two ends of the ladder stand for, as words for a legend.
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
