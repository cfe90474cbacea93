import Screens
import Snapshots
import Subjects
import Tensors
import Testing

@testable import Dashboard

@Suite("Pictures")
struct PictureTests {
  @Test("The map at 80 × 24, start to end of the page")
  func standard() {
    #expect(
      view(Samples.state()).picture == """
         Map   dates · additive · seed 1 · own example      step 247 of 312   ❚❚ paused
                                          ▾
         query ↓  key →     3 r d ␣ o f ␣ M a y ␣ 2 0 1 4    writes looks
         3rd of May 2014  2                       ·█░░░░     2 ✓ .97 ●
         2014-05-03 ✓     0                         ·█░░░░   0 ✓ .97 ●
                          1                           ·█░░   1 ✓ .97 ●
                          4                             ·█   4 ✓ .97 ●
         exact     .952   -             ░░▒▒░░░░░░           - ✓ .97 free
         no att.   .022   0             ░░▓▓░░░░             0 ✓ .97 free
         pattern    6/6  ▸5               ·█░░░░             5 ✓ .97 ●
         loss     .0012   - ▒▒            ▒▒░░░░             - ✓ .97 free
                          0 ░░            ░░    ░░░░         0 ✓ .97 free
                          3 ·█                               3 ✓ .97 ●

         0 ░ .07 ▒ .38 ▓ .69 █ 1  auto  · expected  ● there  ○ elsewhere  free: no clue

         loss 2.56 ⠉⠉⠉⠉⠉⠑⠒⠒⠒⠒⠒⠒⠒⠤⠤⠤⠤⠤⢄⣀⣀⣀
                                         ⠉⠉⠉⠒⠢⠤⣀
              .001                              ⠑⢄⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀
         step    0 ─────────┴─────────┴────────┴─────────┴────────●─────────┴── 312
         To write "5" it looks where it should: "M" of "May" holds .79.
         learned.   t: type a text   Q: why
         query "5"  key "M"   0.791   row Σ 1.000                step 247, exact replay
         space run   . , step   ← ↓ ↑ → cell   t type   L lessons   Q tour   ? help
        """)
  }

  @Test("60 × 20 keeps both axes, legend, read-out, keys and what the picture shows")
  func small() {
    let screen = view(Samples.state(columns: 60, rows: 20))
    #expect(
      screen.picture == """
         Map   dates · additive · own example  step 247 of 312   ❚❚
                                        ▾
         query ↓ key →    3 r d ␣ o f ␣ M a y ␣ 2 0 1 4   writes
         3rd of May …   2                       ·█░░░░    2 ✓ .97 ●
         2014-05-03 ✓   0                         ·█░░░░  0 ✓ .97 ●
                        1                           ·█░░  1 ✓ .97 ●
                        4                             ·█  4 ✓ .97 ●
         exact   .952   -             ░░▒▒░░░░░░          - ✓ .97
         no att. .022   0             ░░▓▓░░░░            0 ✓ .97
         pattern  6/6  ▸5               ·█░░░░            5 ✓ .97 ●
         loss   .0012   - ▒▒            ▒▒░░░░            - ✓ .97
                        0 ░░            ░░    ░░░░        0 ✓ .97
                        3 ·█                              3 ✓ .97 ●
         0 ░ .07 ▒ .38 ▓ .69 █ 1  auto  · expected  free: no clue
         loss 2.54 ⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠒⠒⠒⠒⠒⠒⠒⠒⠤⠤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀
         step    0 ──────┴──────┴─────┴─────┴─────●──────┴─ 312
         For "5" it looks most at "M": .79.
         learned.   t: type a text   Q: why
         query "5"  key "M"   0.791   row Σ 1.000
         space run  . , step  ← ↓ ↑ → cell  t type  ? help
        """)
  }

  @Test("120 × 40 has cells of 4 × 2, the pattern over time and held-out examples")
  func large() {
    let screen = view(Samples.state(columns: 120, rows: 40))
    #expect(
      screen.picture == """
          Map   dates · additive · seed 1 · the lesson's own example, written greedily             step 247 of 312   ❚❚ paused
                                                                  ▾
          query ↓  key →       3    r    d    ␣    o    f    ␣    M    a    y    ␣    2    0    1    4    writes p    looks
          3rd of May 2014                                                           ██·██░░░░░░░░░░
          2014-05-03 ✓     2                                                        █.84█░.08░░.06░       2 ✓    .97  ●
                                                                                    █████░░░░░░░░░░
                                                                                         ██·██░░░░░░░░░░
          exact     .952   0                                                             █.79█░.12░░.07░  0 ✓    .97  ●
          no att.   .022                                                                 █████░░░░░░░░░░
          pattern    6/6                                                                      ██·██░░░░░
          loss     .0012   1                                                                  █.89█░.08░  1 ✓    .97  ●
                                                                                              █████░░░░░
                                                                                                   ██·██
                           4                                                                       █.97█  4 ✓    .97  ●
                                                                                                   █████
                                                           ░░░░░▒▒▒▒▒░░░░░░░░░░░░░░░
                           -                               ░.18░▒.30▒░.20░░.16░░.15░                      - ✓    .97  free
                                                           ░░░░░▒▒▒▒▒░░░░░░░░░░░░░░░
                                                           ░░░░░▓▓▓▓▓░░░░░░░░░░
                           0                               ░.12░▓.60▓░.14░░.12░                           0 ✓    .97  free
                                                           ░░░░░▓▓▓▓▓░░░░░░░░░░
                                                                ┌█·█┐░░░░░░░░░░
                          ▸5                                    █.79█░.10░░.09░                           5 ✓    .97  ●
                                                                └███┘░░░░░░░░░░
                             ▒▒▒▒▒                              ▒▒▒▒▒░░░░░░░░░░
                           - ▒.32▒                              ▒.29▒░.19░░.18░                           - ✓    .97  free
                             ▒▒▒▒▒                              ▒▒▒▒▒░░░░░░░░░░
                             ░░░░░                              ░░░░░          ░░░░░░░░░░
                           0 ░.25░                              ░.23░          ░.24░░.24░                 0 ✓    .97  free
                             ░░░░░                              ░░░░░          ░░░░░░░░░░
                             ██·██
                           3 █.94█ .03                                                                    3 ✓    .97  ●
                             █████
          0   ░ .07 uniform ░▒▒ .38 ▒▓▓ .69 ███ 1  auto    · expected    ● there  ○ elsewhere    free: no clue
          loss      2.57 ⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠢⠤⠤⠤⠤⠤⠤⠤⠤⢄⣀⣀⣀⣀⡀
                    .001                                          ⠈⠉⠉⠑⠒⠤⢄⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀
          step         0 ───────────────┴─────────────┴──────────────┴──────────────┴─────────────●┴─────────────┴──── 312
          To write "5" it looks where it should: "M" of "May" holds .79.   learned.   t: type a text   Q: why
          query "5" (7th of 10)  key "M" (8th of 15)   0.791   row Σ 1.000   3.5 × column mean          step 247, exact replay
          space run   . , step   ← ↓ ↑ → cell   t type   L lessons   Q tour   + - speed   A anatomy   m mechanism   ? help
        """)
  }

  @Test("200 × 60 has cells of 7 × 3 beside a second panel")
  func huge() {
    let state = Samples.state(columns: 200, rows: 60)
    let layout = MapLayout(state)
    #expect([layout.cellColumns, layout.cellRows] == [7, 3])
    let picture = view(state).picture
    #expect(picture.contains("held out, now"))
    #expect(picture.contains("the 21st of June 1999"))
    #expect(picture.contains("seed 1"))
  }

  @Test("A terminal that is too small says what it needs")
  func tooSmall() {
    let state = Samples.state(columns: 30, rows: 5)
    #expect(
      view(state).picture == """

               headlight needs
                40 × 12 cells
                 here: 30 × 5

        """)
  }

  @Test("Too narrow and too low are both too small")
  func tooNarrow() {
    #expect(view(Samples.state(columns: 39, rows: 24)).picture.contains("headlight needs"))
    #expect(view(Samples.state(columns: 80, rows: 11)).picture.contains("headlight needs"))
    #expect(view(Samples.state(columns: 40, rows: 12)).line(0).contains("Map"))
  }

  @Test("At step 0 the map is evenly dim and one sentence says what to do")
  func start() {
    let screen = view(Samples.state(step: 0, latest: 0, learned: 0))
    #expect(
      screen.picture.contains(
        "Nothing is learned yet. Press space and watch the weights move onto the dots."))
    #expect(screen.line(3).contains("░░"))
    #expect(!screen.line(3).contains("▒"))
    #expect(screen.line(0).hasSuffix("step 0   ❚❚ paused"))
  }

  @Test("Running says the cap; a replay says how far it is; halting says why")
  func activities() {
    var state = Samples.state(step: 96, latest: 96, activity: .running)
    #expect(view(state).line(0).hasSuffix("step 96   ▶ running ≤ 10/s"))
    state.progress.pace = nil
    #expect(view(state).line(0).hasSuffix("step 96   ▶ running"))
    state.progress.activity = .replaying(done: 0.634, target: 80)
    #expect(view(state).line(0).hasSuffix("↻ replaying to 80  63 %"))
    state.progress.activity = .halted(
      Halt(run: nil, step: 97, loss: .nan, culprit: nil, lastGood: 96))
    #expect(view(state).line(0).hasSuffix("■ halted"))
    #expect(view(state).picture.contains("step 97: the loss is NaN"))
  }

  @Test("The timeline keeps the first evaluation that was nearly perfect")
  func measurement() {
    let later = view(Samples.state(columns: 200, rows: 60, step: 300, latest: 312)).picture
    #expect(later.contains("exact .952 at 200"))
    let early = view(Samples.state(columns: 200, rows: 60, step: 120, latest: 120)).picture
    #expect(early.contains("exact .476 at 100"))
  }

  @Test("Without attention it says what is written and why there is no map")
  func withoutAttention() {
    let picture = view(Samples.withoutAttention()).picture
    #expect(picture.contains("There is no map"))
    #expect(picture.contains("dates · no attention"))
    #expect(picture.contains("10 of 10 characters are right"))
    #expect(!picture.contains("uniform"))
  }

  @Test("A source of 40 characters is readable at 80 × 24, wholly and with both axes")
  func long() {
    let source = "Wednesday, the 3rd day of May, A.D. 2014"
    var state = Samples.state()
    state.snapshot = Samples.snapshot(step: 247, progress: 0.8, source: source, target: nil)
    let screen = view(state)
    #expect(screen.picture.contains(source.replacing(" ", with: "␣")))
    #expect(screen.picture.contains("query ↓  key →"))
    state.columns = 60
    #expect(view(state).picture.contains(source.replacing(" ", with: "␣")))
  }

  @Test("Still longer sources scroll with the crosshair and say so")
  func scrolling() {
    var state = Samples.state()
    let source = String(repeating: "0123456789", count: 12)
    let snapshot = Samples.snapshot(step: 247, progress: 1, source: source, target: nil)
    tell(&state, shown(state, snapshot))
    #expect(view(state).picture.contains("keys 1–"))
    for _ in 0..<119 { tell(&state, .key(.right)) }
    #expect(view(state).picture.contains("–120 of 120"))
    #expect(view(state).picture.contains("query ↓ key →"))
  }

  @Test("Wide characters keep the grid")
  func wideCharacters() {
    var state = Samples.state()
    state.snapshot = Samples.snapshot(
      step: 247, progress: 1, source: "二〇一四年五月三日", target: nil)
    let layout = MapLayout(state)
    let screen = view(state)
    #expect(layout.cellColumns >= 2)
    for key in 0..<layout.keysShown {
      let column = layout.map.column + key * layout.cellColumns
      #expect(!screen[layout.header, column].text.isEmpty)
    }
    #expect(screen.cells.count == 80 * 24)
    state.snapshot = Samples.snapshot(
      step: 247, progress: 1, source: String(repeating: "二", count: 60), target: nil)
    #expect(MapLayout(state).cellColumns == 2)
  }

  @Test("Words keep a gap between their labels")
  func words() {
    var state = Samples.state()
    let keys = (0..<20).map { "word\($0)" }
    let weights = Tensor([.query: 1, .key: 20], repeating: 0.05)
    state.snapshot?.attention = [
      AttentionWeights(site: "a", weights: weights, queries: ["q"], keys: keys)
    ]
    #expect(view(state).line(2).contains("word0     word5"))
    (state.columns, state.rows) = (160, 40)
    #expect(view(state).line(MapLayout(state).header).contains("word0 word1 word2"))
  }

  @Test("Unknown characters are underlined and named")
  func unknown() {
    var state = Samples.state()
    state.snapshot?.reading.unknown = [7]
    let layout = MapLayout(state)
    let screen = view(state)
    let column = layout.map.column + 7 * layout.cellColumns
    #expect(screen[layout.header, column].style.isUnderlined)
    #expect(screen.picture.contains("underlined: unknown to the model"))
    #expect(screen.line(22).contains("unknown to the model"))
  }

  @Test("What is not a number is counted and has its own look")
  func notANumber() {
    var state = Samples.state()
    state.snapshot?.attention[0].weights.elements[8] = .nan
    let screen = view(state)
    #expect(screen.picture.contains("× 1 not a number"))
    #expect(screen.line(3).contains("××"))
  }

  @Test("A difference says of what, and reads both numbers")
  func difference() {
    var state = Samples.state(step: 96, latest: 96, learned: 0.45)
    tell(&state, .key(.character("p")))
    tell(&state, shown(state, Samples.snapshot(step: 97, progress: 0.2)))
    tell(&state, .key(.character("d")))
    let picture = view(state).picture
    #expect(picture.contains("now − step 96 (pinned)"))
    #expect(picture.contains("then 0.403  now 0.216   −.187"))
    #expect(
      picture.contains("Since step 96 the most has changed where \"4\" looks at \"4\": −.23."))
  }
}
