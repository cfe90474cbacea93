import Screens
import Testing

@testable import Dashboard

@Suite("Pictures of Heads, Words and Compare at 120 × 40")
struct ScreenPicture120Tests {
  private func picture(_ state: State, _ keys: Key...) -> String {
    var state = state
    for key in keys { tell(&state, .key(key)) }
    return view(state).picture
  }

  @Test("Two layers of four heads, a sentence of their roles")
  func induction() {
    #expect(
      picture(HeadSamples.induction(columns: 120, rows: 40), .character("H"), .down, .right) == """
          Heads   induction · 2 layers × 4 heads · seed 1 · 21 tokens                                    step 2400   ❚❚ paused
          ^ g k w m x b t q z h g k w m x b t q z h
              0.0 mixed               0.1 previous .48        0.2 previous .93        0.3 mixed
          L0  █                       █                       █                       █
              ░▓▒                     ░░░                     ██                      ░▓▒
              ░░░░                    ░ ▓▓                      ██                    ░░░░
              ░░░░░ ░                 ░░ ░▒▒░                     ██                  ░░░░░ ░
              ░░░░░░ ░░                ░░ ░ ▒▒                      ██                ░░░░░░ ░░
              ░░░░░░░ ░░              ░ ░░ ░  ▒▒                      ██              ░░░░░░░ ░░
               ░░░░░░░ ░░ ░            ░ ░░ ░  ░▒▒░                     ██             ░░░░░░░ ░░ ░
              ░ ░░░░░░░ ░░ ░░           ░ ░░ ░  ░ ▒▒                      ██          ░ ░░░░░░░ ░░ ░░
              ░░ ░░░░ ░░ ░░ ░░        ░  ░ ░░ ░  ░  ▒▒                      ██        ░░ ░░░░ ░░ ░░ ░░
               ░░ ░░░░ ░░ ░░ ░░░░      ░  ░ ░░ ░  ░  ░▒▒░                     ██       ░░ ░░░░ ░░ ░░ ░░░░
              ░ ░░ ░░░░ ░░ ░░ ░░░░      ░  ░ ░░ ░  ░  ░ ▒▒                      ██    ░ ░░ ░░░░ ░░ ░░ ░░░░

              1.0 induction .91      ▸1.1 induction .98       1.2 induction .89       1.3 induction .81
          L1  █                       █                       █                       █
              █                       █                       █                       █
              █                       █                       █                       █
              █                       █                       █                       █
              █                       █                       █                       █
              █                       █                       █                       █
                ██                      ██                      ██                      ██
                  ██                      ██                      ██                      ██
                    ██                      ██                      ██                      ██
                      ██                      ██                      ██                      ██
                        ██                      ██                      ██                      ██








          previous 0.2 0.1   induction 1.1 1.0 1.2 1.3   mixed 2
          0   ░ .05 uniform ░▒▒ .37 ▒▓▓ .68 ███ 1  auto    query ↓ key →    upper right: masked    21 × 21, pooled

          head 1.1   induction .98   first .49   previous .05   entropy .06   "k" → "^" .99, 1.9 × column mean
          ← ↓ ↑ → head   enter open   x off   / find   S sort   . , step   s scale   0 – 9 head   [ ] head   ? help
        """)
  }

  @Test("Six layers of twelve heads")
  func encoder() {
    #expect(
      picture(HeadSamples.encoder(columns: 120, rows: 40), .character("H")) == """
          Heads   all-MiniLM-L6-v2 · 6 layers × 12 heads · 13 tokens
          The cat sat on the mat because it was tired.
             ▾0        1        2        3        4        5        6        7        8        9        10       11
          L0 ▸ ░░░░░░░  ░░░░ ░░  █░░░ ░░           ░░░░░░░  ░░░░ ░░           ░░░░░░░  ░░░░ ░░           ░░░░░░░  ░░░░ ░░
               ░░░░░░░  ░░░░░░░  ███               ░░░░░░░  ░ ░ ░░░           ░░░░░░░  ░░░░░░░           ░░░░░░░  ░░░░░░░
               ░░░░░░░  ░ ░░░░░    ██              ░ ░░░░░  ░  ░ ░░           ░ ░░░░░  ░ ░░ ░░           ░░░░░░░  ░ ░░░░░
               ░░░░░░░  ░░░░░░░      ███           ░░░░░░░  ░░░░░░░           ░░░░░░░  ░░░░░░░           ░░░░░░░  ░░░░░░░
                                prev .98 1st .91                    1st .81                    1st .72
          L1   ░░░░ ░░           ░░░░░░░  ░░░░ ░░           ░░░░░░░  ░░░░ ░░  ▓▓░░ ░            ░░░░░░░  ░░░░ ░░
               ░ ░ ░░░           ░░░░░░░  ░░░░░░░           ░░░░░░░  ░░░░░░░    ▓▓ ░            ░░░░░░░  ░ ░ ░░░
               ░  ░ ░░           ░ ░░░░░  ░ ░░ ░░           ░░░░░░░  ░ ░░░░░     ▓▓▓            ░ ░░░░░  ░  ░ ░░
               ░░░░░░░           ░░░░░░░  ░░░░░░░           ░░░░░░░  ░░░░░░░  ░░░░ ▓▓           ░░░░░░░  ░░░░░░░
                       1st .81                    1st .72                    next .59 1st .91                    1st .81
          L2   ▓░░░ ░░  ░░░░ ░░                    ░░░░░░░  ░░░░ ░░           ░░░░░░░  ░░░░ ░░           ░░░░░░░  ░░░░ ░░
               ░▓▓ ░░░  ░░░░░░░                    ░░░░░░░  ░ ░ ░░░           ░░░░░░░  ░░░░░░░           ░░░░░░░  ░░░░░░░
               ░  ▓▓░░  ░ ░░░░░                    ░ ░░░░░  ░  ░ ░░           ░ ░░░░░  ░ ░░ ░░           ░░░░░░░  ░ ░░░░░
               ░░░░░▓▓  ░░░░░░░                    ░░░░░░░  ░░░░░░░           ░░░░░░░  ░░░░░░░           ░░░░░░░  ░░░░░░░
              self .54          1st .63  1st .91                    1st .81                    1st .72
          L3   ░░░░ ░░           ░░░░░░░  ░░░░ ░░           ░░░░░░░  ░░░░ ░░                    ░░░░░░░  ░░░░ ░░
               ░ ░ ░░░           ░░░░░░░  ░░░░░░░           ░░░░░░░  ░░░░░░░                    ░░░░░░░  ░ ░ ░░░
               ░  ░ ░░           ░ ░░░░░  ░ ░░ ░░           ░░░░░░░  ░ ░░░░░                    ░ ░░░░░  ░  ░ ░░
               ░░░░░░░           ░░░░░░░  ░░░░░░░           ░░░░░░░  ░░░░░░░                    ░░░░░░░  ░░░░░░░
                       1st .81                    1st .72                    1st .63  1st .91                    1st .81
          L4   ░░░░░░░  ░░░░ ░░                    ░░░░░░░  ░░░░ ░░           ░░░░░░░  ░░░░ ░░           ░░░░░░░  ░░░░ ░░
               ░░░░░░░  ░░░░░░░                    ░░░░░░░  ░ ░ ░░░           ░░░░░░░  ░░░░░░░           ░░░░░░░  ░░░░░░░
               ░░░░░░░  ░ ░░░░░                    ░ ░░░░░  ░  ░ ░░           ░ ░░░░░  ░ ░░ ░░           ░░░░░░░  ░ ░░░░░
               ░░░░░░░  ░░░░░░░                    ░░░░░░░  ░░░░░░░           ░░░░░░░  ░░░░░░░           ░░░░░░░  ░░░░░░░
                                1st .63  1st .91                    1st .81                    1st .72
          L5   ░░░░ ░░           ░░░░░░░  ░░░░ ░░           ░░░░░░░  ░░░░ ░░                    ░░░░░░░  ░░░░ ░░
               ░ ░ ░░░           ░░░░░░░  ░░░░░░░           ░░░░░░░  ░░░░░░░                    ░░░░░░░  ░ ░ ░░░
               ░  ░ ░░           ░ ░░░░░  ░ ░░ ░░           ░░░░░░░  ░ ░░░░░                    ░ ░░░░░  ░  ░ ░░
               ░░░░░░░           ░░░░░░░  ░░░░░░░           ░░░░░░░  ░░░░░░░                    ░░░░░░░  ░░░░░░░
                       1st .81                    1st .72                    1st .63  1st .91                    1st .81


          previous 0.2   next 1.7   first 0.3 1.8 2.3 3.8 4.3 5.8 …   self 2.0   mixed 44
          0   ░ .08 uniform ░▒▒ .38 ▒▓▓ .69 ███ 1  sink    [CLS] hidden: .47 of all mass    query ↓ key →    13 × 13, pooled

          head 0.0   duplicate .08   next .08   self .08   entropy .94   "cat" → "on" .15, 1.9 × column mean
          ← ↓ ↑ → head   enter open   x off   / find   S sort   s scale   0 – 9 head   [ ] head   { } layer   ? help
        """)
  }

  @Test("Pooling at the cap")
  func pooling() {
    #expect(
      picture(HeadSamples.keywords(columns: 120, rows: 40), .character("W")) == """
          Words   keywords · pooling · seed 1 · the lesson's own example                                  step 600   ❚❚ paused

             says negative 1.00   truth negative

                                                                                  ▾
             we stayed in the old hotel on the main street and the room was quite dreadful for the price we ordered food there
                                                                                  ░░░░░░░░ ░░░ ░░░ ░░░░░ ░░ ░░░░░░░ ░░░░ ░░░░░

             again today the staff and the service was very rather that view of the car with our
             ░░░░░ ░░░░░ ░░░ ░░░░░ ░░░ ░░░ ░░░░░░░ ░░░ ░░░░ ░░░░░░ ░░░░ ░░░░ ░░ ░░░ ░░░ ░░░░ ░░░

             weight, word by word   largest .038

              cap .159 ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄  e²/(e²+39)












                                                     ▅ ▆ ▇ ▅ ▆ ▇ ▅ ▆ ▇ ▅ ▆ ▇ ▅ ▆ ▇ ▅ ▆ ▇ ▅ ▆ ▇ ▅ ▆ ▇ ▅
                                                     █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █
                                                     █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █
                       ▄ ▄ ▄ ▄ ▄ ▄ ▄ ▄ ▄ ▄ ▄ ▄ ▄ ▄ ▄ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █
                     0 ────────────────────────────────────────────────────────────────────────────────
                                                     ▴ dreadful .036

          Weak before "dreadful", strong from it on: a word holds .005 before and .037 after it.
          learned.   t: type a text   Q: why

          0   ░ .03 uniform ░▒▒ .05 ▒▓▓ .08 ███ .1  auto    one row for the whole text    ┄ the most that can be

          key "dreadful" (16th of 40)   0.036   of at most .159   row Σ 0.999
          ← ↓ ↑ → query, key   t type   A anatomy   . , step   space run   s scale   m mechanism   M map   ? help
        """)
  }

  @Test("Three panes, the second in hand, the difference to the first")
  func compare() {
    #expect(
      picture(HeadSamples.comparison(columns: 120, rows: 40), .tab, .character("d")) == """
          Compare   dates · one encoder, seed 1, one crosshair, one scale                                 step 247   ❚❚ paused

           additive                              ▸pooling                                multihead  mean of 4 heads
                           ▾                                      ▾                                      ▾
             3 r d ␣ o f ␣ M a y ␣ 2 0 1 4          3 r d ␣ o f ␣ M a y ␣ 2 0 1 4          3 r d ␣ o f ␣ M a y ␣ 2 0 1 4
           2                       ██░░░░   2 ✓   2                       ▓▓       2 ✓   2                       ▒▒       2 ✓
                                   ██░░░░                                 ▓▓                                     ▒▒
           0                         ██░░░░ 0 ✓   0                         ▓▓     0 ✓   0                         ░░     0 ✓
                                     ██░░░░                                 ▓▓                                     ░░
           1                           ██░░ 1 ✓   1                           ▓▓   1 ✓   1                           ▒▒   1 ✓
                                       ██░░                                   ▓▓                                     ▒▒
           4                             ██ 4 ✓   4                             ██ 4 ✓   4                             ▒▒ 4 ✓
                                         ██                                     ██                                     ▒▒
           -             ░░▒▒░░░░░░         - ✓   -               ░░               - ✓   -                                - ✓
                         ░░▒▒░░░░░░                               ░░
           0             ░░▓▓░░░░           0 ✓   0               ▒▒               0 ✓   0               ░░               0 ✓
                         ░░▓▓░░░░                                 ▒▒                                     ░░
          ▸5               ██░░░░           5 ✓  ▸8               ▓▓               8 ✗  ▸5               ░░               5 ✓
                           ██░░░░                                 ▓▓                                     ░░
           - ▒▒            ▒▒░░░░           - ✓   - ░░                             - ✓   -                                - ✓
             ▒▒            ▒▒░░░░                   ░░
           0 ░░            ░░    ░░░░       0 ✓   0 ░░                  ░░         0 ✓   0                                0 ✓
             ░░            ░░    ░░░░               ░░                  ░░
           3 ██                             3 ✓   3 ██                             3 ✓   3 ▒▒                             3 ✓
             ██                                     ██                                     ▒▒

           exact 1.000  loss .0012                exact .223  loss .302                  exact .996  loss .0013
           one row per query                      one row for all queries                4 rows per query
                                                  it cannot ask again
                                                  no weight above .35
           2.48 ⠉⠉⠉⠉⠉⠉⠒⠒⠒⠒⠒⠒⠒⠢⠤⠤⠤⠤⣀⣀⡀             2.48 ⠉⠉⠉⠉⠉⠉⠑⠒⠒⠒⠒⠒⠒⠒⠒⠤⠤⠤⠤⠤⢄⣀⣀⡀          2.48 ⠉⠉⠉⠉⠉⠉⠒⠒⠒⠒⠒⠒⠒⠢⠤⠤⠤⠤⣀⣀⡀
                                    ⠈⠉⠒⢄                                      ⠈⠉⠉⠉⠉⠉⠉                             ⠈⠉⠒⢄
                                        ⢣                                                                             ⢣
           .001                         ⢸⣀⣀⣀⣀⣀    .001                                   .001                         ⠸⠤⠤⠤⠤⠤
          For "5" the most weight lies: additive at "M", .79; pooling at "4", .18; multihead at "M", .43.

          −.92 ██▓ −.46 ▒░  0  ░▒ +.46 ▓██ +.92    query ↓ key →    difference to additive    ✓ ✗ the answer

          query "5"  key "M"   additive .791   pooling .110 (−.681)   multihead .429 (−.362)
          space run   tab pane   ← ↓ ↑ → cell   . , step   d difference   Q tour   s scale   t type   n N example   ? help
        """)
  }
}
