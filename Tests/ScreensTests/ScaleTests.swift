import Foundation
import Testing

@testable import Screens

/// What a colour says about a weight.
@Suite("Scales")
struct ScaleTests {
  static let lengths = [2, 8, 15, 25, 40, 128, 1_024]

  private func look(_ weight: Float, _ keys: Int, _ palette: Palette, reaching: Float?) throws
    -> Cell
  {
    let share = try #require(Scale.relative.share(of: weight, keys: keys, reaching: reaching))
    return palette.shade(Palette.level(share))
  }

  @Test("Learned weights do not look alike: .3, .65 and 1", arguments: Ladder.allCases, lengths)
  func learned(ladder: Ladder, keys: Int) throws {
    for background in [Background.dark, .light] {
      let rich = Palette(rung: .truecolor, background: background, ladder: ladder)
      let looks = try [0.3, 0.65, 1].map { try look($0, keys, rich, reaching: 1) }
      let colors = try looks.map { try #require(LabColor($0.style.background)) }
      for (one, other) in [(0, 1), (1, 2), (0, 2)] {
        let difference = colors[one].difference(from: colors[other])
        #expect(difference >= 15, "\(ladder) \(background) \(keys): \(one) \(other) \(difference)")
      }
      let poor = Palette(rung: .colors256, background: background, ladder: ladder)
      let entries = try [0.3, 0.65, 1].map {
        try look($0, keys, poor, reaching: 1).style.background
      }
      #expect(Set(entries).count == 3, "\(ladder) \(background) \(keys): \(entries)")
      let lightness = entries.map { color in
        color == .standard ? (background == .dark ? 0 : 1) : color.lightness
      }
      let isOnward = zip(lightness, lightness.dropFirst()).allSatisfy {
        background == .dark ? $0 < $1 : $0 > $1
      }
      #expect(isOnward, "\(ladder) \(background) \(keys): \(lightness)")
    }
  }

  /// Of two or three keys four times uniform is more than there is: there the ladder is steeper.
  @Test(
    "Before anything is learned 256 colours make no stripes", arguments: Ladder.allCases,
    lengths.filter { $0 >= 4 })
  func unlearned(ladder: Ladder, keys: Int) throws {
    for background in [Background.dark, .light] {
      let palette = Palette(rung: .colors256, background: background, ladder: ladder)
      let places = (0..<Palette.levels).map { palette.shade($0).style.background }
      let order = places.reduce(into: [Color]()) { if $0.last != $1 { $0.append($1) } }
      for reaching in [nil, Float(1)] {
        let looks = try stride(from: Float(0.8), through: 1.2, by: 0.02).map {
          try look($0 / Float(keys), keys, palette, reaching: reaching).style.background
        }
        let seen = Set(looks).compactMap { order.firstIndex(of: $0) }.sorted()
        #expect(seen.count <= 2 && (seen.last ?? 0) - (seen.first ?? 0) <= 1, "\(ladder) \(keys)")
      }
    }
  }

  @Test("The values along the ladder are those of its colours", arguments: Scale.allCases, lengths)
  func ticks(scale: Scale, keys: Int) throws {
    for reaching in [nil, Float(0.5), 1] {
      let ticks = scale.ticks(keys: keys, reaching: reaching)
      #expect(ticks.count >= 4 && ticks.first == 0 && ticks.last == 1 && ticks == ticks.sorted())
      for share in ticks {
        let value = scale.value(ofShare: share, keys: keys, reaching: reaching)
        let back = try #require(scale.share(of: Float(value), keys: keys, reaching: reaching))
        #expect(abs(back - share) < 1e-4, "\(scale) \(keys) \(share): \(value)")
      }
    }
  }
}

/// A colour in CIELAB (D65).
private struct LabColor {
  let (l, a, b): (Double, Double, Double)

  init?(_ color: Color) {
    guard case .rgb(let red, let green, let blue) = color else { return nil }
    func linear(_ byte: UInt8) -> Double {
      let value = Double(byte) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let (r, g, b) = (linear(red), linear(green), linear(blue))
    func f(_ t: Double) -> Double { t > 0.008856451679 ? cbrt(t) : 7.787037037 * t + 16 / 116 }
    let x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047)
    let y = f(0.2126729 * r + 0.7151522 * g + 0.0721750 * b)
    let z = f((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883)
    (l, a, self.b) = (116 * y - 16, 500 * (x - y), 200 * (y - z))
  }

  /// ΔE2000 (Sharma, Wu, Dalal 2005).
  func difference(from other: LabColor) -> Double {
    let degrees = 180 / Double.pi
    let mean = (hypot(a, b) + hypot(other.a, other.b)) / 2
    let g = 0.5 * (1 - sqrt(pow(mean, 7) / (pow(mean, 7) + pow(25, 7))))
    let (a1, a2) = ((1 + g) * a, (1 + g) * other.a)
    let (c1, c2) = (hypot(a1, b), hypot(a2, other.b))
    func hue(_ b: Double, _ a: Double) -> Double {
      let angle = a == 0 && b == 0 ? 0 : atan2(b, a) * degrees
      return angle < 0 ? angle + 360 : angle
    }
    let (h1, h2) = (hue(b, a1), hue(other.b, a2))
    var turn = c1 * c2 == 0 ? 0 : h2 - h1
    if turn > 180 { turn -= 360 } else if turn < -180 { turn += 360 }
    let dH = 2 * sqrt(c1 * c2) * sin(turn / 2 / degrees)
    let (meanL, meanC) = ((l + other.l) / 2, (c1 + c2) / 2)
    var meanH = h1 + h2
    if c1 * c2 != 0 {
      if abs(h1 - h2) <= 180 {
        meanH /= 2
      } else {
        meanH = (meanH + (meanH < 360 ? 360 : -360)) / 2
      }
    }
    let t =
      1 - 0.17 * cos((meanH - 30) / degrees) + 0.24 * cos(2 * meanH / degrees)
      + 0.32 * cos((3 * meanH + 6) / degrees) - 0.2 * cos((4 * meanH - 63) / degrees)
    let rotation = 60 * exp(-pow((meanH - 275) / 25, 2)) / degrees
    let rc = 2 * sqrt(pow(meanC, 7) / (pow(meanC, 7) + pow(25, 7)))
    let sl = 1 + 0.015 * pow(meanL - 50, 2) / sqrt(20 + pow(meanL - 50, 2))
    let (sc, sh) = (1 + 0.045 * meanC, 1 + 0.015 * meanC * t)
    let (x, y, z) = ((other.l - l) / sl, (c2 - c1) / sc, dH / sh)
    return sqrt(x * x + y * y + z * z - sin(rotation) * rc * y * z)
  }
}
