/// What stands in one cell, or in two: a character that does nothing but show itself.
public struct Glyph: Hashable, Sendable {
  /// The character with its marks.
  public var text: String
  /// The cells it takes: 1 or 2.
  public var cells: Int

  init(_ text: String, cells: Int) {
    self.text = text
    self.cells = cells
  }
}

/// `text` as it may be shown: nothing in it moves, hides, reorders or colours anything.
///
/// This is the only way of outside text to the screen, to stderr and into exports.
/// Control characters become `^X`; C1 controls and what was not UTF-8 become U+FFFD. Characters
/// that reorder or that show nothing, tags, private use and unassigned code points are spelled:
/// `<U+202E>`. A cell holds at most four combining marks; more are left out.
///
/// A zero-width joiner stays where it joins two emoji, a variation selector where it follows one, and
/// a joiner or non-joiner behind a letter of a script whose spelling needs it, as in Persian.
/// It is not a renderer: what the marks of a script look like is the terminal's business.
///
/// The result is clipped to `cells`, where given, and never ends in half a character. Making safe
/// text safe again changes nothing.
public func safe(_ text: String, cells: Int? = nil) -> String {
  var room = cells ?? .max
  var result = ""
  for glyph in glyphs(text) {
    guard glyph.cells <= room else { break }
    room -= glyph.cells
    result += glyph.text
  }
  return result
}

/// Bytes as they may be shown; what is not UTF-8 becomes U+FFFD.
public func safe(bytes: some Collection<UInt8>, cells: Int? = nil) -> String {
  safe(String(decoding: bytes, as: UTF8.self), cells: cells)
}

/// The number of cells that `text` takes once it is safe.
public func width(of text: String) -> Int {
  glyphs(text).reduce(0) { $0 + $1.cells }
}

/// `text` made safe and cut into what stands in a cell each.
public func glyphs(_ text: String) -> [Glyph] {
  // The usual text is printable ASCII, and screens are full of it.
  if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
    return text.utf8.map { Glyph(String(Unicode.Scalar($0)), cells: 1) }
  }
  var reader = GlyphReader(scalars: Array(text.unicodeScalars))
  return reader.read()
}

/// Reads scalars from left to right; a glyph is closed when the next scalar does not join it.
private struct GlyphReader {
  static let mostMarks = 4
  /// The most emoji in one: the longest in use join four, and a longer chain could hide a message.
  static let mostJoined = 4

  let scalars: [Unicode.Scalar]
  var place = 0
  var result: [Glyph] = []
  /// Whether the last glyph may take marks, and how many it has.
  var marks: Int?

  init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  mutating func read() -> [Glyph] {
    while place < scalars.count {
      let scalar = scalars[place]
      if isPlain(scalar) {
        place += 1
        result.append(Glyph(String(scalar), cells: 1))
        marks = 0
        continue
      }
      if readEmoji() { continue }
      if isSpellingJoiner {
        add(mark: scalar)
        place += 1
        continue
      }
      place += 1
      if let spelled = spelling(of: scalar) {
        for character in spelled { result.append(Glyph(String(character), cells: 1)) }
        marks = nil
      } else if isMark(scalar) {
        add(mark: scalar)
      } else {
        result.append(Glyph(String(scalar), cells: max(1, width(of: scalar))))
        marks = 0
      }
    }
    return result
  }

  /// Whether `scalar` needs no look into the tables of Unicode: the letters, lines and blocks that
  /// screens are made of, unless a selector or joiner follows.
  private func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F, 0xA1..<0xAD, 0xAE..<0x300, 0x2500...0x25FC: break
    default: return false
    }
    guard place + 1 < scalars.count else { return true }
    let next = scalars[place + 1].value
    return next != 0xFE0E && next != 0xFE0F && next != 0x200D
  }

  /// Whether a joiner or non-joiner stands where spelling needs it: between letters of a script whose
  /// letters join, or behind the last one, never behind another joiner.
  private var isSpellingJoiner: Bool {
    guard [0x200C, 0x200D].contains(scalars[place].value), marks != nil, place > 0,
      Self.joins(scalars[place - 1])
    else { return false }
    return place + 1 == scalars.count || Self.joins(scalars[place + 1])
  }

  /// Letters and marks of Arabic, Syriac, the scripts of India, Khmer, Mongolian and Myanmar.
  private static func joins(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0600...0x08FF, 0x0900...0x0DFF, 0x1000...0x109F, 0x1780...0x18AF:
      scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
    default: false
    }
  }

  /// A mark with nothing to sit on gets a dotted circle, as in the charts of Unicode.
  private mutating func add(mark: Unicode.Scalar) {
    guard let count = marks, !result.isEmpty else {
      result.append(Glyph("\u{25CC}" + String(mark), cells: 1))
      marks = 1
      return
    }
    if count < Self.mostMarks { result[result.count - 1].text.unicodeScalars.append(mark) }
    marks = count + 1
  }

  /// Reads an emoji that is more than one scalar; a single one is a character like others.
  private mutating func readEmoji() -> Bool {
    var next = place
    guard readEmojiElement(&next) else { return false }
    var joined = 1
    while joined < Self.mostJoined, next < scalars.count, scalars[next].value == 0x200D {
      var after = next + 1
      guard readEmojiElement(&after) else { break }
      next = after
      joined += 1
    }
    guard next > place + 1 else { return false }
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars[place..<next])
    // A text selector (FE0E) asks for the narrow form of what is narrow by itself.
    let isText = next == place + 2 && scalars[next - 1].value == 0xFE0E
    result.append(Glyph(text, cells: isText ? max(1, width(of: scalars[place])) : 2))
    marks = 0
    place = next
    return true
  }

  /// A flag, a key cap, or a pictograph with its selector and skin colour.
  private func readEmojiElement(_ next: inout Int) -> Bool {
    guard next < scalars.count else { return false }
    let base = scalars[next]
    func value(_ offset: Int) -> UInt32 {
      next + offset < scalars.count ? scalars[next + offset].value : 0
    }
    if isRegionalIndicator(base) {
      guard next + 1 < scalars.count, isRegionalIndicator(scalars[next + 1]) else { return false }
      next += 2
      return true
    }
    guard base.properties.isEmoji else { return false }
    if base.value < 0x80 {
      guard value(1) == 0xFE0F, value(2) == 0x20E3 else { return false }
      next += 3
      return true
    }
    next += 1
    if value(0) == 0xFE0F || value(0) == 0xFE0E { next += 1 }
    if (0x1F3FB...0x1F3FF).contains(value(0)), base.properties.isEmojiModifierBase { next += 1 }
    return true
  }
}

/// How a scalar that must not reach the screen is written; nil for one that may.
private func spelling(of scalar: Unicode.Scalar) -> String? {
  let value = scalar.value
  if value < 0x20 || value == 0x7F {
    return "^" + String(Unicode.Scalar(UInt8(value ^ 0x40)))
  }
  if value < 0x7F { return nil }
  if value < 0xA0 { return "\u{FFFD}" }
  let properties = scalar.properties
  let isSpelled =
    switch properties.generalCategory {
    case .format, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .surrogate: true
    default: properties.isDefaultIgnorableCodePoint
    }
  // A joining vowel of Hangul is not ignorable; the fillers beside them are.
  guard isSpelled else { return nil }
  let digits = String(value, radix: 16, uppercase: true)
  return "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
}
