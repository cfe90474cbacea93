/// One part of a written date.
enum DatePiece: ExpressibleByStringLiteral {
  /// Text that says nothing about the day.
  case text(String)
  /// The day of the week, in full or abbreviated.
  case weekday
  /// The day without a zero in front: `3`.
  case day
  /// The day with two digits: `03`.
  case paddedDay
  /// The day with or without a zero, as the style says.
  case styledDay
  /// The day with its ending: `3rd`.
  case ordinal
  /// The month as a word, as the style says.
  case month
  /// The month as a word without a dot.
  case bareMonth
  /// The month with two digits: `05`.
  case paddedMonthNumber
  /// The month as a number with or without a zero, as the style says.
  case styledMonthNumber
  /// Four digits.
  case year

  init(stringLiteral text: String) { self = .text(text) }
}
