import Screens

/// The ladder with the values along it: what a colour stands for can be read off.
extension Drawing {
  /// Writes the ladder of what is drawn, for a row of `keys` weights; returns the column after it.
  mutating func drawRamp(_ meaning: Heatmap.Meaning, keys: Int?, row: Int, column: Int) -> Int {
    let cells = layout.columns >= 100 ? 3 : 1
    return canvas.write(ramp(meaning, keys: keys ?? 1, cells), row: row, column: column)
  }

  /// The ladder of what is drawn, with `cells` colours from tick to tick.
  private func ramp(_ meaning: Heatmap.Meaning, keys: Int, _ cells: Int) -> StyledText {
    switch meaning {
    case .weights(let scale, let reaching):
      let uniform = scale.share(of: 1 / Float(max(1, keys)), keys: keys, reaching: reaching)
      let ticks = scale.ticks(keys: keys, reaching: reaching).map { share in
        let value = scale.value(ofShare: share, keys: keys, reaching: reaching)
        // The foot of three decades stands for all that is less.
        let text = (share == 0 && value > 0 ? "≤ " : "") + tickText(value)
        let isNamed = share == uniform && layout.columns >= 120
        return (share, isNamed ? text + " " + texts.uniform : text)
      }
      return ramp(ticks, cells, gap: " ") { shade($0) }
        + StyledText("  " + scale.rawValue, palette.label)
    case .amounts(let most):
      let ticks = [0, 0.5, 1].map { ($0, tickText($0 * Double(most))) }
      return ramp(ticks, 2 * cells, gap: " ") { shade($0) }
    case .differences(let most):
      return ramp(Self.ticks(of: most, [-1, -0.5, 0, 0.5, 1]), cells, gap: " ") { signedShade($0) }
    }
  }

  /// The longest ladder that fits into `room` cells: with fewer ticks and no blanks where it must;
  /// nil where none does.
  func ramp(_ meaning: Heatmap.Meaning, in room: Int) -> StyledText? {
    var choices = [ramp(meaning, keys: 1, 1)]
    if case .differences(let most) = meaning {
      choices.append(ramp(Self.ticks(of: most, [-1, 0, 1]), 2, gap: "") { signedShade($0) })
    }
    return choices.first { $0.cells <= room }
  }

  private static func ticks(of most: Float, _ shares: [Double]) -> [(Double, String)] {
    shares.map { share in
      let value = share * Double(most)
      return (share, (value < 0 ? "−" : value > 0 ? "+" : "") + tickText(abs(value)))
    }
  }

  private func ramp(
    _ ticks: [(share: Double, text: String)], _ cells: Int, gap: String, _ look: (Double) -> Cell
  ) -> StyledText {
    var text = StyledText(ticks[0].text, palette.label)
    for (before, tick) in zip(ticks, ticks.dropFirst()) {
      text = text + StyledText(gap)
      for cell in 0..<cells {
        // A glyph stands for all up to the tick that is further out.
        // One cell alone has the colour of the number behind it.
        let place =
          palette.isColorBehind && cells > 1
          ? Double(cell) + 0.5 : before.share < 0 ? Double(cell) : Double(cell + 1)
        let share = before.share + (tick.share - before.share) * place / Double(cells)
        let cell = look(share)
        text = text + StyledText(cell.text, cell.style)
      }
      text = text + StyledText(gap + tick.text, palette.label)
    }
    return text
  }

  private func shade(_ share: Double) -> Cell { palette.shade(Palette.level(share)) }

  private func signedShade(_ share: Double) -> Cell {
    palette.signedShade(Int((share * Double(Palette.levels - 1)).rounded()))
  }
}
