import Snapshots
import Tensors

@testable import Dashboard
@testable import Screens

/// Everything that a figure can be of, by name.
enum FigureSamples {
  /// Labels that nobody would want in a file.
  static let hostile = [
    "<script>&\"", "\u{1B}[31m", "a\u{0}b", "\u{202E}abc", "عربي", "👩‍🚀", "漢字漢字", "", " ",
    String(repeating: "long", count: 60), "]]>", "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
  ]

  static func map(
    _ labels: [String], heads: Int = 1, kind: AttentionWeights.Kind = .selfAttention,
    weight: (_ head: Int, _ query: Int, _ key: Int) -> Float
  ) -> State {
    let count = labels.count
    let weights = (0..<heads).flatMap { head in
      (0..<count).flatMap { query in (0..<count).map { weight(head, query, $0) } }
    }
    let reading = Reading(source: "x", target: nil, text: "", written: [])
    return LargeSamples.state(
      Snapshot(
        step: 7, reading: reading,
        attention: [
          AttentionWeights(
            site: "encoder.0.self",
            weights: Tensor([.head: heads, .query: count, .key: count], weights), queries: labels,
            keys: labels, kind: kind)
        ]))
  }

  static var broken: State {
    map((0..<12).map { "t\($0)" }) { _, query, key in
      query == 3 || key == 5 ? .nan : query == key ? .infinity : 0
    }
  }

  static var hostileMap: State {
    map(hostile, heads: 3) { head, query, key in
      query == (key + head) % hostile.count ? 0.7 : 0.3 / 11
    }
  }

  /// Runs that say one long word each.
  static var reviews: State {
    let snapshot = HeadSamples.keywords().snapshot
    return LargeSamples.sideBySide([snapshot, snapshot, snapshot].compactMap(\.self))
  }

  static var difference: State {
    var state = HeadSamples.comparison()
    press(&state, .character("d"))
    return state
  }

  /// A state for each thing that may be drawn, with the views that it has.
  static var all: [(name: String, state: State, views: [ScreenName])] {
    let whole: [ScreenName] = [.map, .heads, .words]
    return [
      ("dates", Samples.state(), [.map, .words]), ("untrained", Samples.state(learned: 0), whole),
      ("induction", HeadSamples.induction(), whole), ("encoder", HeadSamples.encoder(), whole),
      ("translation", HeadSamples.translation(), whole),
      ("keywords", HeadSamples.keywords(), [.map, .words]),
      ("comparison", HeadSamples.comparison(), [.map, .words, .compare]),
      ("reviews", reviews, [.compare]), ("difference", difference, [.compare]),
      ("large", LargeSamples.state(LargeSamples.dense(102, layers: 1, heads: 2)), whole),
      (
        "summaries", LargeSamples.state(LargeSamples.summaries(140, layers: 1, heads: 2)), whole
      ),
      (
        "numbered",
        LargeSamples.state(LargeSamples.summaries(60, layers: 1, heads: 1, named: false)), whole
      ), ("broken", broken, whole), ("hostile", hostileMap, whole),
      (
        "many heads", LargeSamples.state(LargeSamples.summaries(9, layers: 12, heads: 12)), [.heads]
      ),
      ("one", map(["a"]) { _, _, _ in 1 }, whole),
    ]
  }

  /// The figures of all of them, at the widths of a column and of a page.
  static func figures(_ body: (_ name: String, _ figure: Figure) throws -> Void) throws {
    for (name, state, views) in all {
      for view in views {
        for width in [84.0, 174] {
          var options = FigureOptions(view)
          options.width = width
          options.background = width == 84 ? .light : .dark
          try body("\(name) \(view) \(Int(width))", state.figure(options))
        }
      }
    }
  }
}

extension Figure {
  /// All letters of it.
  var words: [Words] {
    marks.compactMap { if case .words(let words) = $0 { words } else { nil } }
  }

  /// All rectangles of it.
  var boxes: [Box] { marks.compactMap { if case .box(let box, _) = $0 { box } else { nil } } }

  /// All images of it.
  var images: [PixelImage] {
    marks.compactMap { if case .image(let image, _) = $0 { image } else { nil } }
  }
}
