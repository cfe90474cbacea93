import Screens
import Snapshots
import Testing

@testable import Dashboard

@Suite("Pictures of all heads, a cell each, and of the heads that moved")
struct OverviewPictureTests {
  @Test func thirtyLayersAt80InShades() {
    #expect(
      view(ModelSamples.state(layers: 30, heads: 9)).picture == """
         Heads   model · 30 layers × 9 heads · 7 tokens
              0  1  2  3  4  5  6  7  8              0  1  2  3  4  5  6  7  8
         L0  ▸         s▓    f░       f         L15  s░          p▒       s▒
         L1   s░          p▒       s▒           L16        f░          f▒
         L2         f░          f▒              L17     s▓    f              s▓
         L3      s▓    f              s▓        L18        p░ f▓    s░
         L4         p░ f▓    s░                 L19  f░          f▒       f░
         L5   f░          f▒       f░           L20           p▓       s▓    f
         L6            p▓       s▓    f         L21  p░ f▒    s░          p░ f▓
         L7   p░ f▒    s░          p░ f▓        L22        f░       f░
         L8         f░       f░                 L23     p▒       s▒          p▓
         L9      p▒       s▒          p▓        L24     s░    f▓    p░ f▒    s░
         L10     s░    f▓    p░ f▒    s░        L25  f░       f           f░
         L11  f░       f           f░           L26        s▒          p▒
         L12        s▒          p▒              L27     f▒       f▒    s░    f▓
         L13     f▒       f▒    s░    f▓        L28           s▓    f░       f
         L14           s▓    f░       f         L29  s░          p▒       s▒



         previous 6.3 9.8 20.3 23.8 9.1 12.6 … first 4.3 7.8 10.3 13.8 18.3 21.8 … …
         0 ░▒ .5 ▓█ 1  colour: 1 − entropy, how sharp  p previous  f first  s self
         head 0.0   self .34   entropy .87   "capital" → "capital" .77, 3.0 × mean
         ← ↓ ↑ → head   enter open   x off   / find   S sort   z maps   ? help
        """)
  }

  @Test func twelveByTwelveHasRoomForALetter() {
    var state = ModelSamples.state(layers: 12, heads: 12)
    press(&state, .down, .right)
    #expect(
      view(state).picture == """
         Heads   model · 12 layers × 12 heads · 7 tokens
              0     1     2     3     4     5     6     7     8     9     10    11
         L0                     s ▓▓▓       f ░░░             f
         L1   s ░░░▸                  p ▒▒▒             s ▒▒▒                   p ▒▒▒
         L2               f ░░░                   f ▒▒▒             f ▒▒▒       s ░░░
         L3         s ▓▓▓       f                             s ▓▓▓       f ░░░
         L4               p ░░░ f ▓▓▓       s ░░░                   p ▒▒▒
         L5   f ░░░                   f ▒▒▒             f ░░░                   f ▒▒▒
         L6                     p ▓▓▓             s ▓▓▓       f
         L7   p ░░░ f ▒▒▒       s ░░░                   p ░░░ f ▓▓▓       s ░░░
         L8               f ░░░             f ░░░                   f ▒▒▒
         L9         p ▒▒▒             s ▒▒▒                   p ▓▓▓             s ▓▓▓
         L10        s ░░░       f ▓▓▓       p ░░░ f ▒▒▒       s ░░░
         L11  f ░░░             f                       f ░░░             f ░░░






         previous 6.3 9.8 1.11 9.1 1.4 4.9 … first 4.3 7.8 10.3 2.6 5.11 7.1 … self …
         0 ░▒ .5 ▓█ 1  colour: 1 − entropy, how sharp  p previous  f first  s self
         head 1.1   self .34   entropy .87   "capital" → "capital" .77, 3.0 × mean
         ← ↓ ↑ → head   enter open   x off   / find   S sort   z maps   ? help
        """)
  }

  @Test func inColourItHasRoomForTheScoreToo() {
    let picture = view(ModelSamples.state(layers: 12, heads: 12, rung: .truecolor)).picture
    #expect(picture.contains("L6                     p .92             s .87       f .55"))
  }

  @Test("Two layers share a line: each half has the colour of its head")
  func halves() throws {
    let state = ModelSamples.state(layers: 30, heads: 9, rung: .truecolor)
    let (screen, grid) = (view(state), HeadsLayout(state))
    #expect(grid.overview?.isHalf == true)
    let palette = Palette(rung: .truecolor)
    func shade(_ layer: Int, _ head: Int) throws -> Cell {
      let own = try #require(state.stack?.heads(ofLayer: layer)[head])
      return palette.shade(Palette.level(Double(1 - (own.statistics.entropy ?? 1))))
    }
    for layer in stride(from: 0, to: 30, by: 2) {
      for head in 0..<9 {
        let own = try #require(state.stack?.heads(ofLayer: layer)[head])
        let box = try #require(grid.box(own.name))
        let expected = Palette.halves(try shade(layer, head), try shade(layer + 1, head))
        #expect(screen[box.row, box.column + 1] == expected, "\(layer).\(head)")
      }
    }
  }

  @Test func twoQuantisationsAt120() {
    var state = ModelSamples.pair(columns: 120, rows: 40)
    press(&state, .enter)
    #expect(
      view(state).picture == """
          Compare   tiny.q8_0 · one crosshair, one scale

          The capital of France is Paris .

          ▸tiny.q8_0  head 1.2                   tiny.q4_0  head 1.2                   head moved most at            from → to
                  ▾                                     ▾                             ▸1.2  .061  "." → "The"        .14 → .57
                  The ca… of  Fr… is  Pa…  .            The ca… of  Fr… is  Pa…  .     1.1  .017  "." → "The"        .05 → .17
                  ████                                  ████                           2.3  .017  "." → "The"        .05 → .17
              The ████                              The ████                           1.0  .014  "." → "The"        .03 → .12
                  ████                                  ████                           0.3  .011  "." → "The"        .01 → .08
                      ▒▒▒▒                                  ▒▒▒▒                       2.1  .010  "." → "The"        .04 → .11
           capit…     ▒▒▒▒                       capit…     ▒▒▒▒                       0.2  .007  "." → "The"        .05 → .10
                      ▒▒▒▒                                  ▒▒▒▒                       2.0  .007  "." → "The"        .05 → .10
                  ░░░░    ▒▒▒▒                          ░░░░    ▒▒▒▒                   2.2  .005  "." → "The"        .62 → .66
               of ░░░░    ▒▒▒▒                       of ░░░░    ▒▒▒▒                   1.3  .003  "." → "The"        .05 → .07
                  ░░░░    ▒▒▒▒                          ░░░░    ▒▒▒▒                   0.1  .002  "." → "The"        .34 → .35
                  ░░░░    ░░░░░░░░                      ░░░░    ░░░░░░░░               0.0  .000
           France ░░░░    ░░░░░░░░               France ░░░░    ░░░░░░░░
                  ░░░░    ░░░░░░░░                      ░░░░    ░░░░░░░░
                  ▒▒▒▒░░░░    ░░░░                      ▒▒▒▒░░░░    ░░░░
               is ▒▒▒▒░░░░    ░░░░                   is ▒▒▒▒░░░░    ░░░░
                  ▒▒▒▒░░░░    ░░░░                      ▒▒▒▒░░░░    ░░░░
                  ▒▒▒▒░░░░    ░░░░░░░░                  ▒▒▒▒░░░░    ░░░░░░░░
            Paris ▒▒▒▒░░░░    ░░░░░░░░            Paris ▒▒▒▒░░░░    ░░░░░░░░
                  ▒▒▒▒░░░░    ░░░░░░░░                  ▒▒▒▒░░░░    ░░░░░░░░
                  ░░░░░░░░        ░░░░    ░░░░          ▓▓▓▓                    ░░░░
          ▸     . ░░░░░░░░        ░░░░    ░░░░  ▸     . ▓▓▓▓                    ░░░░
                  ░░░░░░░░        ░░░░    ░░░░          ▓▓▓▓                    ░░░░

           4 rows per query                      4 rows per query




          For "." the most weight lies: tiny.q8_0 at ".", .25; tiny.q4_0 at "The", .57.

          0   ░ .14 uniform ░▒▒ .43 ▒▓▓ .71 ███ 1  auto    query ↓ key →    shared

          query "."  key "The"   tiny.q8_0 .145   tiny.q4_0 .572
          tab pane   ← ↓ ↑ → cell   enter most moved   { } moved   d difference   Q tour   0 – 9 head   s scale   ? help
        """)
  }
}
