/// A day of the Gregorian calendar from 1900-01-01 to 2099-12-31.
package struct CalendarDay: Hashable, Sendable {
  /// The days of the calendar: 200 years of 365, and 49 leap days (1900 has none, 2000 has one).
  package static let count = 200 * 365 + 49

  /// The days since 1900-01-01, a Monday.
  package let number: Int
  /// The year, 1900 … 2099.
  package let year: Int
  /// The month, 1 … 12.
  package let month: Int
  /// The day of the month, from 1.
  package let day: Int

  /// The day `number` days after 1900-01-01.
  package init(number: Int) {
    precondition(number >= 0 && number < Self.count, "\(number) is outside the calendar")
    // 1900 + 4 k are leap years except 1900 itself. With one day added from its March on, all
    // spans of four years have 1461 days and their leap day falls into the first year.
    let shifted = number < 59 ? number : number + 1
    var rest = shifted % 1_461
    var year = 1_900 + shifted / 1_461 * 4
    var yearLength = 366
    while rest >= yearLength {
      rest -= yearLength
      year += 1
      yearLength = 365
    }
    var month = 1
    // 1900 counts as a leap year here: its day 29 of February is the one that was added.
    while rest >= Self.length(month, leap: yearLength == 366) {
      rest -= Self.length(month, leap: yearLength == 366)
      month += 1
    }
    self.number = number
    self.year = year
    self.month = month
    self.day = rest + 1
  }

  /// The day of this date, which must exist.
  package init(year: Int, month: Int, day: Int) {
    precondition(year >= 1_900 && year <= 2_099, "\(year) is outside 1900 … 2099")
    precondition(month >= 1 && month <= 12, "there is no month \(month)")
    let isLeap = year % 4 == 0 && year != 1_900
    precondition(
      day >= 1 && day <= Self.length(month, leap: isLeap), "\(year)-\(month) has no day \(day)")
    let years = year - 1_900
    // Leap days of the years before: 1904, 1908, … up to the year before this one.
    var number = years * 365 + max(0, years - 1) / 4
    for earlier in 1..<month { number += Self.length(earlier, leap: isLeap) }
    self.number = number + day - 1
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day of the week: 0 is Monday.
  package var weekday: Int { number % 7 }

  private static func length(_ month: Int, leap: Bool) -> Int {
    switch month {
    case 2: leap ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
