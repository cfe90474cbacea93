public import Tensors

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
