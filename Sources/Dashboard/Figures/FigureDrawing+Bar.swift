import Screens

extension FigureDrawing {
  /// The colours with the values that they stand for, for a row of `keys` weights.
  mutating func drawBar(_ meaning: Heatmap.Meaning, keys: Int, from left: Double) {
    top += 1.2
    let name = barName(meaning)
    let bar = Figure.Box(
      left, top, min(46, max(14, width - left - Self.width(of: name) - 2 * Self.gap)), 2)
    marks.append(.ramp(inks(meaning), bar))
    marks.append(.frame(bar, rule, 0.15))
    if bar.x + bar.width + Self.gap + Self.width(of: name) <= width {
      write(name, bar.x + bar.width + Self.gap, Self.feet(top, 2), .start, faint)
    }
    top += bar.height
    var taken: [ClosedRange<Double>] = []
    var written: Set<String> = []
    for (share, text) in ticks(meaning, keys: keys) {
      let x = bar.x + share * bar.width
      let half = Self.width(of: text) / 2
      let middle = min(max(x, half), width - half)
      let room = (middle - half - 0.6)...(middle + half + 0.6)
      guard !taken.contains(where: { $0.overlaps(room) }), written.insert(text).inserted else {
        continue
      }
      taken.append(room)
      marks.append(.line(.init(.init(x, top), .init(x, top + 0.7), rule)))
      write(text, middle, top + 0.7 + Self.letter, .middle, faint)
    }
    top += 0.7 + Self.line
  }

  /// From the least to the most that the colours stand for.
  private func inks(_ meaning: Heatmap.Meaning) -> [Ink] {
    let paper = options.background == .light ? Ink(0xFFFFFF) : nil
    func ink(_ cell: Cell) -> Ink? { Ink(cell.style.background) ?? paper }
    let count = Palette.levels
    if case .differences = meaning {
      return stride(from: 1 - count, to: count, by: 3).compactMap { ink(palette.signedShade($0)) }
    }
    return stride(from: 0, to: count, by: 3).compactMap { ink(palette.shade($0)) }
  }

  /// Shares of the bar with what is written there, the most important first.
  private func ticks(_ meaning: Heatmap.Meaning, keys: Int) -> [(share: Double, text: String)] {
    switch meaning {
    case .weights(let scale, let reaching):
      let uniform = scale.share(of: 1 / Float(max(1, keys)), keys: keys, reaching: reaching)
      let all = scale.ticks(keys: keys, reaching: reaching).map { share in
        let value = scale.value(ofShare: share, keys: keys, reaching: reaching)
        let text = (share == 0 && value > 0 ? "≤ " : "") + tickText(value)
        return (share: share, text: share == uniform ? text + " " + texts.uniform : text)
      }
      let ends = [all.first, all.last].compactMap(\.self)
      let inner = all.dropFirst().dropLast()
      return ends + inner.filter { $0.share == uniform } + inner.filter { $0.share != uniform }
    case .amounts(let most): return [0, 1, 0.5].map { ($0, tickText($0 * Double(most))) }
    case .differences(let most):
      return [0, 1, 0.5, 0.25, 0.75].map { share in
        let value = (2 * share - 1) * Double(most)
        return (share, (value < 0 ? "−" : value > 0 ? "+" : "") + tickText(abs(value)))
      }
    }
  }

  private func barName(_ meaning: Heatmap.Meaning) -> String {
    switch meaning {
    case .weights(.linear, _): texts.weightName
    case .weights(let scale, _): texts.weightName + " (" + scale.rawValue + ")"
    case .amounts: ""
    case .differences: texts.differenceName
    }
  }
}
