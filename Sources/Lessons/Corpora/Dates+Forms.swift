import Snapshots
package import Tensors

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

extension Dates {
  /// `day` written as `form` in `style`, shortened where it would be longer than a source may be.
  package static func write(
    _ day: CalendarDay, as form: DateForm, style: DateStyle
  ) -> DateExample {
    var style = style
    var draft = DateDraft(day, form, style)
    if draft.length > maximumLength, style.hasFullWeekday {
      style.hasFullWeekday = false
      draft = DateDraft(day, form, style)
    }
    if draft.length > maximumLength {
      style.month = .abbreviated
      draft = DateDraft(day, form, style)
    }
    precondition(draft.length <= maximumLength, "a source may not be as long as \(draft.text)")
    return draft.example(day, letters: style.letters)
  }
}

/// A date while it is written, with the places of what a reader needs.
private struct DateDraft {
  /// The text so far; all its characters are ASCII.
  var text = ""
  /// The number of characters so far.
  var length = 0
  private var year = 0..<0
  private var month = 0..<0
  private var day = 0..<0
  private var monthIsWord = false

  init(_ date: CalendarDay, _ form: DateForm, _ style: DateStyle) {
    for piece in form.pieces {
      switch piece {
      case .text(let text): write(text)
      case .weekday:
        let name = Self.weekdays[date.weekday]
        write(style.hasFullWeekday ? name : String(name.prefix(3)))
      case .day: day = write(String(date.day))
      case .paddedDay: day = write(Self.padded(date.day, 2))
      case .styledDay: day = write(style.isPadded ? Self.padded(date.day, 2) : String(date.day))
      case .ordinal:
        day = write(String(date.day))
        write(Self.ending(date.day))
      case .month, .bareMonth:
        monthIsWord = true
        let name = Self.months[date.month - 1]
        let short = String(name.prefix(date.month == 9 && style.abbreviatesSept ? 4 : 3))
        month = write(style.month == .full ? name : short)
        // The fifth month has nothing to abbreviate, so it never has a dot.
        if style.month == .dotted, short != name, case .month = piece { write(".") }
      case .paddedMonthNumber: month = write(Self.padded(date.month, 2))
      case .styledMonthNumber:
        month = write(style.isPadded ? Self.padded(date.month, 2) : String(date.month))
      case .year: year = write(Self.padded(date.year, 4))
      }
    }
  }

  @discardableResult
  private mutating func write(_ piece: String) -> Range<Int> {
    let first = length
    text += piece
    length += piece.utf8.count
    return first..<length
  }

  func example(_ date: CalendarDay, letters: DateStyle.Letters) -> DateExample {
    let source =
      switch letters {
      case .usual: text
      case .lower: text.lowercased()
      case .upper: text.uppercased()
      }
    let target =
      Self.padded(date.year, 4) + "-" + Self.padded(date.month, 2) + "-"
      + Self.padded(date.day, 2)
    let monthDigits: [Expectation] =
      monthIsWord
      ? [.keys(Set(month)), .keys(Set(month))] : Self.twoDigits(month)
    return DateExample(
      source: source, target: target,
      expectations: year.map { .keys([$0]) } + [.free] + monthDigits + [.free]
        + Self.twoDigits(day))
  }

  /// Where two digits are read from one or two: the zero that is not written is free.
  private static func twoDigits(_ places: Range<Int>) -> [Expectation] {
    let keys = places.map { Expectation.keys([$0]) }
    return keys.count == 2 ? keys : [.free] + keys
  }

  private static func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }

  private static func ending(_ day: Int) -> String {
    switch day {
    case 1, 21, 31: "st"
    case 2, 22: "nd"
    case 3, 23: "rd"
    default: "th"
    }
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]
}
