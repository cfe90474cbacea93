import Screens

/// The colour of a smaller table that comes nearest to a 24-bit colour.
///
/// A safety net, not a palette: nearest colours of a smooth ladder are few and their brightness
/// jumps. Whoever knows the rung draws with a ladder made for it.
enum NearestColor {
  /// The nearest of the colours 16 … 255 of the 256-colour table.
  ///
  /// The first 16 are left out, as every user sets them to taste.
  static func indexed256(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    let wanted = (Int(red), Int(green), Int(blue))
    let steps = [wanted.0, wanted.1, wanted.2].map { value in
      value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40
    }
    let cube = 16 + 36 * steps[0] + 6 * steps[1] + steps[2]
    let grey = 232 + min(23, max(0, ((wanted.0 + wanted.1 + wanted.2) / 3 - 3) / 10))
    return UInt8(distance(wanted, rgb(grey)) < distance(wanted, rgb(cube)) ? grey : cube)
  }

  /// The nearest of the first `count` colours, as terminals show them by default.
  static func indexed(_ red: UInt8, _ green: UInt8, _ blue: UInt8, count: Int) -> UInt8 {
    let wanted = (Int(red), Int(green), Int(blue))
    let nearest = (0..<count).min { distance(wanted, rgb($0)) < distance(wanted, rgb($1)) }
    return UInt8(nearest ?? 7)
  }

  /// A colour of the 256-colour table as terminals show it by default.
  static func rgb(_ index: Int) -> (Int, Int, Int) {
    switch index {
    case 0..<16: return firstSixteen[index]
    case 16..<232:
      let steps = [0, 95, 135, 175, 215, 255]
      return (
        steps[(index - 16) / 36], steps[(index - 16) / 6 % 6], steps[(index - 16) % 6]
      )
    default:
      let grey = 8 + 10 * (index - 232)
      return (grey, grey, grey)
    }
  }

  /// The eye is keener on green than on red, and on red than on blue.
  private static func distance(_ a: (Int, Int, Int), _ b: (Int, Int, Int)) -> Int {
    let (red, green, blue) = (a.0 - b.0, a.1 - b.1, a.2 - b.2)
    return 3 * red * red + 6 * green * green + blue * blue
  }

  private static let firstSixteen = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
    (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255),
    (255, 0, 255), (0, 255, 255), (255, 255, 255),
  ]
}
