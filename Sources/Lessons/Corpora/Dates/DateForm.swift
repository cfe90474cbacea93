/// A way in which people write a date.
package enum DateForm: CaseIterable, Hashable, Sendable {
  // Named by the third of May 2014, a Saturday.
  /// `3 May 2014`
  case dayMonthYear
  /// `3 May, 2014`
  case dayMonthCommaYear
  /// `3rd May 2014`
  case ordinalMonthYear
  /// `3rd of May 2014`
  case ordinalOfMonthYear
  /// `the 3rd of May 2014`
  case theOrdinalOfMonthYear
  /// `May 3 2014`
  case monthDayYear
  /// `May 3, 2014`
  case monthDayCommaYear
  /// `May 3rd 2014`
  case monthOrdinalYear
  /// `May 3rd, 2014`
  case monthOrdinalCommaYear
  /// `2014 May 3`
  case yearMonthDay
  /// `3-May-2014`
  case dashes
  /// `Saturday 3 May 2014`
  case weekdayDayMonthYear
  /// `Sat, 3 May 2014`
  case weekdayCommaDayMonthYear
  /// `Sat, 3rd of May 2014`
  case weekdayCommaOrdinalOfMonthYear
  /// `Saturday, May 3, 2014`
  case weekdayCommaMonthDayCommaYear
  /// `Saturday, May 3rd, 2014`
  case weekdayCommaMonthOrdinalCommaYear
  /// `2014-05-03`
  case international
  /// `2014/5/3`
  case yearFirstSlashes
  /// `3.5.2014`: with dots the day is always first.
  case dots
  /// `23/5/2014`
  case dayFirstSlashes
  /// `5/23/2014`
  case monthFirstSlashes

  /// Whether a reader cannot take the day for the month.
  package func isUnambiguous(for day: CalendarDay) -> Bool {
    switch self {
    case .dayFirstSlashes, .monthFirstSlashes: day.day > 12
    default: true
    }
  }

  /// What is written, from left to right.
  var pieces: [DatePiece] {
    switch self {
    case .dayMonthYear: [.day, " ", .month, " ", .year]
    case .dayMonthCommaYear: [.day, " ", .month, ", ", .year]
    case .ordinalMonthYear: [.ordinal, " ", .month, " ", .year]
    case .ordinalOfMonthYear: [.ordinal, " of ", .month, " ", .year]
    case .theOrdinalOfMonthYear: ["the ", .ordinal, " of ", .month, " ", .year]
    case .monthDayYear: [.month, " ", .day, " ", .year]
    case .monthDayCommaYear: [.month, " ", .day, ", ", .year]
    case .monthOrdinalYear: [.month, " ", .ordinal, " ", .year]
    case .monthOrdinalCommaYear: [.month, " ", .ordinal, ", ", .year]
    case .yearMonthDay: [.year, " ", .month, " ", .day]
    case .dashes: [.styledDay, "-", .bareMonth, "-", .year]
    case .weekdayDayMonthYear: [.weekday, " ", .day, " ", .month, " ", .year]
    case .weekdayCommaDayMonthYear: [.weekday, ", ", .day, " ", .month, " ", .year]
    case .weekdayCommaOrdinalOfMonthYear:
      [.weekday, ", ", .ordinal, " of ", .month, " ", .year]
    case .weekdayCommaMonthDayCommaYear: [.weekday, ", ", .month, " ", .day, ", ", .year]
    case .weekdayCommaMonthOrdinalCommaYear:
      [.weekday, ", ", .month, " ", .ordinal, ", ", .year]
    case .international: [.year, "-", .paddedMonthNumber, "-", .paddedDay]
    case .yearFirstSlashes: [.year, "/", .styledMonthNumber, "/", .styledDay]
    case .dots: [.styledDay, ".", .styledMonthNumber, ".", .year]
    case .dayFirstSlashes: [.styledDay, "/", .styledMonthNumber, "/", .year]
    case .monthFirstSlashes: [.styledMonthNumber, "/", .styledDay, "/", .year]
    }
  }
}
