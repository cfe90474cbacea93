import Lessons
import Snapshots
import Tensors
import Testing
import Training

/// The data of the dates lesson, read back by a reader that shares nothing with the writer.
struct DatesTests {
  private static let training = (0..<2_000).map { Dates.training(RandomStream(seed: 1)($0)) }
  private static let heldOut = (0..<1_000).map { Dates.heldOut(RandomStream(seed: 1)($0)) }

  @Test func everySourceReadsAsItsTarget() {
    for example in Self.training + Self.heldOut {
      #expect(Reader(example.source).date == example.target, "\(example.source)")
    }
  }

  @Test(arguments: DateForm.allCases)
  func everyFormReadsAsItsTargetInEveryStyle(form: DateForm) {
    for number in stride(from: 0, to: CalendarDay.count, by: 3_701) {
      let day = CalendarDay(number: number)
      guard form.isUnambiguous(for: day) else { continue }
      for style in DateStyle.all {
        let example = Dates.write(day, as: form, style: style)
        #expect(Reader(example.source).date == example.target, "\(example.source)")
        #expect(example.source.count <= Dates.maximumLength, "\(example.source)")
        checkExpectations(example)
      }
    }
  }

  @Test func formsLookAsPeopleWriteThem() {
    let day = CalendarDay(year: 2014, month: 5, day: 3)
    let pictures: [(DateForm, String)] = [
      (.dayMonthYear, "3 May 2014"), (.dayMonthCommaYear, "3 May, 2014"),
      (.ordinalMonthYear, "3rd May 2014"), (.ordinalOfMonthYear, "3rd of May 2014"),
      (.theOrdinalOfMonthYear, "the 3rd of May 2014"), (.monthDayYear, "May 3 2014"),
      (.monthDayCommaYear, "May 3, 2014"), (.monthOrdinalYear, "May 3rd 2014"),
      (.monthOrdinalCommaYear, "May 3rd, 2014"), (.yearMonthDay, "2014 May 3"),
      (.dashes, "3-May-2014"), (.weekdayDayMonthYear, "Saturday 3 May 2014"),
      (.weekdayCommaDayMonthYear, "Saturday, 3 May 2014"),
      (.weekdayCommaOrdinalOfMonthYear, "Sat, 3rd of May 2014"),
      (.weekdayCommaMonthDayCommaYear, "Saturday, May 3, 2014"),
      (.weekdayCommaMonthOrdinalCommaYear, "Saturday, May 3rd, 2014"),
      (.international, "2014-05-03"), (.yearFirstSlashes, "2014/5/3"), (.dots, "3.5.2014"),
    ]
    for (form, picture) in pictures {
      #expect(Dates.write(day, as: form, style: DateStyle()).source == picture)
    }
    let late = CalendarDay(year: 1900, month: 9, day: 23)
    var style = DateStyle()
    style.month = .dotted
    style.abbreviatesSept = true
    style.letters = .upper
    style.isPadded = true
    #expect(
      Dates.write(late, as: .theOrdinalOfMonthYear, style: style).source == "THE 23RD OF SEPT. 1900"
    )
    #expect(Dates.write(late, as: .dashes, style: style).source == "23-SEPT-1900")
    #expect(Dates.write(late, as: .dayFirstSlashes, style: style).source == "23/09/1900")
    #expect(Dates.write(late, as: .monthFirstSlashes, style: style).source == "09/23/1900")
    #expect(
      Dates.write(late, as: .weekdayCommaDayMonthYear, style: DateStyle()).source
        == "Sun, 23 September 1900")
  }

  @Test func expectationsPointAtWhatTheyMean() {
    for example in Self.training + Self.heldOut { checkExpectations(example) }
    let example = Dates.write(
      CalendarDay(year: 2014, month: 5, day: 3), as: .ordinalOfMonthYear, style: DateStyle())
    #expect(example.source == "3rd of May 2014")
    let word = Expectation.keys([7, 8, 9])
    #expect(
      example.expectations == [
        .keys([11]), .keys([12]), .keys([13]), .keys([14]), .free, word, word, .free, .free,
        .keys([0]),
      ])
  }

  @Test func daysAreNeverBothTrainedAndHeldOut() {
    var trained = Set<String>()
    var kept = Set<String>()
    for seed in 1...2 {
      for number in 0..<5_000 {
        trained.insert(Dates.training(RandomStream(seed: UInt64(seed))(number)).target)
        kept.insert(Dates.heldOut(RandomStream(seed: UInt64(seed))(number)).target)
      }
    }
    #expect(trained.isDisjoint(with: kept))
    #expect(trained.allSatisfy { !isHeldOut($0) })
    #expect(kept.allSatisfy { isHeldOut($0) })
  }

  @Test func aboutOneDayInEightIsHeldOut() {
    let kept = (0..<CalendarDay.count).count { number in
      let day = CalendarDay(number: number)
      return Dates.isHeldOut(year: day.year, month: day.month, day: day.day)
    }
    #expect(abs(Double(kept) / Double(CalendarDay.count) - 0.125) < 0.01)
  }

  @Test func everyFormMonthAndDecadeOccurs() {
    let shapes = Set(Self.training.map { shape($0.source) })
    let day = CalendarDay(year: 1987, month: 4, day: 23)
    for form in DateForm.allCases {
      let example = Dates.write(day, as: form, style: DateStyle())
      #expect(shapes.contains(shape(example.source)), "\(form)")
    }
    // The two forms whose shape is the same.
    let slashes = Self.training.map(\.source).filter { shape($0) == "0/0/Y" }
    let isDayFirst = slashes.map { Int($0.prefix { $0 != "/" }) ?? 0 > 12 }
    #expect(Set(isDayFirst) == [true, false])
    #expect(Set(Self.training.map { $0.target.dropFirst(5).prefix(2) }).count == 12)
    #expect(Set(Self.training.map { $0.target.prefix(3) }).count == 20)
    #expect(Set(Self.training.map { $0.target.suffix(2) }).count == 31)
  }

  @Test func anExampleIsAFunctionOfItsStream() {
    for number in 0..<50 {
      let stream = RandomStream(seed: 7)(number)
      #expect(Dates.training(stream) == Dates.training(stream))
      #expect(Dates.heldOut(stream) == Dates.heldOut(stream))
    }
    let other = (0..<50).map { Dates.training(RandomStream(seed: 8)($0)) }
    #expect(other != (0..<50).map { Dates.training(RandomStream(seed: 7)($0)) })
  }

  @Test func theAlphabetsAreExactlyWhatIsWritten() {
    var written = Set<Character>()
    for number in 0..<CalendarDay.count where number.isMultiple(of: 701) {
      let day = CalendarDay(number: number)
      for form in DateForm.allCases where form.isUnambiguous(for: day) {
        for style in DateStyle.all where style.isPadded {
          written.formUnion(Dates.write(day, as: form, style: style).source)
        }
      }
    }
    #expect(written == Set(Dates.sourceAlphabet))
    #expect(Set(Dates.sourceAlphabet).count == Dates.sourceAlphabet.count)
    #expect(Set(Self.training.flatMap { Array($0.target) }) == Set(Dates.targetAlphabet))
  }

  @Test func textBecomesIDsAndBack() {
    #expect(Dates.encode(" 0é") == [2, 7, Dates.unknown])
    #expect(Dates.unknownPositions("3. März 2014") == [4, 6])
    #expect(Dates.encode("").isEmpty)
    #expect(Dates.encode(target: "-09") == [3, 4, 13])
    for example in Self.training.prefix(100) {
      #expect(Dates.decode(Dates.encode(target: example.target)) == example.target)
      #expect(Dates.unknownPositions(example.source).isEmpty)
    }
    #expect(Dates.decode([Dates.start, 3, Dates.padding, 4, Dates.end, -1, 99]) == "-0")
  }

  /// The source with every word as `a`, the year as `Y` and other numbers as `0`.
  private func shape(_ source: String) -> String {
    var shape = ""
    for character in source {
      let kind: Character = character.isNumber ? "0" : character.isLetter ? "a" : character
      if kind == "0" || shape.last != kind { shape.append(kind) }
    }
    for (long, short) in [("0000", "Y"), ("00", "0"), ("a. ", "a ")] {
      shape = shape.split(separator: long, omittingEmptySubsequences: false)
        .joined(separator: short)
    }
    return shape
  }

  private func isHeldOut(_ target: String) -> Bool {
    let numbers = target.split(separator: "-").compactMap { Int($0) }
    return Dates.isHeldOut(year: numbers[0], month: numbers[1], day: numbers[2])
  }

  private func checkExpectations(_ example: DateExample) {
    let source = Array(example.source)
    let target = Array(example.target)
    #expect(target.count == Dates.targetLength)
    #expect(example.expectations.count == Dates.targetLength)
    for (place, expectation) in example.expectations.enumerated() {
      switch expectation {
      case .free:
        // Only the dashes, and zeros that nobody wrote.
        #expect([4, 7].contains(place) || ([5, 8].contains(place) && target[place] == "0"))
      case .keys(let keys) where keys.count == 1:
        #expect(keys.allSatisfy { source[$0] == target[place] }, "\(example.source) \(place)")
      case .keys(let keys):
        #expect([5, 6].contains(place))
        let word = String(keys.sorted().map { source[$0] })
        #expect(Reader.month(word).map(Reader.twoDigits) == String(target[5...6]), "\(word)")
      }
    }
    // Each year digit is read from its own place.
    #expect(Set(example.expectations[0..<4]).count == 4)
  }
}

