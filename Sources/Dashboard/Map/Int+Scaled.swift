extension Int {
  /// `self · factor / divisor`, rounded down: steps may be so large that their product is no number.
  ///
  /// All are 0 or more, and the result is a number: `factor` is at most `divisor`, or the value small.
  func scaled(_ factor: Int, over divisor: Int) -> Int {
    guard self > 0, factor > 0, divisor > 0 else { return 0 }
    let product = multipliedFullWidth(by: factor)
    guard product.high < divisor else { return .max }
    return divisor.dividingFullWidth(product).quotient
  }
}
