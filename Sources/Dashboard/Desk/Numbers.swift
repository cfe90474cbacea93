/// `value` with `places` decimals, rounded half up; the sign is a true minus.
func fixed(_ value: Double, _ places: Int) -> String {
  if value.isNaN { return "NaN" }
  if value.isInfinite { return value < 0 ? "−∞" : "∞" }
  let power = (0..<places).reduce(1.0) { product, _ in product * 10 }
  let scaled = (abs(value) * power).rounded()
  guard scaled < 1e15 else { return "\(value)" }
  let whole = Int(scaled)
  let unit = Int(power)
  var digits = String(whole % unit)
  digits = String(repeating: "0", count: max(0, places - digits.count)) + digits
  let sign = value < 0 && whole > 0 ? "−" : ""
  return sign + String(whole / unit) + (places > 0 ? "." + digits : "")
}

/// A share as the tables of papers write it: `.022`, `1.000`.
func shareText(_ value: Double, _ places: Int = 3) -> String {
  let text = fixed(value, places)
  return text.hasPrefix("0.") ? String(text.dropFirst()) : text
}

/// A probability in three cells: `.99`, `1.0`.
func probabilityText(_ value: Float) -> String {
  value >= 0.995 ? "1.0" : shareText(Double(value), 2)
}

/// A difference with its sign: `+.31`, `−.04`.
func signedShareText(_ value: Double, _ places: Int = 3) -> String {
  let text = shareText(abs(value), places)
  if value.isNaN { return text }
  return (value < 0 ? "−" : "+") + text
}

/// A share that may be small, without a sign: `.31`, `.004`.
func smallShareText(_ value: Double) -> String { shareText(value, abs(value) < 0.0995 ? 3 : 2) }

/// A loss, or any other metric, with as many decimals as fit into five cells.
func loss(_ value: Double) -> String {
  switch abs(value) {
  case 100_000...: byPowers(value)
  case 100...: fixed(value, 0)
  case 10..<100: fixed(value, 1)
  case 0.995..<10: fixed(value, 2)
  case 0.01..<0.995: shareText(value, 3)
  case 0.0001..<0.01: shareText(value, 4)
  case 0: "0"
  case 0..<0.0001: byPowers(value)
  default: fixed(value, 2)
  }
}

/// A number as a digit and a power of ten: `7e7`, `2e-5`.
private func byPowers(_ value: Double) -> String {
  guard value.isFinite else { return fixed(value, 0) }
  var (digits, power) = (abs(value), 0)
  while digits >= 9.5 { (digits, power) = (digits / 10, power + 1) }
  while digits < 0.95 { (digits, power) = (digits * 10, power - 1) }
  return (value < 0 ? "−" : "") + fixed(digits, 0) + "e\(power)"
}

/// A count in words' length: `812`, `70 K`, `1.2 M`.
func amount(_ count: Int) -> String {
  switch count {
  case ..<1_000: "\(count)"
  case ..<9_950: fixed(Double(count) / 1e3, 1) + " K"
  case ..<999_500: fixed(Double(count) / 1e3, 0) + " K"
  default: fixed(Double(count) / 1e6, 1) + " M"
  }
}

/// A rate with two meaningful digits: `0.4`, `31`, `1200`.
func rate(_ perSecond: Double) -> String {
  perSecond < 9.95 ? fixed(perSecond, 1) : fixed(perSecond, 0)
}

extension Comparable {
  /// The nearest value that `range` holds.
  func clamped(to range: ClosedRange<Self>) -> Self {
    min(range.upperBound, max(range.lowerBound, self))
  }
}

/// A whole number with a comma before every three digits: `1,797`.
func grouped(_ number: Int) -> String {
  let digits = Array(String(number.magnitude))
  let text = digits.enumerated().map { place, digit in
    (place > 0 && (digits.count - place) % 3 == 0 ? "," : "") + String(digit)
  }
  return (number < 0 ? "−" : "") + text.joined()
}

/// So many bytes in megabytes, or in gigabytes from ten on.
func megabytes(_ bytes: Int) -> String {
  bytes < 10 << 30 ? "\(max(1, bytes >> 20)) MB" : "\(bytes >> 30) GB"
}

/// A value along the ladder in as few cells as tell it from its neighbours: `.07`, `.6`, `1`, `.004`.
func tickText(_ value: Double) -> String {
  if value == 0 { return "0" }
  let size = abs(value)
  guard size < 99.5 else { return short(value) }
  let places = size >= 9.95 ? 0 : size >= 0.995 ? 1 : size >= 0.0095 ? 2 : size >= 0.00095 ? 3 : 4
  var text = shareText(value, places)
  while text.contains("."), text.last == "0" { text.removeLast() }
  if text.last == "." { text.removeLast() }
  return text.isEmpty ? "0" : text
}
