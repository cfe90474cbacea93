public import Screens
import Snapshots
public import Subjects

extension State {
  /// What is shown as a figure for a page.
  ///
  /// It is pure: the same state and options always give the same figure.
  public func figure(_ options: FigureOptions) throws(ExportProblem) -> Figure {
    guard FigureOptions.widths.contains(options.width) else {
      throw .width(
        least: Int(FigureOptions.widths.lowerBound), most: Int(FigureOptions.widths.upperBound))
    }
    var drawing = FigureDrawing(self, options)
    switch options.view {
    case .map: try drawing.drawMap()
    case .heads: try drawing.drawHeads()
    case .words: try drawing.drawWords()
    case .compare: try drawing.drawCompare()
    case .anatomy: try drawing.drawAnatomy()
    }
    return drawing.figure(figureTitle(options.view))
  }

  /// What it is a figure of, in a few words.
  func figureTitle(_ view: ScreenName) -> String {
    let name =
      view == .compare || run.way == nil
      ? run.title : run.title + " · " + (run.way.map(texts.way) ?? "")
    let head = view == .map && hasHeads ? selectedHead.flatMap { stack?[$0]?.label } : nil
    let parts = [name, head.map(texts.headNamed), step.map(texts.step)].compactMap(\.self)
    return parts.joined(separator: ", ")
  }
}
