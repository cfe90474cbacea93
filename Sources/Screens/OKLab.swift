/// A colour by perceived lightness L, 0 … 1, and two opponent axes (Ottosson 2020).
///
/// Equal differences in L look equal; that is all the ladders need of it.
struct OKLab: Hashable {
  var lightness: Double
  var green: Double
  var blue: Double

  /// A point without colour.
  init(lightness: Double, green: Double = 0, blue: Double = 0) {
    self.lightness = lightness
    self.green = green
    self.blue = blue
  }

  /// The sRGB colour `0xRRGGBB`.
  init(_ hexadecimal: UInt32) {
    let r = linear(hexadecimal >> 16 & 255)
    let g = linear(hexadecimal >> 8 & 255)
    let b = linear(hexadecimal & 255)
    let l = root(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b, 3)
    let m = root(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b, 3)
    let s = root(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b, 3)
    lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
    green = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
    blue = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
  }

  /// The nearest sRGB colour; what lies outside is cut off.
  var color: Color {
    let l = cube(lightness + 0.3963377774 * green + 0.2158037573 * blue)
    let m = cube(lightness - 0.1055613458 * green - 0.0638541728 * blue)
    let s = cube(lightness - 0.0894841775 * green - 1.2914855480 * blue)
    return .rgb(
      encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
      encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
      encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s))
  }

  /// The colour of this lightness on the way through `anchors`, which ascend in lightness.
  ///
  /// Outside the way colour fades towards black and towards white.
  static func on(_ anchors: [OKLab], lightness: Double) -> OKLab {
    guard let first = anchors.first, let last = anchors.last else {
      return OKLab(lightness: lightness)
    }
    func mixed(_ from: OKLab, _ to: OKLab) -> OKLab {
      let way = to.lightness - from.lightness
      let share = way > 0 ? (lightness - from.lightness) / way : 0
      return OKLab(
        lightness: lightness, green: from.green + share * (to.green - from.green),
        blue: from.blue + share * (to.blue - from.blue))
    }
    if lightness <= first.lightness { return mixed(OKLab(lightness: 0), first) }
    for (from, to) in zip(anchors, anchors.dropFirst()) where lightness <= to.lightness {
      return mixed(from, to)
    }
    return mixed(last, OKLab(lightness: 1))
  }
}

/// The light that an sRGB component stands for: ((x + 0.055) / 1.055)^2.4, straight near black.
private func linear(_ component: UInt32) -> Double {
  let x = Double(component) / 255
  if x <= 0.04045 { return x / 12.92 }
  let y = (x + 0.055) / 1.055
  return y * y * root(y * y, 5)
}

/// The sRGB component for this much light.
private func encoded(_ light: Double) -> UInt8 {
  let light = min(1, max(0, light))
  if light <= 0.0031308 { return UInt8((light * 12.92 * 255).rounded()) }
  let twelfth = root(light, 3).squareRoot().squareRoot()
  let power = twelfth * twelfth * twelfth * twelfth * twelfth
  return UInt8(min(255, ((1.055 * power - 0.055) * 255).rounded()))
}

private func cube(_ x: Double) -> Double { x * x * x }

/// The `degree`-th root by Newton's method; the C library's `pow` would need an import.
private func root(_ x: Double, _ degree: Int) -> Double {
  guard x > 0 else { return 0 }
  var y = 1.0
  for _ in 0..<60 {
    var power = 1.0
    for _ in 1..<degree { power *= y }
    let next = (Double(degree - 1) * y + x / power) / Double(degree)
    if abs(next - y) <= 1e-15 * next { return next }
    y = next
  }
  return y
}

extension OKLab {
  /// The point that lies `share` of the way to `other`.
  func mixed(with other: OKLab, _ share: Double) -> OKLab {
    OKLab(
      lightness: lightness + share * (other.lightness - lightness),
      green: green + share * (other.green - green), blue: blue + share * (other.blue - blue))
  }
}
