import Testing

@testable import Screens

@Suite("Moving figures")
struct FigureMovieTests {
  private func figure(_ ink: Ink?, _ text: String) -> Figure {
    var figure = Figure(width: 10, height: 5, title: "t")
    figure.marks = [.box(.init(0, 0, 1, 1), Ink(0xFF0000))]
    if let ink { figure.marks.append(.box(.init(1, 0, 1, 1), ink)) }
    figure.marks.append(.words(.init(text, at: .init(1, 4), .start, Ink(0))))
    figure.marks.append(.words(.init("same", at: .init(5, 4), .start, Ink(0))))
    return figure
  }

  @Test("What changes is animated once, what stays is not, and the last figure is the still one")
  func changes() {
    let movie = FigureMovie(
      [figure(nil, "a"), figure(Ink(1), "b"), figure(Ink(1), "b"), figure(nil, "c")], pace: 0.5)
    let lines = movie.page().split(separator: "\n").map(String.init)
    let boxes = lines.filter { $0.hasPrefix("<rect") }
    #expect(boxes.count == 2 && boxes[0].hasSuffix("fill=\"#f00\"/>"))
    #expect(boxes[1].contains("fill=\"none\"><animate attributeName=\"fill\""))
    #expect(boxes[1].contains("dur=\"4s\""))
    #expect(
      boxes[1].contains("keyTimes=\"0;.125;.375\" values=\"transparent;#000001;transparent\""))
    #expect(lines.filter { $0.contains("same") }.allSatisfy { !$0.contains("animate") })
    let words = lines.filter { $0.hasPrefix("<g visibility") }
    #expect(
      words.count == 3 && words.filter { $0.hasPrefix("<g visibility=\"visible\"") }.count == 1)
    #expect(words.last?.contains(">c</text>") == true)
  }

  @Test("One figure does not move")
  func one() {
    let page = FigureMovie([figure(nil, "a")], pace: 1).page()
    #expect(page == FigureSVG.page(of: figure(nil, "a")))
  }
}
