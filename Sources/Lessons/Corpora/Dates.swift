public import Snapshots
public import Tensors

/// One date as a person might write it, and the same day as `2014-05-03`.
public struct DateExample: Hashable, Sendable {
  /// The date as it is written: `3rd of May 2014`.
  public let source: String
  /// The same day as year, month and day: always ten characters.
  public let target: String
  /// Where each character of the target can be read off the source.
  public let expectations: [Expectation]

  /// A source with its target and an expectation for each character of the target.
  public init(source: String, target: String, expectations: [Expectation]) {
    precondition(target.count == expectations.count, "an expectation for every character")
    self.source = source
    self.target = target
    self.expectations = expectations
  }
}

/// The data of the dates lesson: days of 1900 … 2099 in the ways people write them.
///
/// Every example is a function of a stream alone, so that any step can be repeated.
/// A day is either for training or held out, in whatever form it is written.
public enum Dates {
  /// The most characters of a source.
  ///
  /// The work of an encoder grows with this length, so the longest words are not combined:
  /// a weekday and a month are abbreviated where the text would grow beyond it.
  public static let maximumLength = 24

  /// The characters of a target, which is what a decoder writes.
  public static let targetLength = 10

  /// The id of what fills up a short source; it is masked and never drawn.
  public static let padding: Int32 = 0
  /// The id of a character that no source has.
  public static let unknown: Int32 = 1
  /// The id that a decoder is given before the first character of the target.
  public static let start: Int32 = 1
  /// The id of an end mark; reserved, because a target always has ten characters.
  public static let end: Int32 = 2

  /// The characters of all sources; a character's id is its place here plus 2.
  ///
  /// Letters that no date contains are missing: their embedding would never be trained.
  public static let sourceAlphabet: [Character] = Array(
    " ,-./0123456789ABCDEFGHIJLMNOPRSTUVWYabcdefghijlmnoprstuvwy")

  /// The characters of all targets; a character's id is its place here plus 3.
  public static let targetAlphabet: [Character] = Array("-0123456789")

  /// The number of ids of a source.
  public static let sourceTokens = sourceAlphabet.count + 2
  /// The number of ids of a target.
  public static let targetTokens = targetAlphabet.count + 3

  /// The training example of `stream`.
  public static func training(_ stream: RandomStream) -> DateExample {
    example(stream, heldOut: false)
  }

  /// The held-out example of `stream`, of a day that no training example has.
  public static func heldOut(_ stream: RandomStream) -> DateExample {
    example(stream, heldOut: true)
  }

  /// Whether a day, about one in eight, is kept from training; no seed changes the choice.
  public static func isHeldOut(year: Int, month: Int, day: Int) -> Bool {
    isHeldOut(CalendarDay(year: year, month: month, day: day))
  }

  /// The ids of a source's characters, with `unknown` for what no source has.
  public static func encode(_ text: String) -> [Int32] {
    text.map { sourceIDs[$0] ?? unknown }
  }

  /// The positions in `text` of characters that no source has.
  public static func unknownPositions(_ text: String) -> Set<Int> {
    Set(text.enumerated().filter { sourceIDs[$0.element] == nil }.map(\.offset))
  }

  /// The ids of a target's characters.
  public static func encode(target: String) -> [Int32] {
    target.map { character in
      guard let id = targetIDs[character] else {
        fatalError("no target has the character \(character)")
      }
      return id
    }
  }

  /// The text of a target's ids; padding, start and end have none.
  public static func decode(_ ids: [Int32]) -> String {
    String(
      ids.compactMap { id in
        let place = Int(id) - 3
        return targetAlphabet.indices.contains(place) ? targetAlphabet[place] : nil
      })
  }

  /// A target token as a person reads it; what is no character has a sign.
  static func name(of token: Int32) -> String {
    let text = decode([token])
    return text.isEmpty ? "∅" : text
  }

  private static let sourceIDs = ids(sourceAlphabet, from: 2)
  private static let targetIDs = ids(targetAlphabet, from: 3)

  private static func ids(_ alphabet: [Character], from first: Int32) -> [Character: Int32] {
    Dictionary(uniqueKeysWithValues: zip(alphabet, first...))
  }

  private static let lots = RandomStream(seed: 1)("held-out dates")

  private static func isHeldOut(_ day: CalendarDay) -> Bool {
    day.number == probeDay.number || lots.below(8, day.number) == 0
  }

  /// The day of the lesson's fixed probe, which is held out too.
  private static let probeDay = CalendarDay(year: 2014, month: 5, day: 3)

  private static func example(_ stream: RandomStream, heldOut: Bool) -> DateExample {
    // Days are drawn until one is on the right side: 8/7 times on average for training, 8 times
    // for held-out days.
    let days = stream("day")
    var attempt = 0
    var day = CalendarDay(number: days.below(CalendarDay.count, attempt))
    while isHeldOut(day) != heldOut {
      attempt += 1
      day = CalendarDay(number: days.below(CalendarDay.count, attempt))
    }
    let forms = DateForm.allCases.filter { $0.isUnambiguous(for: day) }
    let form = forms[stream("form").below(forms.count)]
    return write(day, as: form, style: DateStyle(stream("style")))
  }
}

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
