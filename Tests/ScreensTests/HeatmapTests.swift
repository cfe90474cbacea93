import Testing

@testable import Screens

@Suite("Heatmap")
struct HeatmapTests {
  private let values: [Float] = [0, 0.25, 0.5, 0.75, 1, .nan]

  private func picture(
    _ heatmap: Heatmap, columns: Int, rows: Int, in area: Rectangle? = nil,
    from first: Heatmap.Index = Heatmap.Index(row: 0, column: 0)
  ) -> String {
    var canvas = Canvas(columns: columns, rows: rows)
    heatmap.draw(
      on: &canvas, in: area ?? canvas.bounds, from: first, Palette(rung: .colors16))
    return canvas.screen.picture
  }

  @Test("A matrix as ink")
  func drawing() {
    let heatmap = Heatmap(rows: 2, columns: 3, values: values, meaning: .weights(.linear))
    #expect(picture(heatmap, columns: 8, rows: 3) == "  ░░▒▒\n▓▓██××\n")
    #expect(heatmap.notNumbers == 1)
  }

  @Test("Dots hide one cell of their value")
  func dots() {
    let heatmap = Heatmap(
      rows: 2, columns: 3, values: values, meaning: .weights(.linear),
      marks: [.init(row: 0, column: 1), .init(row: 1, column: 2)], cellRows: 2, cellColumns: 4)
    #expect(
      picture(heatmap, columns: 12, rows: 4) == """
            ░·░░▒▒▒▒
            ░░░░▒▒▒▒
        ▓▓▓▓████××××
        ▓▓▓▓████××××
        """)
  }

  @Test("Only whole values inside the area are drawn, from the first on")
  func clipping() {
    let heatmap = Heatmap(rows: 2, columns: 3, values: values, meaning: .weights(.linear))
    let area = Rectangle(row: 1, column: 1, rows: 1, columns: 5)
    #expect(picture(heatmap, columns: 8, rows: 3, in: area) == "\n   ░░\n")
    #expect(
      picture(heatmap, columns: 8, rows: 3, in: area, from: .init(row: 1, column: 1))
        == "\n ██××\n")
    #expect(
      picture(heatmap, columns: 8, rows: 3, in: area, from: .init(row: 9, column: 9)) == "\n\n")
  }

  @Test("Any size draws without a trap")
  func sizes() {
    for rows in 0...3 {
      for columns in 0...3 {
        for cell in 1...3 {
          let heatmap = Heatmap(
            rows: rows, columns: columns, values: [], marks: [.init(row: 5, column: 5)],
            cellRows: cell, cellColumns: cell + 1)
          _ = picture(heatmap, columns: columns * 2, rows: rows)
          #expect(heatmap.notNumbers == rows * columns)
        }
      }
    }
  }

  @Test("Scales go from 0 to 1 and rise")
  func scales() {
    for scale in Scale.allCases {
      let shares = (0...100).compactMap { scale.share(of: Float($0) / 100, keys: 15) }
      #expect(shares.count == 101)
      #expect(shares.first == 0)
      #expect(abs((shares.last ?? 0) - 1) < 1e-9)
      for (before, after) in zip(shares, shares.dropFirst()) { #expect(before <= after) }
      #expect(scale.share(of: .nan, keys: 3) == nil)
      #expect(scale.share(of: -1, keys: 3) == 0)
      #expect(scale.share(of: .infinity, keys: 3) == 1)
    }
    #expect(Scale.relative.share(of: 1 / 15, keys: 15).map { abs($0 - 0.25) < 1e-6 } == true)
    // A scale that reaches further up leaves uniform where it is and goes on in equal steps.
    let reaching = { Scale.relative.share(of: $0, keys: 16, reaching: $1) ?? 0 }
    #expect(reaching(1 / 16, 0.5) == 0.25)
    #expect(reaching(1 / 16, 1) == 0.25)
    #expect(reaching(0.5, 0.5) == 1)
    #expect(abs(reaching(0.25, 1) - 0.4) < 1e-9)
    #expect(Scale.relative.share(of: 1, keys: 1, reaching: 0.5) == 1)
    #expect(Scale.linear.share(of: 0.25, keys: 15, reaching: 0.5) == 0.25)
    #expect(Scale.logarithmic.share(of: 0.1, keys: 1).map { abs($0 - 2.0 / 3) < 1e-6 } == true)
    #expect(Scale.squareRoot.share(of: 0.25, keys: 1) == 0.5)
  }

  @Test("Differences show their sign")
  func differences() {
    let heatmap = Heatmap(
      rows: 1, columns: 3, values: [-0.2, 0, 0.2], meaning: .differences(most: 0.2))
    let palette = Palette(rung: .truecolor)
    #expect(heatmap.look(row: 0, column: 0, palette) == palette.signedShade(-63))
    #expect(heatmap.look(row: 0, column: 1, palette) == .blank)
    #expect(heatmap.look(row: 0, column: 2, palette) == palette.signedShade(63))
    let nothing = Heatmap(rows: 1, columns: 1, values: [0], meaning: .differences(most: 0))
    #expect(nothing.look(row: 0, column: 0, palette) == .blank)
  }
}
