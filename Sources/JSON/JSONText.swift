/// Writes JSON in the order of its members, with nothing in it that a terminal would obey.
public enum JSONText {
  /// How numbers are written that JSON has no word for.
  public enum NonFinite: Hashable, Sendable {
    /// As the texts `"nan"`, `"inf"` and `"-inf"`, which most languages read as numbers.
    case strings
    /// As `NaN`, `Infinity` and `-Infinity`, as Python does.
    case literals
  }

  /// `value` on one line without a line feed.
  public static func line(_ value: JSONValue, nonFinite: NonFinite = .strings) -> String {
    var text = ""
    write(value, to: &text, nonFinite, indentation: nil)
    return text
  }

  /// `value` with a line for every member and element, indented by two spaces.
  public static func page(_ value: JSONValue, nonFinite: NonFinite = .strings) -> String {
    var text = ""
    write(value, to: &text, nonFinite, indentation: 0)
    return text + "\n"
  }

  /// `text` in quotes; control, bidirectional and invisible characters are escaped.
  public static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      default:
        guard isInvisible(scalar) else {
          quoted.unicodeScalars.append(scalar)
          continue
        }
        for unit in String(Character(scalar)).utf16 {
          let digits = String(unit, radix: 16)
          quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        }
      }
    }
    return quoted + "\""
  }

  private static func write(
    _ value: JSONValue, to text: inout String, _ nonFinite: NonFinite, indentation: Int?
  ) {
    switch value {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .unsigned(let value): text += String(value)
    case .number(let value): text += written(value, nonFinite)
    case .string(let value): text += quoted(value)
    case .array(let elements):
      write(elements, "[", "]", to: &text, indentation) { element, text, inner in
        write(element, to: &text, nonFinite, indentation: inner)
      }
    case .object(let object):
      write(object.members, "{", "}", to: &text, indentation) { member, text, inner in
        text += quoted(member.key) + (inner == nil ? ":" : ": ")
        write(member.value, to: &text, nonFinite, indentation: inner)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], _ open: String, _ close: String, to text: inout String, _ indentation: Int?,
    _ body: (Item, inout String, Int?) -> Void
  ) {
    let inner = indentation.map { $0 + 1 }
    text += open
    for (place, item) in items.enumerated() {
      if place > 0 { text += "," }
      if let inner { text += "\n" + String(repeating: "  ", count: inner) }
      body(item, &text, inner)
    }
    if let indentation, !items.isEmpty {
      text += "\n" + String(repeating: "  ", count: indentation)
    }
    text += close
  }

  private static func written(_ value: Double, _ nonFinite: NonFinite) -> String {
    guard !value.isFinite else { return value.description }
    switch nonFinite {
    case .strings: return value.isNaN ? "\"nan\"" : value > 0 ? "\"inf\"" : "\"-inf\""
    case .literals: return value.isNaN ? "NaN" : value > 0 ? "Infinity" : "-Infinity"
    }
  }
}
