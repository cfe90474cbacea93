import Snapshots
import Subjects
import Testing

@testable import Dashboard
@testable import Screens

@Suite("Laws of figures")
struct FigureLawTests {
  @Test("Letters are at least 7 points, and stand within the figure")
  func letters() throws {
    try FigureSamples.figures { name, figure in
      #expect(figure.width == (name.hasSuffix("84") ? 84 : 174))
      for words in figure.words {
        #expect(words.points >= 7, "\(name): \(words.text)")
        let own = LetterWidths.width(of: words.text, points: words.points, isCode: words.isCode)
        let long = words.isBold ? 1.1 * own : own
        let begin = words.anchor == .start ? 0 : words.anchor == .end ? -long : -long / 2
        let (x, y) = (words.place.x, words.place.y)
        let sides = words.isTurned ? (x, y - begin - long) : (x + begin, y)
        let ends = words.isTurned ? (x, y - begin) : (x + begin + long, y)
        #expect(sides.0 > -0.2 && ends.0 < figure.width + 0.2, "\(name): \(words.text)")
        #expect(sides.1 > -0.2 && ends.1 < figure.height + 0.2, "\(name): \(words.text)")
      }
    }
  }

  @Test("No two letters of a line stand over each other")
  func apart() throws {
    try FigureSamples.figures { name, figure in
      let lines = Dictionary(grouping: figure.words.filter { !$0.isTurned }) {
        Int(($0.place.y * 100).rounded())
      }
      for line in lines.values {
        let spans = line.map { words -> (Double, Double, String) in
          let own = LetterWidths.width(of: words.text, points: words.points)
          let long = words.isBold ? 1.1 * own : own
          let begin = words.anchor == .start ? 0 : words.anchor == .end ? -long : -long / 2
          return (words.place.x + begin, words.place.x + begin + long, words.text)
        }.sorted { $0.0 < $1.0 }
        for (left, right) in zip(spans, spans.dropFirst()) {
          #expect(left.1 <= right.0 + 0.3, "\(name): \(left.2) | \(right.2)")
        }
      }
      let turned = figure.words.filter(\.isTurned).map(\.place.x).sorted()
      for (left, right) in zip(turned, turned.dropFirst()) where left < right {
        #expect(right - left >= 2.4, "\(name)")
      }
    }
  }

  @Test("A cell is at most one rectangle; above 10,000 cells there is one image")
  func rectangles() throws {
    for (name, state, views) in FigureSamples.all where views.contains(.map) {
      let figure = try state.figure(FigureOptions(.map))
      let extent = try #require(state.extent)
      let cells = extent.queries * extent.keys
      let page = FigureSVG.page(of: figure)
      #expect(page.count(of: "<rect") <= cells, "\(name)")
      let isLarge = cells > 10_000
      #expect(page.count(of: "<image") == (isLarge ? 1 : 0), "\(name)")
      if isLarge { #expect(figure.boxes.isEmpty && figure.words.count > 20, "\(name)") }
    }
  }

  @Test("The same state gives the same bytes")
  func bytes() throws {
    var pages: [String: String] = [:]
    try FigureSamples.figures { pages[$0] = FigureSVG.page(of: $1) }
    try FigureSamples.figures { #expect(FigureSVG.page(of: $1) == pages[$0], "\($0)") }
    #expect(pages.count > 60)
  }

  @Test("All labels are there, in the order of the axes")
  func labels() throws {
    var options = FigureOptions(.map)
    options.width = 174
    let words = try Samples.state().figure(options).words
    let letters = Samples.source.map { $0 == " " ? "␣" : String($0) }
    #expect(words.filter { $0.anchor == .middle }.map(\.text).starts(with: letters))
    let rows = words.filter { $0.anchor == .end }.map(\.text).filter { $0 != "query ↓" }
    #expect(rows == Samples.target.map(String.init))
    #expect(words.contains { $0.text == "query ↓" } && words.contains { $0.text == "key →" })
  }

  @Test("Labels from outside are safe and escaped, long ones end in an ellipsis")
  func hostile() throws {
    for view in [ScreenName.map, .heads, .words] {
      let page = FigureSVG.page(of: try FigureSamples.hostileMap.figure(FigureOptions(view)))
      #expect(!page.contains("<script") && !page.contains("]]>"))
      #expect(
        page.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x202E })
      guard view != .heads else { continue }
      #expect(page.contains("&lt;script&gt;&amp;&quot;") && page.contains("^[[31m"))
      #expect(page.contains("a^@b") && page.contains("漢字漢字") && page.contains("…<"))
    }
  }

  @Test("What is not a number is drawn as such and said; nothing is drawn for 0")
  func broken() throws {
    let figure = try FigureSamples.broken.figure(FigureOptions(.map))
    #expect(figure.words.contains { $0.text == "not a number (23)" })
    #expect(figure.boxes.count == 11 - 1)
    let crosses = figure.marks.count { if case .line = $0 { true } else { false } }
    #expect(crosses >= 2 * 23)
  }

  @Test(
    "The colours go from white to dark, and from dark to bright: in grey they keep their order",
    arguments: Ladder.allCases)
  func grey(ladder: Ladder) throws {
    for background in [Background.light, .dark] {
      var state = Samples.state()
      state.ladder = ladder
      var options = FigureOptions(.map)
      options.background = background
      let figure = try state.figure(options)
      let ramp = figure.marks.compactMap { mark -> [Ink]? in
        if case .ramp(let inks, _) = mark { inks } else { nil }
      }
      let greys = try #require(ramp.first).map { ink -> Double in
        let parts = [16, 8, 0].map { Double(ink.value >> $0 & 255) }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
      }
      let isRising = background == .dark
      #expect(zip(greys, greys.dropFirst()).allSatisfy { isRising ? $0 < $1 : $0 > $1 })
      if !isRising { #expect(ramp[0][0] == Ink(0xFFFFFF)) }
    }
  }

  @Test("There is no background, no variable and one face of letters")
  func plain() throws {
    try FigureSamples.figures { name, figure in
      let page = FigureSVG.page(of: figure)
      #expect(!page.contains("var(") && !page.contains("<style"), "\(name)")
      #expect(page.contains("font-family=\"sans-serif\""))
      let whole = figure.boxes.filter { $0.width > 0.9 * figure.width }
      #expect(whole.allSatisfy { $0.height < 0.5 * figure.height }, "\(name)")
    }
  }

  @Test("What cannot be drawn is said, in both languages")
  func problems() {
    func problem(_ state: State, _ options: FigureOptions) -> ExportProblem? {
      do throws(ExportProblem) { _ = try state.figure(options) } catch { return error }
      return nil
    }
    #expect(problem(Samples.withoutAttention(), FigureOptions(.map)) == .noAttention)
    #expect(problem(Samples.state(), FigureOptions(.compare)) == .nothingBeside)
    var wide = FigureOptions(.map)
    wide.width = 5_000
    #expect(problem(Samples.state(), wide) == .width(least: 40, most: 1_000))
    let all: [ExportProblem] = [
      .unknownFormat(path: "a", known: [".svg"]), .noAttention, .nothingBeside, .noOperations,
      .unsuitable(format: "png", view: "words", suitable: ["svg"]), .manyMaps(3),
      .width(least: 40, most: 1_000), .missingWeights,
    ]
    for language in Language.allCases {
      #expect(Set(all.map { language.line(.export($0)) }).count == all.count)
    }
  }
}

extension String {
  func count(of part: String) -> Int {
    var (count, rest) = (0, self[...])
    while let found = rest.firstRange(of: part) {
      count += 1
      rest = rest[found.upperBound...]
    }
    return count
  }
}
