import Screens

/// Turns the bytes of a terminal into events.
///
/// Curses reads the bytes and knows the keys of the terminal's entry; what it does not know it
/// hands on byte by byte, and that is more than one would think: the other forms of the arrows,
/// mouse reports, pasted text, focus, answers to questions that come late over a slow line. An
/// answer taken for keys would press a dozen of them, so every sequence is read to its end, and
/// the unknown ones are dropped whole.
///
/// Bytes, not characters, because curses' own wide reading loses the keys that follow an invalid
/// byte. The decoder is a value without a clock: `settle` tells it that no more came in time.
struct InputDecoder {
  private enum State {
    /// Between keys.
    case ground
    /// After an escape: the key itself, alt with a key, or the start of something longer.
    case escape
    /// After `ESC O`: a key of the keypad.
    case keypad
    /// After `ESC [`, until a byte from 40 to 7E.
    case sequence
    /// After `ESC ]`, until BEL or `ESC \`.
    case answer
    case answerEscape
    /// Three bytes of a mouse report in the oldest form.
    case oldMouse
    /// Between `ESC [ 200 ~` and `ESC [ 201 ~`.
    case paste
  }

  /// The bytes of a paste that are kept; the rest is dropped.
  static let pasteLimit = 1 << 20

  private var state = State.ground
  private var gathered: [UInt8] = []
  /// The bytes of a character that is not complete, and whether alt was held.
  private var character: [UInt8] = []
  private var isAlt = false
  /// How much of the end of a paste has been seen.
  private var pasteEndSeen = 0
  private static let pasteEnd = Array("\u{1b}[201~".utf8)

  private var events: [TerminalEvent] = []
  /// Whether the terminal has answered who it is.
  private(set) var hasIdentity = false

  /// Whether bytes are taken literally, until the end of a paste.
  var isPasting: Bool { state == .paste }

  /// Whether an escape came and nothing after it.
  var hasLoneEscape: Bool { state == .escape }

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

  /// How long to wait for the rest of what has begun; nil when nothing has.
  ///
  /// A lone escape is a key, and a person waits for it; longer beginnings are hardly ever typed.
  /// A paste whose end got lost must not swallow the keys for ever.
  var patience: Duration? {
    switch state {
    case .ground: character.isEmpty ? nil : .milliseconds(100)
    case .escape: .milliseconds(25)
    case .paste: .seconds(1)
    default: .milliseconds(100)
    }
  }

  /// Nothing more came within `patience`: what has begun is all there is.
  mutating func settle() {
    switch state {
    case .ground: break
    case .escape: events.append(.key(.escape))
    case .keypad: events.append(.key(.alt("O")))
    case .sequence where gathered.isEmpty: events.append(.key(.alt("[")))
    case .answer where gathered.isEmpty: events.append(.key(.alt("]")))
    case .paste: finishPaste()
    default: break
    }
    reset()
  }

  private mutating func reset() {
    state = .ground
    gathered.removeAll(keepingCapacity: true)
    character.removeAll(keepingCapacity: true)
    isAlt = false
  }

  /// Takes an event that curses recognised as a whole.
  mutating func take(_ event: TerminalEvent) {
    guard state != .paste else { return }
    if state == .escape { events.append(.key(.escape)) }
    reset()
    events.append(event)
  }

  /// Takes the next byte.
  mutating func take(_ byte: UInt8) {
    switch state {
    case .ground:
      takeGround(byte)
    case .escape:
      takeEscape(byte)
    case .keypad:
      reset()
      if let key = Self.keypad(byte) { events.append(.key(key)) } else { takeGround(byte) }
    case .sequence:
      takeSequence(byte)
    case .answer:
      takeAnswer(byte)
    case .answerEscape:
      if byte == UInt8(ascii: "\\") {
        finishAnswer()
      } else {
        reset()
        state = .escape
        takeEscape(byte)
      }
    case .oldMouse:
      gathered.append(byte)
      if gathered.count == 3 {
        let report = gathered.map { Int($0) - 32 }
        reset()
        addMouse(code: report[0], column: report[1], row: report[2], isRelease: report[0] & 3 == 3)
      }
    case .paste:
      takePaste(byte)
    }
  }

  // MARK: Single keys

