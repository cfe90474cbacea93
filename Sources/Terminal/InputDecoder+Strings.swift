#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// Strings, which are answers, and pastes, which are text: both go on until their end comes.

extension InputDecoder {
  mutating func takeString(_ byte: UInt8, start: UInt8) {
    let isCommand = start == UInt8(ascii: "]")
    switch byte {
    case 0x1b: state = .stringEscape(start: start)
    case 0x07 where isCommand: finishString(start: start)
    case Self.cancel, Self.substitute: reset()
    // A person whose keys seem dead: the one control that acts.
    case 0x03: abandon(byte)
    default:
      if isCommand, gathered.count < 64 { gathered.append(byte) }
      stringCount += 1
      if stringCount >= Self.stringLimit { reset() }
    }
  }

  mutating func finishString(start: UInt8) {
    let text = String(decoding: gathered, as: UTF8.self)
    reset()
    guard start == UInt8(ascii: "]"), text.hasPrefix("11;") else { return }
    if let answer = BackgroundQuestion.background(from: text.dropFirst(3)) {
      events.append(.background(answer))
    }
  }

  mutating func takePaste(_ byte: UInt8) {
    if byte == Self.pasteEnd[pasteEndSeen] {
      pasteEndSeen += 1
      if pasteEndSeen == Self.pasteEnd.count {
        pasteEndSeen = 0
        finishPaste()
        reset()
      }
      return
    }
    // Only the first byte of the end is an escape, so a false start can only start again there.
    keepFalseEnd()
    pasteEndSeen = byte == Self.pasteEnd[0] ? 1 : 0
    if pasteEndSeen == 0 { withUnsafePointer(to: byte) { keep(.init(start: $0, count: 1)) } }
  }

  /// Keeps what looked like the end of the paste.
  private mutating func keepFalseEnd() {
    Self.pasteEnd[..<pasteEndSeen].withUnsafeBufferPointer { keep($0) }
    pasteEndSeen = 0
  }

  /// Keeps a part of a paste.
  ///
  /// Terminals send a return at the end of a line, or what the text has: both become a newline.
  mutating func keep(_ bytes: UnsafeBufferPointer<UInt8>) {
    let room = Self.pasteLimit - gathered.count
    guard room > 0, !bytes.isEmpty else { return }
    if !pasteHasReturn, Self.first(0x0d, in: bytes) == nil {
      return gathered.append(contentsOf: bytes.prefix(room))
    }
    for byte in bytes where gathered.count < Self.pasteLimit {
      if byte == 0x0d {
        gathered.append(0x0a)
      } else if byte != 0x0a || !pasteHasReturn {
        gathered.append(byte)
      }
      pasteHasReturn = byte == 0x0d
    }
  }

  mutating func finishPaste() {
    keepFalseEnd()
    pasteHasReturn = false
    events.append(.paste(String(decoding: gathered, as: UTF8.self)))
  }

  /// The place of `byte` in `bytes`: the system looks for it many at a time.
  static func first(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = bytes.baseAddress, let found = memchr(base, Int32(byte), bytes.count) else {
      return nil
    }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }
}
