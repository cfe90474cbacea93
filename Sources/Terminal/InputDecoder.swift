import Screens

/// Turns the bytes of a terminal into events.
///
/// What a terminal sends has the grammar of ECMA-48: single characters, `ESC` with one more,
/// control sequences (`ESC [` … a byte from 40 to 7E) and strings (`ESC` and one of `P X ] ^ _` …
/// `ESC \`). An answer taken for keys would press a dozen of them, so every sequence is read to its
/// end wherever the line cuts it, and the unknown ones are dropped whole. Keys that the terminal's
/// entry knows by other names than the usual ones come as `EntryKeys`.
///
/// The one thing that bytes cannot tell is a lone `ESC`: the key, or a beginning. So the decoder is
/// a value without a clock that says how long to wait (`patience`), and `settle` tells it that no
/// more came in time. Everything longer waits until no line is that slow.
///
/// The 8-bit forms of the controls (9B for `ESC [`) are no part of it: in UTF-8 these bytes are
/// halves of characters, and a terminal sends them only when asked to.
struct InputDecoder {
  enum State {
    /// Between keys.
    case ground
    /// After an escape: the key itself, alt with a key, or the start of something longer.
    case escape
    /// After `ESC O`: a key of the keypad, with its modifiers before it.
    case keypad
    /// After `ESC [`, until a byte from 40 to 7E.
    case sequence
    /// After `ESC [ [`: a function key of the Linux console, which ends a byte later than allowed.
    case consoleKey
    /// After the start of a string, until `ESC \`.
    case string(start: UInt8)
    /// After an escape in a string: its end, or the start of something else.
    case stringEscape(start: UInt8)
    /// Three bytes of a mouse report in the oldest form.
    case oldMouse
    /// Between `ESC [ 200 ~` and `ESC [ 201 ~`.
    case paste
  }

  /// How long the rest of what has begun may take to come.
  static let longestGap = Duration.seconds(2)
  /// The bytes of a string after which it counts as ended: no answer is as long.
  static let stringLimit = 1 << 16
  /// The bytes of a paste that are kept; the rest is dropped.
  static let pasteLimit = 1 << 20

  var state = State.ground
  var gathered: [UInt8] = []
  /// The bytes of the string so far; few of them are kept.
  var stringCount = 0
  /// The bytes of a character that is not complete, and whether alt was held.
  var character: [UInt8] = []
  var isAlt = false
  /// How much of the end of a paste has been seen.
  var pasteEndSeen = 0
  static let pasteEnd = Array("\u{1b}[201~".utf8)
  /// Whether the last byte of the paste was a return.
  var pasteHasReturn = false
  let entryKeys: EntryKeys

  var events: [TerminalEvent] = []
  /// Whether the terminal has answered who it is.
  var hasIdentity = false
  /// Whether the terminal was asked something and has not answered: then an escape is more likely
  /// to be the beginning of the answer than the key.
  var isAnswerDue = false

  /// A decoder that also knows the keys of the terminal's entry.
  init(_ entryKeys: EntryKeys = EntryKeys([:])) { self.entryKeys = entryKeys }

  /// Whether something has been decoded and not taken.
  var hasEvents: Bool { !events.isEmpty }

  /// Whether a string has begun and not ended.
  var isInString: Bool {
    switch state {
    case .string, .stringEscape: true
    default: false
    }
  }

  /// What has been decoded so far, in order.
  mutating func takeEvents() -> [TerminalEvent] {
    defer { events.removeAll(keepingCapacity: true) }
    return events
  }

  /// Takes the answer about the background out of the events.
  mutating func takeBackground() -> Background? {
    var answer: Background?
    events.removeAll { event in
      guard case .background(let background) = event else { return false }
      answer = background
      return true
    }
    return answer
  }

  /// How long to wait, from the last byte on, for the rest of what has begun; nil when nothing has.
  ///
  /// A lone escape is a key, and a person waits for it. A string or paste whose end got lost must
  /// not swallow the keys for ever.
  var patience: Duration? {
    switch state {
    case .ground: character.isEmpty ? nil : Self.longestGap
    case .escape: isAnswerDue ? .milliseconds(300) : .milliseconds(25)
    default: Self.longestGap
    }
  }

  /// Nothing more came within `patience`: what has begun is all there is.
  mutating func settle() {
    switch state {
    case .escape: events.append(.key(.escape))
    case .keypad where gathered.isEmpty: events.append(.key(.alt("O")))
    case .sequence where gathered.isEmpty: events.append(.key(.alt("[")))
    case .string(let start) where stringCount == 0:
      events.append(.key(.alt(Character(Unicode.Scalar(start)))))
    case .paste: finishPaste()
    default: break
    }
    reset()
  }

  mutating func reset() {
    state = .ground
    gathered.removeAll(keepingCapacity: true)
    character.removeAll(keepingCapacity: true)
    isAlt = false
  }

