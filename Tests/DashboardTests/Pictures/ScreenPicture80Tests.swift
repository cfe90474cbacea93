import Screens
import Testing

@testable import Dashboard

@Suite("Pictures of Heads, Words and Compare at 80 × 24")
struct ScreenPicture80Tests {
  private func picture(_ state: State, _ keys: Key...) -> String {
    var state = state
    for key in keys { tell(&state, .key(key)) }
    return view(state).picture
  }

  @Test("Two layers of four heads: a caption each, roles where there are any")
  func induction() {
    #expect(
      picture(HeadSamples.induction(columns: 80, rows: 24), .character("H"), .right, .right) == """
         Heads   induction · 2 layers × 4 heads · 21 tokens       step 2400   ❚❚ paused
             0.0 mixed         0.1 previous .48 ▸0.2 previous .93  0.3 mixed
         L0  █▓                █░                █                 █▓
             ░ ▒░               ░▓                ██               ░ ▒░
             ░░░░░░            ░░ ▓▒░               ██             ░░░░░░
             ░░░░░ ░░           ░░ ░▒▒                ██           ░░░░░ ░░
             ░░░░░░ ░░         ░ ░░░  ▒▒                ██         ░░░░░░ ░░
             ░░░░░░░░░░░░       ░░░░░░ ▒▒▒░              ███       ░░░░░░░░░░░░
             ░░░░░░ ░░░░░░     ░ ░ ░  ░░░ ▒▒                ██     ░░░░░░ ░░░░░░
             ░░░░░░░ ░░░░░ ░   ░░ ░ ░  ░░░ ▒▒░               ██    ░░░░░░░ ░░░░░ ░
             ░░░░░░░░░░░░░░░░░  ░░ ░ ░░░ ░░░░▒▒▒               ███ ░░░░░░░░░░░░░░░░░
             1.0 induction .91 1.1 induction .98 1.2 induction .89 1.3 induction .81
         L1  █                 █                 █                 █
             █                 █                 █                 █
             █                 █                 █                 █
             █                 █                 █                 █
             █                 █                 █                 █
               ███               ███               ███               ███
                 ██                ██                ██                ██
                   ██                ██                ██                ██
                     ██                ██                ██                ██
         0 ░ .05 ▒ .37 ▓ .68 █ 1  auto  q ↓ k →  upper right: masked  21 × 21, pooled
         head 0.2   previous .93   entropy .19   "w" → "k" .95, 16.3 × mean
         ← ↓ ↑ → head   enter open   x off   / find   S sort   . , step   ? help
        """)
  }

  @Test("Six layers of twelve heads: numbers outside, letters below, the sink hidden")
  func encoder() {
    #expect(
      picture(HeadSamples.encoder(columns: 80, rows: 24), .character("H"), .right, .right) == """
         Heads   all-MiniLM-L6-v2 · 6 layers × 12 heads · 13 tokens
             0     1    ▾2     3     4     5     6     7     8     9     10    11
         L0  ░░░░░ ░░░░░▸██░░░       ░░░░░ ░░░░░       ░░░░░ ░░░░░       ░░░░░ ░░░░░
             ░░░░░ ░░░░░   ███       ░░░░░ ░░░░░       ░░░░░ ░░░░░       ░░░░░ ░░░░░
                         p .98 f .91             f .81             f .72
         L1  ░░░░░       ░░░░░ ░░░░░       ░░░░░ ░░░░░ ▓▓▓░░       ░░░░░ ░░░░░
             ░░░░░       ░░░░░ ░░░░░       ░░░░░ ░░░░░ ░░░▓▓       ░░░░░ ░░░░░
                   f .81             f .72             n .59 f .91             f .81
         L2  ▓▓▒░░ ░░░░░             ░░░░░ ░░░░░       ░░░░░ ░░░░░       ░░░░░ ░░░░░
             ░░▓▓▓ ░░░░░             ░░░░░ ░░░░░       ░░░░░ ░░░░░       ░░░░░ ░░░░░
             s .54       f .63 f .91             f .81             f .72
         L3  ░░░░░       ░░░░░ ░░░░░       ░░░░░ ░░░░░             ░░░░░ ░░░░░
             ░░░░░       ░░░░░ ░░░░░       ░░░░░ ░░░░░             ░░░░░ ░░░░░
                   f .81             f .72             f .63 f .91             f .81
         L4  ░░░░░ ░░░░░             ░░░░░ ░░░░░       ░░░░░ ░░░░░       ░░░░░ ░░░░░
             ░░░░░ ░░░░░             ░░░░░ ░░░░░       ░░░░░ ░░░░░       ░░░░░ ░░░░░
                         f .63 f .91             f .81             f .72
         L5  ░░░░░       ░░░░░ ░░░░░       ░░░░░ ░░░░░             ░░░░░ ░░░░░
             ░░░░░       ░░░░░ ░░░░░       ░░░░░ ░░░░░             ░░░░░ ░░░░░
                   f .81             f .72             f .63 f .91             f .81

         0 ░ .08 ▒ .38 ▓ .69 █ 1  sink  [CLS] hidden: .47  q ↓ k →  13 × 13, pooled
         head 0.2   previous .98   entropy .12   "it" → "because" .98, 11.8 × mean
         ← ↓ ↑ → head   enter open   x off   / find   S sort   s scale   ? help
        """)
  }

  @Test("Sorted heads flow and say their names")
  func flow() {
    #expect(
      picture(HeadSamples.encoder(columns: 80, rows: 24), .character("H"), .character("S")) == """
         Heads   all-MiniLM-L6-v2 · 6 layers × 12 heads · 13 tokens
          0.2 prev .98   1.7 next .59   0.3 1st .91    1.8 1st .91    2.3 1st .91
          ███░░░         ▓▓▓▓░░
            ████         ░░░▓▓▓
          3.8 1st .91    4.3 1st .91    5.8 1st .91    0.6 1st .81    1.1 1st .81


          1.11 1st .81   2.6 1st .81    3.1 1st .81    3.11 1st .81   4.6 1st .81


          5.1 1st .81    5.11 1st .81   0.9 1st .72    1.4 1st .72    2.9 1st .72


          3.4 1st .72    4.9 1st .72    5.4 1st .72    2.2 1st .63    3.7 1st .63


          4.2 1st .63    5.7 1st .63    2.0 self .54  ▸0.0 mixed      0.1 mixed
                                        ▓▓▓░░░         ░░░░░░         ░░░░░░
                                        ░░░▓▓▓         ░░░░░░         ░░░░░░


         0 ░ .08 ▒ .38 ▓ .69 █ 1  sink  [CLS] hidden: .47  rows 1–6 of 15  by role
         heads by role, the best first
         ← ↓ ↑ → head   enter open   x off   / find   S sort   z cells   ? help
        """)
  }

  @Test("Self-, causal and cross attention are separate stacks")
  func stacks() {
    #expect(
      picture(HeadSamples.translation(columns: 80, rows: 24), .character("H"), .tab, .tab, .right)
        == """
         Heads   translate · 2 layers × 4 heads             step 247 of 312   ❚❚ paused
          encoder self   decoder causal  ▸decoder cross
             0.0 mixed        ▸0.1 mixed         0.2 mixed         0.3 mixed
         L0  ░░░░░░░░░░░░░░░              ██░░   ░░░░░░░░░░░░░░░   ░░░░░░░░░░░░░░░
             ░░░░░░░░░░░░░░░                ██   ░░░░░░░░░░░░░░░   ░░░░░░░░░░░░░░░
             ░░░░░░░░░░░░░░░         ░▓░░░       ░░░░░░░░░░░░░░░   ░░░░░░░░░░░░░░░
             ░░░░░░░░░░░░░░░   ▒      █░░        ░░░░░░░░░░░░░░░   ░░░░░░░░░░░░░░░
             ░░░░░░░░░░░░░░░   █      ░  ░░      ░░░░░░░░░░░░░░░   ░░░░░░░░░░░░░░░

             1.0 mixed         1.1 mixed         1.2 mixed         1.3 mixed
         L1  ░░░░░░░░░░░░░░░              ██░░   ░░░░░░░░░░░░░░░              ██░░
             ░░░░░░░░░░░░░░░                ██   ░░░░░░░░░░░░░░░                ██
             ░░░░░░░░░░░░░░░         ░▓░░░       ░░░░░░░░░░░░░░░         ░▓░░░
             ░░░░░░░░░░░░░░░   ▒      █░░        ░░░░░░░░░░░░░░░   ▒      █░░
             ░░░░░░░░░░░░░░░   █      ░  ░░      ░░░░░░░░░░░░░░░   █      ░  ░░






         0 ░ .07 ▒ .38 ▓ .69 █ 1  auto  query ↓ key →  10 × 15, largest of each block
         head 0.1   first .15   entropy .34   "4" → "4" .97, 8.6 × mean
         ← ↓ ↑ → head   enter open   x off   / find   S sort   . , step   ? help
        """)
  }

  @Test("Pooling: one row, its bars, and the cap that none can pass")
  func pooling() {
    #expect(
      picture(HeadSamples.keywords(columns: 80, rows: 24), .character("W")) == """
         Words   keywords · pooling · seed 1 · own example         step 600   ❚❚ paused

            says negative 1.00   truth negative

            we stayed in the old hotel on the main street and the room was quite

            ▾
            dreadful for the price we ordered food there again today the staff and the
            ░░░░░░░░ ░░░ ░░░ ░░░░░ ░░ ░░░░░░░ ░░░░ ░░░░░ ░░░░░ ░░░░░ ░░░ ░░░░░ ░░░ ░░░

            service was very rather that view of the car with our
            ░░░░░░░ ░░░ ░░░░ ░░░░░░ ░░░░ ░░░░ ░░ ░░░ ░░░ ░░░░ ░░░

            weight, word by word   largest .038
             cap .159 ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄  e²/(e²+39)

                      ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄
                                     ▴ dreadful .036

         Weak before "dreadful", .005 per word; strong from it on, .037.
         learned.   t: type a text   Q: why
         0 ░ .03 ▒ .05 ▓ .08 █ .1  auto  one row for the whole text
         key "dreadful"   0.036   of at most .159   row Σ 0.999
         ← ↓ ↑ → query, key   t type   A anatomy   . , step   space run   ? help
        """)
  }

  @Test("Three panes share one crosshair and one scale")
  func compare() {
    #expect(
      picture(HeadSamples.comparison(columns: 80, rows: 24)) == """
         Compare   dates · one encoder, seed 1, one scale          step 247   ❚❚ paused

         ▸additive                  pooling                   multihead  mean
                   ▾                         ▾                         ▾
            3rd␣of␣May␣2014           3rd␣of␣May␣2014           3rd␣of␣May␣2014
          2            █░░  2 ✓     2        ░   ░░░░ 2 ✓     2            ▒░░  2 ✓
          0             █░░ 0 ✓     0        ░   ░░░░ 0 ✓     0             ▒░░ 0 ✓
          1              █░ 1 ✓     1        ░   ░░░░ 1 ✓     1              ▒░ 1 ✓
          4               █ 4 ✓     4        ░   ░░░░ 4 ✓     4               ▓ 4 ✓
          -       ░▒░░░     - ✓     -        ░   ░░░░ - ✓     -       ░░░░░     - ✓
          0       ░▓░░      0 ✓     0        ░   ░░░░ 0 ✓     0       ░▒░░      0 ✓
         ▸5        █░░      5 ✓    ▸8        ░   ░░░░ 8 ✗    ▸5        ▒░░      5 ✓
          - ▒      ▒░░      - ✓     -        ░   ░░░░ - ✓     - ░      ░░░      - ✓
          0 ░      ░  ░░    0 ✓     0        ░   ░░░░ 0 ✓     0 ░      ░  ░░    0 ✓
          3 █               3 ✓     3        ░   ░░░░ 3 ✓     3 ▒               3 ✓

          exact 1.000  loss .0012   exact .223  loss .302     exact .996  loss .0013
          one row per query         one row for all queries   4 rows per query
                                    it cannot ask again
                                    no weight above .35
         "5" → additive "M" .79, pooling "4" .18, multihead "M" .43
         0 ░ .07 ▒ .38 ▓ .69 █ 1  auto  query ↓ key →  shared  ✓ ✗ the answer
         query "5"  key "M"   additive .791   pooling .110   multihead .429
         space run   tab pane   ← ↓ ↑ → cell   . , step   d difference   ? help
        """)
  }

  @Test("The map of one head of a causal stack")
  func zoomed() {
    #expect(
      picture(
        HeadSamples.induction(columns: 80, rows: 24), .character("H"), .character("j"),
        .character("1"), .enter) == """
           Map   induction · multihead · head 1.1 · own example     step 2400   ❚❚ paused
                                                                    ▾  queries 6–21 of 21
           query ↓  key →     ^ g k w m x b t q z h g k w m x b t q z h
           ^ g k w m x b …  x ██
                            b ██
                            t ██
                            q ██
           exact        –   z ██
           loss     .0012   h ██
                            g     ██
                            k       ██
                            w         ██
                            m           ██
                            x             ██
                            b               ██
                            t                 ██
                            q                   ██
                            z                     ██
                           ▸h                       ██
           0 ░ .05 ▒ .37 ▓ .68 █ 1  auto  upper right: masked
           loss 2.28 ⠉⠉⠒⠢⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀
           "h" looks most at "g": .98, 9.9 × what "g" gets on average.
           query "h"  key "z"   0.001   row Σ 1.000   1.1 × column mean
           space run   . , step   ← ↓ ↑ → cell   [ ] head   { } layer   H heads   ? help
          """)
  }
}
