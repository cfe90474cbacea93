package import Tensors

/// How the words and numbers of a date are written, apart from their order.
package struct DateStyle: Hashable, Sendable {
  /// How a month's name is written.
  package enum Month: CaseIterable, Hashable, Sendable {
    /// `September`
    case full
    /// `Sep`
    case abbreviated
    /// `Sep.`
    case dotted
  }

  /// How letters are written.
  package enum Letters: CaseIterable, Hashable, Sendable {
    /// `the 3rd of May`
    case usual
    /// `the 3rd of may`
    case lower
    /// `THE 3RD OF MAY`
    case upper
  }

  /// How the month's name is written.
  package var month = Month.full
  /// Whether the ninth month is abbreviated with four letters.
  package var abbreviatesSept = false
  /// Whether the weekday is written in full.
  package var hasFullWeekday = true
  /// Whether numbers below ten get a zero.
  package var isPadded = false
  /// How letters are written.
  package var letters = Letters.usual

  /// Names in full and letters as usual: `Saturday, 3 May 2014`.
  package init() {}

  /// The style of `stream`: names in full and the usual letters each half of the time.
  package init(_ stream: RandomStream) {
    month = [.full, .full, .abbreviated, .dotted][stream.below(4, 0)]
    abbreviatesSept = stream.below(2, 1) == 0
    hasFullWeekday = stream.below(2, 2) == 0
    isPadded = stream.below(2, 3) == 0
    letters = [.usual, .usual, .lower, .upper][stream.below(4, 4)]
  }
}