  /// Takes what was read.
  mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) {
    var place = 0
    while place < bytes.count {
      if case .paste = state, pasteEndSeen == 0, bytes[place] != 0x1b {
        // A paste may be long, and only an escape in it means anything.
        let rest = UnsafeBufferPointer(rebasing: bytes[place...])
        let end = Self.first(0x1b, in: rest) ?? rest.count
        keep(UnsafeBufferPointer(rebasing: rest[..<end]))
        place += end
      } else {
        take(bytes[place])
        place += 1
      }
    }
  }

  /// Takes the next byte.
  mutating func take(_ byte: UInt8) {
    switch state {
    case .ground:
      takeGround(byte)
    case .escape:
      takeEscape(byte)
    case .keypad:
      takeKeypad(byte)
    case .sequence:
      takeSequence(byte)
    case .consoleKey:
      reset()
      if (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(byte) {
        events.append(.key(.function(Int(byte) - 0x40)))
      } else if byte < 0x20 || byte >= 0x7f {
        takeGround(byte)
      }
    case .string(let start):
      takeString(byte, start: start)
    case .stringEscape(let start):
      if byte == UInt8(ascii: "\\") {
        finishString(start: start)
      } else {
        // The string was given up for another sequence, of which this is the second byte; after two
        // escapes the second begins it, and the first was no key.
        beginEscape()
        if byte == Self.cancel || byte == Self.substitute {
          reset()
        } else if byte != 0x1b {
          takeEscape(byte)
        }
      }
    case .oldMouse:
      takeOldMouse(byte)
    case .paste:
      takePaste(byte)
    }
  }

  // MARK: Single keys

  mutating func takeGround(_ byte: UInt8) {
    if !character.isEmpty || byte >= 0x80 {
      takeCharacter(byte)
    } else if byte == 0x1b {
      beginEscape()
    } else {
      let key = Self.key(byte)
      if isAlt, case .character(let character) = key {
        events.append(.key(.alt(character)))
      } else {
        events.append(.key(key))
      }
      isAlt = false
    }
  }

  mutating func beginEscape() {
    reset()
    state = .escape
  }

  mutating func takeEscape(_ byte: UInt8) {
    if let key = entryKeys.key([0x1b, byte]) {
      reset()
      events.append(.key(key))
      return
    }
    switch byte {
    case 0x1b:
      events.append(.key(.escape))
    case UInt8(ascii: "["):
      state = .sequence
    case UInt8(ascii: "O"):
      state = .keypad
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
      UInt8(ascii: "_"):
      state = .string(start: byte)
      stringCount = 0
    case UInt8(ascii: "\\"):
      // The end of a string that was over before.
      reset()
    default:
      state = .ground
      isAlt = true
      takeGround(byte)
    }
  }

  /// Gathers UTF-8; what is invalid is dropped, and the byte that shows it counts again.
  mutating func takeCharacter(_ byte: UInt8) {
    if character.isEmpty {
      if (0xc2...0xf4).contains(byte) { character = [byte] } else { isAlt = false }
      return
    }
    guard byte & 0xc0 == 0x80 else {
      character.removeAll(keepingCapacity: true)
      isAlt = false
      takeGround(byte)
      return
    }
    character.append(byte)
    let length = character[0] < 0xe0 ? 2 : character[0] < 0xf0 ? 3 : 4
    guard character.count == length else { return }
    let scalars = String(decoding: character, as: UTF8.self).unicodeScalars
    character.removeAll(keepingCapacity: true)
    // An invalid sequence becomes several replacements; U+0080 … U+009F are controls.
    if let scalar = scalars.first, scalars.count == 1, scalar.value >= 0xa0 {
      events.append(.key(isAlt ? .alt(Character(scalar)) : .character(Character(scalar))))
    }
    isAlt = false
  }

  /// The key of a byte below 80.
  static func key(_ byte: UInt8) -> Key {
    switch byte {
    case 0x08, 0x7f: .backspace
    case 0x09: .tab
    case 0x0a, 0x0d: .enter
    case 0x00: .control("@")
    case 0x01...0x1a: .control(Character(Unicode.Scalar(byte + 0x60)))
    case 0x1c...0x1f: .control(Character(Unicode.Scalar(byte + 0x40)))
    default: .character(Character(Unicode.Scalar(byte)))
    }
  }

  /// Ends what has begun at a byte that is no part of it.
  ///
  /// CAN and SUB are there to end it and do nothing else; an escape begins anew; any other is the
  /// key that a person presses when nothing answers.
  mutating func abandon(_ byte: UInt8) {
    reset()
    if byte != Self.cancel, byte != Self.substitute { takeGround(byte) }
  }

  static let cancel: UInt8 = 0x18
  static let substitute: UInt8 = 0x1a
}
