extension Collection where Element: Comparable {
  /// Where the largest element stands, of equal ones the first; nil in an empty collection.
  ///
  /// A NaN is larger than nothing: where it does not stand first, it is never the largest.
  public var indexOfLargest: Index? {
    indices.reduce(nil) { best, index in
      guard let best else { return index }
      return self[index] > self[best] ? index : best
    }
  }
}
