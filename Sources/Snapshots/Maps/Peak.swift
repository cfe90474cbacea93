/// How far weights stand out from uniform ones.
public struct Peak: Hashable, Sendable {
  /// A weight stands out clearly that is more than so many times uniform.
  public static let clearly: Float = 4

  /// The largest weight that is more than four times uniform; 0 where there is none.
  public var clear: Float = 0
  /// The largest that is more than a little less than four times uniform.
  public var near: Float = 0

  /// The peak of nothing.
  public init() {}

  /// Takes the largest weight of a row in which so many keys are `allowed`.
  ///
  /// No other weight of the row can be a peak where this is none, as all have the same uniform one.
  public mutating func take(_ largest: Float, allowed: Int) {
    let times = largest * Float(allowed)
    guard times > 0.8 * Self.clearly else { return }
    near = max(near, largest)
    if times > Self.clearly { clear = max(clear, largest) }
  }

  /// The peak of both.
  public func joined(_ other: Peak) -> Peak {
    var peak = self
    (peak.clear, peak.near) = (max(clear, other.clear), max(near, other.near))
    return peak
  }
}