  private mutating func takeGround(_ byte: UInt8) {
    if !character.isEmpty || byte >= 0x80 {
      takeCharacter(byte)
    } else if byte == 0x1b {
      reset()
      state = .escape
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

  private mutating func takeEscape(_ byte: UInt8) {
    switch byte {
    case 0x1b:
      events.append(.key(.escape))
    case UInt8(ascii: "["):
      state = .sequence
    case UInt8(ascii: "]"):
      state = .answer
    case UInt8(ascii: "O"):
      state = .keypad
    default:
      state = .ground
      isAlt = true
      takeGround(byte)
    }
  }

  /// Gathers UTF-8; what is invalid is dropped, and the byte that shows it counts again.
  private mutating func takeCharacter(_ byte: UInt8) {
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
  private static func key(_ byte: UInt8) -> Key {
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

  /// The key after `ESC O`.
  private static func keypad(_ byte: UInt8) -> Key? {
    switch byte {
    case UInt8(ascii: "M"): .enter
    case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(byte) - 0x4f)
    // The keypad with its digits on: `ESC O p` is 0, and so on; `j` to `o` are * + , - . /
    case UInt8(ascii: "j")...UInt8(ascii: "y"): .character(Character(Unicode.Scalar(byte - 0x40)))
    default: cursorKey(byte, isShifted: false)
    }
  }

  private static func cursorKey(_ byte: UInt8, isShifted: Bool) -> Key? {
    switch byte {
    case UInt8(ascii: "A"): isShifted ? .shiftUp : .up
    case UInt8(ascii: "B"): isShifted ? .shiftDown : .down
    case UInt8(ascii: "C"): isShifted ? .shiftRight : .right
    case UInt8(ascii: "D"): isShifted ? .shiftLeft : .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    default: nil
    }
  }

  // MARK: Sequences

  private mutating func takeSequence(_ byte: UInt8) {
    switch byte {
    case 0x20...0x3f:
      // What is longer than any real sequence is read on, so that its end is found.
      if gathered.count < 64 { gathered.append(byte) }
    case UInt8(ascii: "M") where gathered.isEmpty:
      state = .oldMouse
    case 0x40...0x7e:
      let parameters = gathered
      reset()
      finishSequence(parameters, byte)
    default:
      // Not part of any sequence: the key that a person presses when nothing answers.
      reset()
      takeGround(byte)
    }
  }

  private mutating func finishSequence(_ bytes: [UInt8], _ final: UInt8) {
    let prefix = bytes.first.flatMap { (0x3c...0x3f).contains($0) ? $0 : nil }
    let fields = bytes.dropFirst(prefix == nil ? 0 : 1)
      .split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      .map { Int(String(decoding: $0.prefix(6), as: UTF8.self)) ?? 0 }
    switch (prefix, final) {
    case (UInt8(ascii: "<"), UInt8(ascii: "M")), (UInt8(ascii: "<"), UInt8(ascii: "m")):
      guard fields.count == 3 else { return }
      addMouse(
        code: fields[0], column: fields[1], row: fields[2], isRelease: final == UInt8(ascii: "m"))
    case (UInt8(ascii: "?"), UInt8(ascii: "c")):
      hasIdentity = true
    case (nil, UInt8(ascii: "I")):
      events.append(.focus(true))
    case (nil, UInt8(ascii: "O")):
      events.append(.focus(false))
    case (nil, UInt8(ascii: "Z")):
      events.append(.key(.backTab))
    case (nil, UInt8(ascii: "P")...UInt8(ascii: "S")) where final != UInt8(ascii: "R"):
      // `R` is also where the cursor is; no terminal sends F3 this way without a modifier.
      events.append(.key(.function(Int(final) - 0x4f)))
    case (nil, UInt8(ascii: "~")) where fields.first == 200:
      state = .paste
      pasteEndSeen = 0
    case (nil, UInt8(ascii: "~")):
      if let key = Self.numberedKey(fields.first ?? 0) { events.append(.key(key)) }
    case (nil, _):
      // 1 + a bit each for shift, alt, control: only shift alone makes another key here.
      let isShifted = fields.count > 1 && fields[1] == 2
      if let key = Self.cursorKey(final, isShifted: isShifted) { events.append(.key(key)) }
    default:
      break
    }
  }

  /// The key of `ESC [ number ~`.
  private static func numberedKey(_ number: Int) -> Key? {
    switch number {
    case 1, 7: .home
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23, 24: .function(number - 12)
    default: nil
    }
  }

  private mutating func addMouse(code: Int, column: Int, row: Int, isRelease: Bool) {
    let position = Screen.Position(row: max(0, row - 1), column: max(0, column - 1))
    let isMotion = code & 32 != 0
    switch (code & 64 != 0, code & 3) {
    case (true, 0) where !isRelease: events.append(.mouse(Mouse(.wheelUp, at: position)))
    case (true, 1) where !isRelease: events.append(.mouse(Mouse(.wheelDown, at: position)))
    case (false, 0) where !isMotion, (false, 3) where isRelease:
      events.append(.mouse(Mouse(isRelease ? .release : .press, at: position)))
    default: break
    }
  }

  // MARK: Answers and pastes

  private mutating func takeAnswer(_ byte: UInt8) {
    switch byte {
    case 0x07: finishAnswer()
    case 0x1b: state = .answerEscape
    case 0x00..<0x20:
      reset()
      takeGround(byte)
    default:
      if gathered.count < 4096 { gathered.append(byte) } else { reset() }
    }
  }

  private mutating func finishAnswer() {
    let text = String(decoding: gathered, as: UTF8.self)
    reset()
    if text.hasPrefix("11;"), let answer = BackgroundQuestion.background(from: text.dropFirst(3)) {
      events.append(.background(answer))
    }
  }

  private mutating func takePaste(_ byte: UInt8) {
    if byte == Self.pasteEnd[pasteEndSeen] {
      pasteEndSeen += 1
      if pasteEndSeen == Self.pasteEnd.count {
        finishPaste()
        reset()
      }
      return
    }
    // Only the first byte of the end is an escape, so a false start can only start again there.
    for kept in Self.pasteEnd[..<pasteEndSeen] { keep(kept) }
    pasteEndSeen = byte == Self.pasteEnd[0] ? 1 : 0
    if pasteEndSeen == 0 { keep(byte) }
  }

  private mutating func keep(_ byte: UInt8) {
    if gathered.count < Self.pasteLimit { gathered.append(byte) }
  }

  /// Terminals send a return at the end of a line, or what the text has: both become a newline.
  private mutating func finishPaste() {
    var text: [UInt8] = []
    text.reserveCapacity(gathered.count)
    var last: UInt8 = 0
    for byte in gathered {
      if byte == 0x0d {
        text.append(0x0a)
      } else if byte != 0x0a || last != 0x0d {
        text.append(byte)
      }
      last = byte
    }
    events.append(.paste(String(decoding: text, as: UTF8.self)))
  }
}
