import Screens

/// The rectangles of a screen that show data: maps, thumbnails, images, bars and curves; no text.
///
/// What a screen is for is what these take of it: a law holds it.
struct Plots {
  let areas: [Rectangle]

  init(_ state: State) {
    let layout = MapLayout(state)
    guard !layout.isTooSmall, !state.isHelpOpen else {
      areas = []
      return
    }
    switch state.screen {
    case .map: areas = layout.plots
    case .heads: areas = HeadsLayout(state).plots(state)
    case .words: areas = WordsLayout(state).plots + (layout.isBesideWords ? layout.plots : [])
    case .compare: areas = CompareLayout(state).plots
    case .anatomy: areas = []
    }
  }

  /// The cells that they take.
  var cells: Int { areas.reduce(0) { $0 + $1.rows * $1.columns } }
}

extension MapLayout {
  fileprivate var plots: [Rectangle] {
    var bars = asideBars
    if !bars.isEmpty { (bars.column, bars.columns) = (asideBarColumn, asideBarColumns) }
    return [image, imageBars, map, bars, curve, exactCurve, patternCurve].filter { !$0.isEmpty }
  }
}

extension HeadsLayout {
  fileprivate func plots(_ state: State) -> [Rectangle] {
    state.shownHeads.compactMap { box($0.name) }.flatMap { box in
      [thumbnail(in: box), curve(in: box) ?? .empty]
    }.filter { !$0.isEmpty }
  }
}

extension WordsLayout {
  fileprivate var plots: [Rectangle] {
    var bars = bars
    (bars.column, bars.columns) = (barColumn, barColumns)
    return [bars, chart, scores].filter { !$0.isEmpty }
  }
}

extension CompareLayout {
  fileprivate var plots: [Rectangle] {
    shown.flatMap { [map(ofPane: $0) ?? .empty, curve(ofPane: $0) ?? .empty] }
      .filter { !$0.isEmpty }
  }
}