extension DateStyle {
  /// Every style there is.
  static var all: [DateStyle] {
    var styles: [DateStyle] = []
    for month in Month.allCases {
      for letters in Letters.allCases {
        for bits in 0..<8 {
          var style = DateStyle()
          style.month = month
          style.letters = letters
          style.abbreviatesSept = bits & 1 != 0
          style.hasFullWeekday = bits & 2 != 0
          style.isPadded = bits & 4 != 0
          styles.append(style)
        }
      }
    }
    return styles
  }
}

/// Reads a date as a person does: by what its parts look like, not by how it was made.
private struct Reader {
  private(set) var date: String?

  init(_ source: String) {
    let parts = source.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    let numbers = parts.compactMap { part in Int(part.prefix { $0.isNumber }) }
    guard numbers.count >= 2, let yearPlace = numbers.firstIndex(where: { $0 > 31 }) else {
      return
    }
    let year = numbers[yearPlace]
    var others = numbers
    others.remove(at: yearPlace)
    let words = parts.filter { $0.allSatisfy(\.isLetter) }
    var month = words.compactMap(Self.month).first
    var day = others[0]
    if month == nil {
      guard others.count == 2 else { return }
      // Year first: the month follows. Otherwise the day is first unless it cannot be.
      let monthFirst = yearPlace == 0 || others[1] > 12
      month = monthFirst ? others[0] : others[1]
      day = monthFirst ? others[1] : others[0]
    }
    guard let month else { return }
    for word in words where Self.month(word) == nil && !["of", "the"].contains(word) {
      guard word.count >= 3, Self.weekday(year, month, day).hasPrefix(word) else { return }
    }
    date = "\(year)-\(Self.twoDigits(month))-\(Self.twoDigits(day))"
  }

  static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  static func month(_ word: String) -> Int? {
    let names = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september",
      "october", "november", "december",
    ]
    guard word.count >= 3 else { return nil }
    return names.firstIndex { $0.hasPrefix(word.lowercased()) }.map { $0 + 1 }
  }

  /// Sakamoto's method (1992), which counts from no fixed day.
  static func weekday(_ year: Int, _ month: Int, _ day: Int) -> String {
    let offsets = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4]
    let names = [
      "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    ]
    let y = month < 3 ? year - 1 : year
    return names[(y + y / 4 - y / 100 + y / 400 + offsets[month - 1] + day) % 7]
  }
}
