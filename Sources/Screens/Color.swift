/// A colour as the terminal will show it.
public enum Color: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case standard
  /// One of the terminal's 16 colours, 0 … 15, or of its 256.
  case indexed(UInt8)
  /// 24-bit colour.
  case rgb(UInt8, UInt8, UInt8)
}

extension Color {
  /// The perceived lightness, 0 … 1; entries 0 … 15 of the table are guessed.
  var lightness: Double {
    switch self {
    case .standard: 0
    case .rgb(let red, let green, let blue):
      OKLab(UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)).lightness
    case .indexed(let entry): OKLab(Color.table(entry)).lightness
    }
  }

  /// What an entry of the table of 256 usually is, as `0xRRGGBB`.
  static func table(_ entry: UInt8) -> UInt32 {
    let entry = UInt32(entry)
    if entry < 16 {
      return [
        0x000000, 0xCD3131, 0x0DBC79, 0xC4A000, 0x2472C8, 0xBC3FBC, 0x11A8CD, 0xE5E5E5,
        0x666666, 0xF14C4C, 0x23D18B, 0xF5F543, 0x3B8EEA, 0xD670D6, 0x29B8DB, 0xFFFFFF,
      ][Int(entry)]
    }
    if entry >= 232 { return (8 + (entry - 232) * 10) * 0x010101 }
    func part(_ place: UInt32) -> UInt32 { place == 0 ? 0 : 55 + 40 * place }
    let cube = entry - 16
    return part(cube / 36) << 16 | part(cube / 6 % 6) << 8 | part(cube % 6)
  }
}
