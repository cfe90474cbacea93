/// A number in few cells: `5.10`, `−.98`, `164`, `3.2e−5`.
func short(_ value: Double) -> String {
  if value.isNaN || value.isInfinite { return fixed(value, 0) }
  switch abs(value) {
  case 0: return "0"
  case 1e6...: return scientific(value)
  case 100...: return fixed(value, 0)
  case 9.995...: return fixed(value, 1)
  case 0.9995...: return fixed(value, 2)
  case 0.0095...: return signed(value, 3)
  case 0.0005...: return signed(value, 4)
  default: return scientific(value)
  }
}

/// A number in at most three or four cells, for under a bar: `5.1`, `−.3`, `.81`.
func shortest(_ value: Double, cells: Int = 3) -> String {
  if value.isNaN { return "×" }
  let size = abs(value)
  let sign = value < 0 ? "−" : ""
  switch size {
  case ..<0.005: return size == 0 ? "0" : "~0"
  case ..<0.995:
    let text = shareText(size, value < 0 && cells < 4 ? 1 : 2)
    return text == "0" || text == ".0" ? "~0" : sign + text
  case ..<9.95: return sign + fixed(size, value < 0 && cells < 4 ? 0 : 1)
  case ..<99.5: return sign + fixed(size, 0)
  default: return value < 0 ? "<−9" : fixed(size, 0).count <= 3 ? fixed(size, 0) : ">1K"
  }
}

private func signed(_ value: Double, _ places: Int) -> String {
  (value < 0 ? "−" : "") + shareText(abs(value), places)
}

private func scientific(_ value: Double) -> String {
  var size = abs(value)
  var exponent = 0
  while size >= 9.95 {
    size /= 10
    exponent += 1
  }
  while size < 0.995, exponent > -45 {
    size *= 10
    exponent -= 1
  }
  let power = exponent < 0 ? "−\(-exponent)" : "\(exponent)"
  return (value < 0 ? "−" : "") + fixed(size, 1) + "e" + power
}
