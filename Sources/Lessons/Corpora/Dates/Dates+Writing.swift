import Snapshots

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
