import Lessons
import Testing
import Training

/// The calendar against days that are known from elsewhere.
struct CalendarTests {
  @Test(arguments: [
    (1900, 1, 1, 0), (1912, 4, 15, 0), (1945, 5, 8, 1), (1969, 7, 20, 6), (1970, 1, 1, 3),
    (1989, 11, 9, 3), (2000, 1, 1, 5), (2000, 2, 29, 1), (2001, 9, 11, 1), (2014, 5, 3, 5),
    (2024, 2, 29, 3), (2038, 1, 19, 1), (2099, 12, 31, 3),
  ])
  func weekdaysAreTrue(year: Int, month: Int, day: Int, weekday: Int) {
    #expect(CalendarDay(year: year, month: month, day: day).weekday == weekday)
  }

  @Test func numbersAndDatesAgree() {
    var previous = CalendarDay(number: 0)
    #expect((previous.year, previous.month, previous.day) == (1900, 1, 1))
    var leapDays: [Int] = []
    for number in 1..<CalendarDay.count {
      let day = CalendarDay(number: number)
      #expect(CalendarDay(year: day.year, month: day.month, day: day.day) == day)
      let isNextDay =
        day.day == previous.day + 1 && day.month == previous.month && day.year == previous.year
      let isNextMonth =
        day.day == 1 && day.month == previous.month + 1 && day.year == previous.year
      let isNextYear =
        (day.day, day.month, day.year) == (1, 1, previous.year + 1)
        && (previous.day, previous.month) == (31, 12)
      #expect(isNextDay || isNextMonth || isNextYear)
      if day.month == 2, day.day == 29 { leapDays.append(day.year) }
      previous = day
    }
    #expect((previous.year, previous.month, previous.day) == (2099, 12, 31))
    #expect(leapDays == Array(stride(from: 1904, through: 2096, by: 4)))
  }
}
