import Screens

/// The heights of a curve's values.
///
/// Of a loss equal steps stand for equal factors: one that falls from 4 to .001 is a line all the way. Of
/// anything else they do where the values are positive and a factor of twenty apart.
struct CurveAxis: Hashable {
  /// The ends.
  let least: Double
  let most: Double
  /// Whether equal steps are equal factors.
  let isByFactors: Bool

  /// An axis for `values`; nil where none can stand on it.
  ///
  /// By factors it goes from the power of ten below the least to the largest.
  init?(_ values: [Double], isLoss: Bool = true) {
    let finite = values.filter(\.isFinite)
    let positive = finite.filter { $0 > 0 }
    guard let most = finite.max(), let lowest = finite.min() else { return nil }
    isByFactors = !positive.isEmpty && (isLoss || lowest > 0 && most / lowest >= 20)
    guard isByFactors, let least = positive.min() else {
      guard !isLoss else { return nil }
      self.most = most
      // One value alone has an axis as well.
      self.least = lowest < most ? lowest : lowest > 0 ? 0 : lowest - max(1, abs(lowest))
      return
    }
    self.most = most
    var power = 1.0
    while power > least { power /= 10 }
    while power * 10 <= least { power *= 10 }
    // Less than a factor of three looks like noise on an axis of its own.
    self.least = most / power < 3 ? power / 10 : power
  }

  /// How high a value stands, 0 … 1; what is not positive stands at the foot of an axis of factors.
  func height(_ value: Double) -> Double {
    guard isByFactors else { return (value - least) / (most - least) }
    guard value > least else { return 0 }
    return Scale.logarithmicShare(of: value / least, in: most / least)
  }

  /// The ends and, from `rows` high on, the powers of ten between them, each with its height.
  func ticks(rows: Int) -> [(value: Double, height: Double)] {
    var ticks = [(most, 1.0), (least, 0.0)]
    var power = least * 10
    // A label needs its own row, and one to its neighbours.
    while isByFactors, power < most, rows >= 4 {
      let height = height(power)
      let row = height * Double(rows - 1)
      if ticks.allSatisfy({ abs($0.1 * Double(rows - 1) - row) >= 1.5 }) {
        ticks.append((power, height))
      }
      power *= 10
    }
    return ticks.sorted { $0.1 > $1.1 }.map { ($0.0, $0.1) }
  }
}
