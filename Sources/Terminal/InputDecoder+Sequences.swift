import Screens

// Control sequences: `ESC [`, parameters, and a last byte; `ESC O` and one byte.

extension InputDecoder {
  mutating func takeSequence(_ byte: UInt8) {
    switch byte {
    case 0x30...0x3f:
      // What is longer than any real sequence is read on, so that its end is found.
      if gathered.count < 64 { gathered.append(byte) }
    case 0x20...0x2f, 0x40...0x7e:
      if let key = entryKeys.key([0x1b, UInt8(ascii: "[")] + gathered + [byte]) {
        // Some entries have keys that end with a byte which ends nothing: `ESC [ 3 $`.
        reset()
        events.append(.key(key))
      } else if byte < 0x30 {
        if gathered.count < 64 { gathered.append(byte) }
      } else if gathered.isEmpty, byte == UInt8(ascii: "M") {
        state = .oldMouse
      } else if gathered.isEmpty, byte == UInt8(ascii: "[") {
        state = .consoleKey
      } else {
        let parameters = gathered
        reset()
        finishSequence(parameters, byte)
      }
    default:
      abandon(byte)
    }
  }

  private mutating func finishSequence(_ bytes: [UInt8], _ final: UInt8) {
    // With a byte from 20 to 2F before its last a sequence is an answer, whatever the last one is.
    guard !bytes.contains(where: { $0 < 0x30 }) else { return }
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

  mutating func takeOldMouse(_ byte: UInt8) {
    guard byte >= 0x20 else { return abandon(byte) }
    gathered.append(byte)
    guard gathered.count == 3 else { return }
    let report = gathered.map { Int($0) - 32 }
    reset()
    addMouse(code: report[0], column: report[1], row: report[2], isRelease: report[0] & 3 == 3)
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

  mutating func takeKeypad(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ";"):
      // Some write the modifiers here: `ESC O 5 A`.
      if gathered.count < 64 { gathered.append(byte) }
    case 0x20...0x7e:
      let key = entryKeys.key([0x1b, UInt8(ascii: "O")] + gathered + [byte]) ?? Self.keypad(byte)
      reset()
      if let key { events.append(.key(key)) }
    default:
      abandon(byte)
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
}
