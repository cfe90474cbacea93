/// Figures of one size, one after the other, as SVG that moves by itself (SMIL), in pages that run no
/// program too.
///
/// A rectangle that changes its colour is one rectangle; everything else that is not in all figures is
/// shown and hidden. Viewers that do not move show the last figure.
public struct FigureMovie {
  /// The figures in their order.
  public let figures: [Figure]
  /// How long each is seen, in seconds; the last stays longer.
  public let pace: Double

  /// How long the last figure stays, in seconds.
  private static let rest = 2.5

  /// The figures, so many seconds each.
  public init(_ figures: [Figure], pace: Double) {
    precondition(!figures.isEmpty, "a moving picture has figures")
    (self.figures, self.pace) = (figures, pace)
  }

  private var duration: Double { pace * Double(figures.count - 1) + Self.rest }

  /// The page; `notes` are what is said about it, by name.
  public func page(notes: [(name: String, text: String)] = []) -> String {
    guard let last = figures.last, figures.count > 1 else {
      return FigureSVG.page(of: figures[0], notes: notes)
    }
    var tallest = last
    tallest.height = figures.map(\.height).max() ?? last.height
    var lines = FigureSVG.head(tallest, notes) + FigureSVG.ramps(figures)
    lines.append(FigureSVG.crisp)
    lines += boxes()
    lines.append("</g>")
    lines += others()
    return lines.joined(separator: "\n") + "\n</svg>\n"
  }

  /// The rectangles of all figures, with the colours that they take.
  private func boxes() -> [String] {
    var order: [Figure.Box] = []
    var colors: [Figure.Box: [Ink?]] = [:]
    for (frame, figure) in figures.enumerated() {
      for case .box(let box, let ink) in figure.marks {
        if colors[box] == nil {
          order.append(box)
          colors[box] = [Ink?](repeating: nil, count: figures.count)
        }
        colors[box]?[frame] = ink
      }
    }
    return order.map { box in
      // Where there is no colour, there is one that nobody sees: browsers pass from colour to colour.
      let own = (colors[box] ?? []).map { $0.map(\.name) ?? "transparent" }
      let still = own[own.count - 1] == "transparent" ? "none" : own[own.count - 1]
      let start = "<rect\(FigureSVG.sides(box)) fill=\"\(still)\""
      guard let moving = animation(of: "fill", own) else { return start + "/>" }
      return start + ">" + moving + "</rect>"
    }
  }

  /// Everything else, shown while its figure is.
  private func others() -> [String] {
    var order: [Figure.Mark] = []
    var shown: [Figure.Mark: [Bool]] = [:]
    for (frame, figure) in figures.enumerated() {
      for mark in figure.marks {
        if case .box = mark { continue }
        if shown[mark] == nil {
          order.append(mark)
          shown[mark] = [Bool](repeating: false, count: figures.count)
        }
        shown[mark]?[frame] = true
      }
    }
    // What covers colours is drawn behind letters and dots, whichever figure it came with.
    let back = order.filter { if case .image = $0 { true } else { false } }
    let front = order.filter { if case .image = $0 { false } else { true } }
    return (back + front).map { mark in
      let own = (shown[mark] ?? []).map { $0 ? "visible" : "hidden" }
      let drawn = FigureSVG.drawn(mark)
      guard let moving = animation(of: "visibility", own) else { return drawn }
      return "<g visibility=\"\(own[own.count - 1])\">\(drawn)\(moving)</g>"
    }
  }

  /// The values of an attribute over time, where it changes.
  private func animation(of attribute: String, _ values: [String]) -> String? {
    let changes = values.indices.filter { $0 == 0 || values[$0] != values[$0 - 1] }
    guard changes.count > 1 else { return nil }
    let times = changes.map { FigureSVG.number(Double($0) * pace / duration) }
    return "<animate attributeName=\"\(attribute)\" calcMode=\"discrete\" "
      + "dur=\"\(FigureSVG.number(duration))s\" repeatCount=\"indefinite\" "
      + "keyTimes=\"\(times.joined(separator: ";"))\" "
      + "values=\"\(changes.map { values[$0] }.joined(separator: ";"))\"/>"
  }
}
