import Screens
import Snapshots
import Subjects

/// A figure while it is drawn, from top to bottom.
struct FigureDrawing {
  let state: State
  let options: FigureOptions
  let palette: Palette
  /// Letters.
  let ink: Ink
  /// Letters that step back.
  let faint: Ink
  /// Edges and ticks.
  let rule: Ink
  var marks: [Figure.Mark] = []
  /// Where the next thing begins, from the top.
  var top = 0.6

  /// In a figure that moves two levels have one colour: less changes, and the file is smaller.
  private let coarse: [Ink: Ink]

  /// The height of a line of letters.
  static let line = 3.1
  /// The height of the letters themselves.
  static let letter = Figure.leastPoints * Figure.millimetresPerPoint
  /// Between two things that stand side by side.
  static let gap = 1.0

  init(_ state: State, _ options: FigureOptions) {
    var state = state
    // The scale and how far it goes are those of the screen that it is a figure of.
    state.standpoint.screen = options.view
    self.state = state
    self.options = options
    palette = Palette(rung: .truecolor, background: options.background, ladder: state.desk.ladder)
    coarse = options.isFrame ? Self.coarse(palette) : [:]
    (ink, faint, rule) =
      options.background == .light
      ? (Ink(0x15181C), Ink(0x555B63), Ink(0x8A9098))
      : (Ink(0xE8EBF0), Ink(0xB0B7C0), Ink(0x7A818B))
  }

  private static func coarse(_ palette: Palette) -> [Ink: Ink] {
    var coarse: [Ink: Ink] = [:]
    for level in 1..<Palette.levels {
      for sign in [1, -1] {
        let (own, other) = (
          palette.signedShade(sign * level), palette.signedShade(sign * (level | 1))
        )
        if let own = Ink(own.style.background) { coarse[own] = Ink(other.style.background) }
      }
      if let own = Ink(palette.shade(level).style.background) {
        coarse[own] = Ink(palette.shade(level | 1).style.background)
      }
    }
    return coarse
  }

  /// The colour of a cell as it is drawn.
  func shown(_ ink: Ink) -> Ink { coarse[ink] ?? ink }

  var texts: any Texts { state.texts }
  var width: Double { options.width }

  /// What the weights of the view mean, with a scale that several figures may share.
  func meaning(_ own: Heatmap.Meaning) -> Heatmap.Meaning {
    guard case .weights(let scale, _) = own, let reaching = options.reaching else { return own }
    return .weights(scale, reaching: reaching)
  }

  // MARK: Letters

  /// Letters whose line begins, ends or has its middle at `x`, with their feet at `y`.
  mutating func write(
    _ text: String, _ x: Double, _ y: Double, _ anchor: Figure.Words.Anchor = .start,
    _ ink: Ink? = nil, points: Double = Figure.leastPoints, isTurned: Bool = false,
    isBold: Bool = false, isCode: Bool = false
  ) {
    guard !text.isEmpty else { return }
    marks.append(
      .words(
        Figure.Words(
          text, at: .init(x, y), anchor, ink ?? self.ink, points: points, isTurned: isTurned,
          isBold: isBold, isCode: isCode)))
  }

  /// Where letters stand in the middle of a row of this height.
  static func feet(_ top: Double, _ height: Double) -> Double { top + height / 2 + letter * 0.36 }

  static func width(of text: String) -> Double { LetterWidths.width(of: text) }

  /// The width of the widest of some labels.
  static func widest(_ labels: some Collection<String>) -> Double {
    labels.map { width(of: $0) }.max() ?? 0
  }

  // MARK: What is said below

  /// Something said below the map, with a sample of what it is about.
  struct Note {
    enum Sample { case none, dot, cross, hidden }
    var sample = Sample.none
    var text: String
  }

  /// Writes notes one behind the other, in as many lines as they take.
  mutating func write(_ notes: [Note], from left: Double) {
    guard !notes.isEmpty else { return }
    top += Self.gap
    var x = left
    for note in notes {
      let sample = note.sample == .none ? 0 : Self.letter + 0.4
      let own = sample + Self.width(of: note.text)
      if x > left, x + own > width { (x, top) = (left, top + Self.line) }
      let room = width - x - sample
      if own - sample > room {
        for (place, line) in Self.wrapped(note.text, to: room).enumerated() {
          if place > 0 { top += Self.line }
          write(line, x + sample, Self.feet(top, Self.line), .start, faint)
        }
      } else {
        write(note.text, x + sample, Self.feet(top, Self.line), .start, faint)
      }
      draw(note.sample, at: Figure.Point(x + Self.letter / 2, top + Self.line / 2))
      x += own + 3
    }
    top += Self.line
  }

  /// `text` in lines of this width.
  static func wrapped(_ text: String, to room: Double) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ").map(String.init) {
      if let last = lines.last, width(of: last + " " + word) <= room {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(LetterWidths.fitted(word, to: room))
      }
    }
    return lines
  }

  private mutating func draw(_ sample: Note.Sample, at middle: Figure.Point) {
    switch sample {
    case .none: return
    case .dot: drawDot(at: middle, radius: 0.55)
    case .cross:
      let box = Figure.Box(middle.x - 0.8, middle.y - 0.8, 1.6, 1.6)
      marks.append(.frame(box, rule, 0.1))
      drawCross(in: box)
    case .hidden: drawHidden(in: Figure.Box(middle.x - 0.6, middle.y - 1, 1.2, 2))
    }
  }

  /// A dot that shows on every colour.
  mutating func drawDot(at middle: Figure.Point, radius: Double) {
    marks.append(.dot(middle, radius: radius, Ink(0xFFFFFF), edge: Ink(0)))
  }

  mutating func drawCross(in box: Figure.Box) {
    let (left, right) = (box.x + box.width * 0.2, box.x + box.width * 0.8)
    let (upper, lower) = (box.y + box.height * 0.2, box.y + box.height * 0.8)
    let thickness = min(0.2, min(box.width, box.height) / 6)
    marks.append(.line(.init(.init(left, upper), .init(right, lower), ink, thickness: thickness)))
    marks.append(.line(.init(.init(left, lower), .init(right, upper), ink, thickness: thickness)))
  }

  mutating func drawHidden(in box: Figure.Box) {
    let x = box.x + box.width / 2
    marks.append(
      .line(.init(.init(x, box.y), .init(x, box.y + box.height), rule, thickness: 0.1)))
  }

  // MARK: The whole

  /// What was drawn, as high as it became.
  func figure(_ title: String) -> Figure {
    Figure(width: width, height: top + 0.6, title: title, marks: marks)
  }
}
