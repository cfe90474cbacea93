import JSON
import Layers
import Lessons
import TensorFiles
import Training

/// One thing that can be chosen about a lesson: its option, its setting and its member of `run.json`.
///
/// Whatever reads, writes, checks, explains or tests a choice goes through the table of these, so
/// that what one of them accepts all others accept.
struct LessonOption: Sendable {
  /// Its member of `run.json`; the option has hyphens in place of underscores.
  let key: String
  /// What the help says.
  let help: String
  /// What else a lesson must have for it to mean something; nil: it means something to all.
  let choice: LessonChoice?
  /// What it takes: `1 … 1024`.
  let expected: String
  /// Values that the table test tries: small ones, or all names; the largest where `HEADLIGHT_LARGEST` is
  /// set.
  let samples: [String]
  /// Whether its member stands beside `config`, where other programs look for it.
  let isHeader: Bool
  /// The value that a word of the command line means; nil where it means none.
  let parse: @Sendable (_ text: String) -> JSONValue?
  /// Changes the setting; false where the value is of another type or out of its range.
  let set: @Sendable (_ settings: inout LessonSettings, _ value: JSONValue) -> Bool
  /// The value that the settings have; nil where nothing is chosen.
  let get: @Sendable (_ settings: LessonSettings) -> JSONValue?
  /// The names that a lesson has for it; nil where it has all.
  let known: @Sendable (_ entry: LessonEntry) -> [String]?

  /// As it is written on the command line.
  var name: String { "--" + key.map { $0 == "_" ? "-" : String($0) }.joined() }

  /// Why a value is refused.
  enum Refusal: Error {
    /// It is of another type, or out of range.
    case wrong(found: String)
    /// The lesson does not have it; it has the others.
    case unknown(value: String, known: [String])
  }

  /// Gives `settings` the value, if the lesson has it.
  func apply(
    _ value: JSONValue, to settings: inout LessonSettings, of entry: LessonEntry
  ) throws(Refusal) {
    guard set(&settings, value) else {
      throw .wrong(found: legible(value.string ?? JSONText.line(value), limit: 40))
    }
    if let name = value.string, let known = known(entry), !known.contains(name) {
      throw .unknown(value: name, known: known)
    }
  }
}

// MARK: Kinds of values

extension LessonOption {
  /// A whole number in a range.
  static func whole(
    _ key: String, _ range: ClosedRange<Int>, _ help: String, choice: LessonChoice? = nil,
    isHeader: Bool = false, get: @escaping @Sendable (LessonSettings) -> Int?,
    set: @escaping @Sendable (inout LessonSettings, Int) -> Void
  ) -> LessonOption {
    LessonOption(
      key: key, help: help, choice: choice,
      expected: "\(range.lowerBound) … \(range.upperBound)",
      samples: [1, 2, 3, 5, range.upperBound].filter(range.contains).map { "\($0)" },
      isHeader: isHeader, parse: { Int($0).map { JSONValue($0) } },
      set: { settings, value in
        guard let number = value.integer, range.contains(number) else { return false }
        set(&settings, number)
        return true
      }, get: { get($0).map { JSONValue($0) } }, known: { _ in nil })
  }

  /// A number above 0 that float32 can hold.
  static func positive(
    _ key: String, _ help: String, get: @escaping @Sendable (LessonSettings) -> Float,
    set: @escaping @Sendable (inout LessonSettings, Float) -> Void
  ) -> LessonOption {
    LessonOption(
      key: key, help: help, choice: nil,
      expected: "a number above 0 that 32 bits can hold (1e-45 … 3.4e38)",
      samples: ["1", "2", "3", "5", "3.4e38"], isHeader: false,
      parse: { Double($0).map { .number($0) } },
      set: { settings, value in
        guard let number = value.double, Float(number) > 0, Float(number).isFinite else {
          return false
        }
        set(&settings, Float(number))
        return true
      }, get: { JSONValue(get($0)) }, known: { _ in nil })
  }

  /// One of several names.
  static func word<Choice: RawRepresentable & CaseIterable & Sendable>(
    _ key: String, _ help: String, choice: LessonChoice? = nil, isHeader: Bool = false,
    known: @escaping @Sendable (LessonEntry) -> [Choice]? = { _ in nil },
    get: @escaping @Sendable (LessonSettings) -> Choice?,
    set: @escaping @Sendable (inout LessonSettings, Choice) -> Void
  ) -> LessonOption where Choice.RawValue == String {
    let names = Choice.allCases.map(\.rawValue)
    return LessonOption(
      key: key, help: help, choice: choice,
      expected: names.dropLast().joined(separator: ", ") + " or " + (names.last ?? ""),
      samples: names, isHeader: isHeader, parse: { .string($0) },
      set: { settings, value in
        guard let name = value.string, let chosen = Choice(rawValue: name) else { return false }
        set(&settings, chosen)
        return true
      }, get: { get($0).map { .string($0.rawValue) } },
      known: { known($0)?.map(\.rawValue) })
  }
}
