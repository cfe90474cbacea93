import CNcurses
import Screens

/// The colour pairs of curses, made when a style first needs one and kept.
///
/// A pair on the screen is never changed: curses would search the whole screen for it.
/// When all are used up the caller clears everything and starts again.
struct ColorPairs {
  private let rung: ColorRung
  /// Whether the terminal's own colours can be asked for as -1.
  private let hasStandard: Bool
  /// The pairs there are, pair 0 included, which is always the terminal's own.
  private let capacity: Int32
  private var pairs: [Int64: Int32] = [:]
  private var nearest: [Color: Int32] = [:]
  /// Whether a pair was asked for and there was none left.
  private(set) var isExhausted = false

  /// The pairs of a terminal on which curses has started.
  init(rung: ColorRung) {
    self.rung = rung
    hasStandard = rung != .mono && use_default_colors() == OK
    capacity = nc_has_extended_colors() != 0 ? nc_color_pairs() : min(nc_color_pairs(), 256)
  }

  /// The pair for a style; 0, the terminal's own colours, when there is none left.
  mutating func pair(for style: Style) -> Int32 {
    guard rung != .mono else { return 0 }
    let foreground = number(for: style.foreground, isBackground: false)
    let background = number(for: style.background, isBackground: true)
    if foreground < 0, background < 0 { return 0 }
    let key = Int64(foreground) << 32 | Int64(UInt32(bitPattern: background))
    if let pair = pairs[key] { return pair }
    let pair = Int32(pairs.count) + 1
    guard pair < capacity else {
      isExhausted = true
      return 0
    }
    guard nc_define_pair(pair, foreground, background) == OK else { return 0 }
    pairs[key] = pair
    return pair
  }

  /// Forgets all pairs; everything on the screen has to be drawn again.
  mutating func startAgain() {
    pairs.removeAll(keepingCapacity: true)
    isExhausted = false
    nc_forget_pairs()
  }

  /// The number by which curses knows a colour on this rung.
  private mutating func number(for color: Color, isBackground: Bool) -> Int32 {
    switch (color, rung) {
    case (.standard, _), (_, .mono):
      return hasStandard ? -1 : isBackground ? 0 : 7
    case (.rgb(let red, let green, let blue), .truecolor):
      return Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
    case (.indexed(let index), .truecolor):
      return MadeEntry.firstIndexed + Int32(index)
    case (.indexed(let index), .colors256):
      return Int32(index)
    case (.indexed(let index), .colors16) where index < 16:
      return Int32(index)
    case (.indexed(let index), .colors8) where index < 16:
      // Bright black is a grey; as a text it must not become black.
      if index == 8 { return isBackground ? 0 : 7 }
      return Int32(index % 8)
    default:
      return nearestNumber(for: color)
    }
  }

  private mutating func nearestNumber(for color: Color) -> Int32 {
    if let known = nearest[color] { return known }
    let rgb: (UInt8, UInt8, UInt8)
    switch color {
    case .rgb(let red, let green, let blue): rgb = (red, green, blue)
    case .indexed(let index):
      let shown = NearestColor.rgb(Int(index))
      rgb = (UInt8(shown.0), UInt8(shown.1), UInt8(shown.2))
    case .standard: return -1
    }
    let index =
      rung == .colors256
      ? NearestColor.indexed256(rgb.0, rgb.1, rgb.2)
      : NearestColor.indexed(rgb.0, rgb.1, rgb.2, count: rung == .colors16 ? 16 : 8)
    // A drawing has few colours; a cache that outgrows them is not worth its memory.
    if nearest.count > 10_000 { nearest.removeAll() }
    nearest[color] = Int32(index)
    return Int32(index)
  }
}
