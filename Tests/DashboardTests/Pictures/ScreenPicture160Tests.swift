import Screens
import Testing

@testable import Dashboard

@Suite("Pictures of Heads, Words and Compare at 160 × 50")
struct ScreenPicture160Tests {
  private func picture(_ state: State, _ keys: Key...) -> String {
    var state = state
    for key in keys { tell(&state, .key(key)) }
    return view(state).picture
  }

  @Test("Two layers of four heads, every weight a point")
  func induction() {
    #expect(
      picture(HeadSamples.induction(columns: 160, rows: 50), .character("H"), .character("}"))
        == """
          Heads   induction · 2 layers × 4 heads · seed 1 · 21 tokens                                                                            step 2400   ❚❚ paused
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

             ▸1.0 induction .91       1.1 induction .98       1.2 induction .89       1.3 induction .81
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
          0   ░ .05 uniform ░▒▒ .37 ▒▓▓ .68 ███ 1  auto    query ↓ key →    upper right: masked    21 × 21, largest of each block

          head 1.0   induction .91   first .46   previous .06   entropy .22   "k" → "^" .94, 1.9 × column mean
          ← ↓ ↑ → head   enter open   x off   / find   S sort   . , step   s scale   0 – 9 head   [ ] head   { } layer   space run   c colours   : command   ? help
        """)
  }

  @Test("Six layers of twelve heads")
  func encoder() {
    #expect(
      picture(HeadSamples.encoder(columns: 160, rows: 50), .character("H"), .right, .right) == """
          Heads   all-MiniLM-L6-v2 · 6 layers × 12 heads · 13 tokens
          The cat sat on the mat because it was tired.

              0           1          ▾2           3           4           5           6           7           8           9           10          11
          L0   ░░░░░░ ░░░  ░ ░░░░ ░ ░▸ ░ ░░░░ ░░░              ░ ░░░░ ░░░  ░ ░ ░  ░ ░              ░░░░░░ ░░░  ░ ░░░  ░ ░              ░░░░░░ ░░░  ░ ░░░░ ░ ░
               ░░░░░░░░░░   ░░░░░░ ░░  ███                      ░░░░░░ ░░   ░ ░░░░ ░                ░░░░░░░░░   ░ ░░░░ ░░              ░░░░░░░░░░   ░░░░░░ ░░
               ░░░░░░ ░░░  ░ ░░░░ ░ ░     ██                   ░ ░░░░ ░ ░      ░  ░ ░              ░ ░░░░ ░░░  ░ ░ ░  ░ ░              ░░░░░░ ░░░  ░ ░░░░ ░ ░
               ░░░░░░░░░░  ░░░░░░░ ░░      ███                 ░░░░░░░ ░░  ░░  ░░  ░░              ░░░░░░░ ░░  ░░ ░░░░ ░░              ░░░░░░░░░░  ░░░░░░░ ░░
               ░░░░░░░░░░  ░ ░░░░░░ ░         ███              ░ ░░░░░░░░  ░ ░ ░ ░░ ░              ░░░░░░░░░░  ░ ░░░ ░░ ░              ░░░░░░░░░░  ░ ░░░░░░ ░
                                      prev .98    1st .91                             1st .81                             1st .72
          L1   ░ ░ ░  ░ ░              ░░░░░░ ░░░  ░ ░░░  ░ ░              ░░░░░░ ░░░  ░ ░░░░ ░ ░  ▓▓░    ░                ░ ░░░░ ░░░  ░ ░ ░  ░ ░
                ░ ░░░░ ░                ░░░░░░░░░   ░ ░░░░ ░░              ░░░░░░░░░░   ░░░░░░ ░░    ▓▓▓░  ░                ░░░░░░ ░░   ░ ░░░░ ░
                   ░  ░ ░              ░ ░░░░ ░░░  ░ ░ ░  ░ ░              ░░░░░░ ░░░  ░ ░░░░ ░ ░      ▓▓                  ░ ░░░░ ░ ░      ░  ░ ░
               ░░  ░░  ░░              ░░░░░░░ ░░  ░░ ░░░░ ░░              ░░░░░░░░░░  ░░░░░░░ ░░   ░   ░▓▓▓               ░░░░░░░ ░░  ░░  ░░  ░░
               ░ ░ ░ ░░ ░              ░░░░░░░░░░  ░ ░░░ ░░ ░              ░░░░░░░░░░  ░ ░░░░░░ ░  ░░░░░░ ░░▓              ░ ░░░░░░░░  ░ ░ ░ ░░ ░
                          1st .81                             1st .72                             next .59    1st .91                             1st .81
          L2   ▓ ░ ░  ░ ░  ░ ░░░░ ░ ░                          ░ ░░░░ ░░░  ░ ░ ░  ░ ░              ░░░░░░ ░░░  ░ ░░░  ░ ░              ░░░░░░ ░░░  ░ ░░░░ ░ ░
                ▓▓▓░░░ ░    ░░░░░░ ░░                           ░░░░░░ ░░   ░ ░░░░ ░                ░░░░░░░░░   ░ ░░░░ ░░              ░░░░░░░░░░   ░░░░░░ ░░
                   ▓  ░ ░  ░ ░░░░ ░ ░                          ░ ░░░░ ░ ░      ░  ░ ░              ░ ░░░░ ░░░  ░ ░ ░  ░ ░              ░░░░░░ ░░░  ░ ░░░░ ░ ░
               ░░  ░▓▓▓░░  ░░░░░░░ ░░                          ░░░░░░░ ░░  ░░  ░░  ░░              ░░░░░░░ ░░  ░░ ░░░░ ░░              ░░░░░░░░░░  ░░░░░░░ ░░
               ░ ░ ░ ░░▒▓  ░ ░░░░░░ ░                          ░ ░░░░░░░░  ░ ░ ░ ░░ ░              ░░░░░░░░░░  ░ ░░░ ░░ ░              ░░░░░░░░░░  ░ ░░░░░░ ░
              self .54                1st .63     1st .91                             1st .81                             1st .72
          L3   ░ ░ ░  ░ ░              ░░░░░░ ░░░  ░ ░░░  ░ ░              ░░░░░░ ░░░  ░ ░░░░ ░ ░                          ░ ░░░░ ░░░  ░ ░ ░  ░ ░
                ░ ░░░░ ░                ░░░░░░░░░   ░ ░░░░ ░░              ░░░░░░░░░░   ░░░░░░ ░░                           ░░░░░░ ░░   ░ ░░░░ ░
                   ░  ░ ░              ░ ░░░░ ░░░  ░ ░ ░  ░ ░              ░░░░░░ ░░░  ░ ░░░░ ░ ░                          ░ ░░░░ ░ ░      ░  ░ ░
               ░░  ░░  ░░              ░░░░░░░ ░░  ░░ ░░░░ ░░              ░░░░░░░░░░  ░░░░░░░ ░░                          ░░░░░░░ ░░  ░░  ░░  ░░
               ░ ░ ░ ░░ ░              ░░░░░░░░░░  ░ ░░░ ░░ ░              ░░░░░░░░░░  ░ ░░░░░░ ░                          ░ ░░░░░░░░  ░ ░ ░ ░░ ░
                          1st .81                             1st .72                             1st .63     1st .91                             1st .81
          L4   ░░░░░░ ░░░  ░ ░░░░ ░ ░                          ░ ░░░░ ░░░  ░ ░ ░  ░ ░              ░░░░░░ ░░░  ░ ░░░  ░ ░              ░░░░░░ ░░░  ░ ░░░░ ░ ░
               ░░░░░░░░░░   ░░░░░░ ░░                           ░░░░░░ ░░   ░ ░░░░ ░                ░░░░░░░░░   ░ ░░░░ ░░              ░░░░░░░░░░   ░░░░░░ ░░
               ░░░░░░ ░░░  ░ ░░░░ ░ ░                          ░ ░░░░ ░ ░      ░  ░ ░              ░ ░░░░ ░░░  ░ ░ ░  ░ ░              ░░░░░░ ░░░  ░ ░░░░ ░ ░
               ░░░░░░░░░░  ░░░░░░░ ░░                          ░░░░░░░ ░░  ░░  ░░  ░░              ░░░░░░░ ░░  ░░ ░░░░ ░░              ░░░░░░░░░░  ░░░░░░░ ░░
               ░░░░░░░░░░  ░ ░░░░░░ ░                          ░ ░░░░░░░░  ░ ░ ░ ░░ ░              ░░░░░░░░░░  ░ ░░░ ░░ ░              ░░░░░░░░░░  ░ ░░░░░░ ░
                                      1st .63     1st .91                             1st .81                             1st .72
          L5   ░ ░ ░  ░ ░              ░░░░░░ ░░░  ░ ░░░  ░ ░              ░░░░░░ ░░░  ░ ░░░░ ░ ░                          ░ ░░░░ ░░░  ░ ░ ░  ░ ░
                ░ ░░░░ ░                ░░░░░░░░░   ░ ░░░░ ░░              ░░░░░░░░░░   ░░░░░░ ░░                           ░░░░░░ ░░   ░ ░░░░ ░
                   ░  ░ ░              ░ ░░░░ ░░░  ░ ░ ░  ░ ░              ░░░░░░ ░░░  ░ ░░░░ ░ ░                          ░ ░░░░ ░ ░      ░  ░ ░
               ░░  ░░  ░░              ░░░░░░░ ░░  ░░ ░░░░ ░░              ░░░░░░░░░░  ░░░░░░░ ░░                          ░░░░░░░ ░░  ░░  ░░  ░░
               ░ ░ ░ ░░ ░              ░░░░░░░░░░  ░ ░░░ ░░ ░              ░░░░░░░░░░  ░ ░░░░░░ ░                          ░ ░░░░░░░░  ░ ░ ░ ░░ ░
                          1st .81                             1st .72                             1st .63     1st .91                             1st .81





          previous 0.2   next 1.7   first 0.3 1.8 2.3 3.8 4.3 5.8 …   self 2.0   mixed 44
          0   ░ .08 uniform ░▒▒ .38 ▒▓▓ .69 ███ 1  sink    [CLS] hidden: .47 of all mass    query ↓ key →    13 × 13, largest of each block

          head 0.2   previous .98   first .08   next .01   entropy .12   "it" → "because" .98, 11.8 × column mean
          ← ↓ ↑ → head   enter open   x off   / find   S sort   s scale   0 – 9 head   [ ] head   { } layer   : command   . , step   space run   c colours   ? help
        """)
  }

  @Test("A sentence that asks itself")
  func words() {
    #expect(
      picture(
        HeadSamples.encoder(columns: 160, rows: 50), .character("H"), .character("2"),
        .character("W"), .right) == """
            Words   all-MiniLM-L6-v2 · head 0.2

                     ▾
               [CLS] the cat sat on the mat because it was tired . [SEP]
               ┊┊┊┊┊

                                                                                       ▾
            "the" looks at                                           × mean            [CLS] the   cat   sat   on    the   mat   beca… it    was   tired   .   [SEP]
                 ▸[CLS]   .981 ████████████████████████████████████  12.6 ×      [CLS] ┊     ░░░░░░      ░░░░░░░░░░░░      ░░░░░░░░░░░░      ░░░░░░░░░░░░      ░░░░░░
                               ████████████████████████████████████                    ┊     ░░░░░░      ░░░░░░░░░░░░      ░░░░░░░░░░░░      ░░░░░░░░░░░░      ░░░░░░
                    was   .003 ▏                                      0.0 ×       ▸the ┊
                               ▏                                                       ┊
                  the 2   .003 ▏                                      0.0 ×        cat ┊     ██████
                               ▏                                                       ┊     ██████
                  [SEP]   .003 ▏                                      0.3 ×        sat ┊           ██████
                               ▏                                                       ┊           ██████
                     on   .002 ▏                                      0.0 ×         on ┊                 ██████
                               ▏                                                       ┊                 ██████
                because   .002 ▏                                      0.0 ×        the ┊                       ██████
                               ▏                                                       ┊                       ██████
                  tired   .002 ▏                                      0.0 ×        mat ┊                             ██████
                               ▏                                                       ┊                             ██████
                    cat   .002 ▏                                      0.0 ×    because ┊                                   ██████
                               ▏                                                       ┊                                   ██████
                  the 6   .001 ▏                                      0.0 ×         it ┊                                         ██████
                               ▏                                                       ┊                                         ██████
                     it   .001 ▏                                      0.0 ×        was ┊                                               ██████
                               ▏                                                       ┊                                               ██████
                      .   .001 ▏                                      0.0 ×      tired ┊                                                     ██████
                               ▏                                                       ┊                                                     ██████
                    sat   .001 ▏                                      0.0 ×          . ┊                                                           ██████
                               ▏                                                       ┊                                                           ██████
                    mat   .000 ▏                                      0.0 ×      [SEP] ┊                                                                 ██████
                               ▏                                                       ┊                                                                 ██████

            0   ░ .08 uniform ░▒▒ .38 ▒▓▓ .69 ███ 1  sink    [CLS] hidden: .47 of all mass    ▾ query








            Besides "[CLS]", "the" looks most at "was": .00, 0.0 × what "was" gets on average.

            BERT

            query "the" (2nd of 13)  key "[CLS]" (1st of 13)   0.981   row Σ 1.000   12.6 × column mean
            ← ↓ ↑ → query, key   [ ] head   t type   a panel   A anatomy   s scale   M map   { } layer   : command   . , step   space run   m mechanism   ? help
          """)
  }

  @Test("Three panes")
  func compare() {
    #expect(
      picture(HeadSamples.comparison(columns: 160, rows: 50)) == """
          Compare   dates · one encoder, seed 1, one crosshair, one scale                                                                         step 247   ❚❚ paused

          ▸additive                                            pooling                                             multihead  mean of 4 heads
                           ▾                                                   ▾                                                   ▾
             3 r d ␣ o f ␣ M a y ␣ 2 0 1 4                       3 r d ␣ o f ␣ M a y ␣ 2 0 1 4                       3 r d ␣ o f ␣ M a y ␣ 2 0 1 4
                                   ██░░░░                                      ░░      ░░░░░░░░                                            ▒▒░░░░
           2                       ██░░░░   2 ✓                2               ░░      ░░░░░░░░ 2 ✓                2                       ▒▒░░░░   2 ✓
                                   ██░░░░                                      ░░      ░░░░░░░░                                            ▒▒░░░░
                                     ██░░░░                                    ░░      ░░░░░░░░                                              ▒▒░░░░
           0                         ██░░░░ 0 ✓                0               ░░      ░░░░░░░░ 0 ✓                0                         ▒▒░░░░ 0 ✓
                                     ██░░░░                                    ░░      ░░░░░░░░                                              ▒▒░░░░
                                       ██░░                                    ░░      ░░░░░░░░                                                ▒▒░░
           1                           ██░░ 1 ✓                1               ░░      ░░░░░░░░ 1 ✓                1                           ▒▒░░ 1 ✓
                                       ██░░                                    ░░      ░░░░░░░░                                                ▒▒░░
                                         ██                                    ░░      ░░░░░░░░                                                  ▓▓
           4                             ██ 4 ✓                4               ░░      ░░░░░░░░ 4 ✓                4                             ▓▓ 4 ✓
                                         ██                                    ░░      ░░░░░░░░                                                  ▓▓
                         ░░▒▒░░░░░░                                            ░░      ░░░░░░░░                                  ░░░░░░░░░░
           -             ░░▒▒░░░░░░         - ✓                -               ░░      ░░░░░░░░ - ✓                -             ░░░░░░░░░░         - ✓
                         ░░▒▒░░░░░░                                            ░░      ░░░░░░░░                                  ░░░░░░░░░░
                         ░░▓▓░░░░                                              ░░      ░░░░░░░░                                  ░░▒▒░░░░
           0             ░░▓▓░░░░           0 ✓                0               ░░      ░░░░░░░░ 0 ✓                0             ░░▒▒░░░░           0 ✓
                         ░░▓▓░░░░                                              ░░      ░░░░░░░░                                  ░░▒▒░░░░
                           ██░░░░                                              ░░      ░░░░░░░░                                    ▒▒░░░░
          ▸5               ██░░░░           5 ✓               ▸8               ░░      ░░░░░░░░ 8 ✗               ▸5               ▒▒░░░░           5 ✓
                           ██░░░░                                              ░░      ░░░░░░░░                                    ▒▒░░░░
             ▒▒            ▒▒░░░░                                              ░░      ░░░░░░░░                      ░░            ░░░░░░
           - ▒▒            ▒▒░░░░           - ✓                -               ░░      ░░░░░░░░ - ✓                - ░░            ░░░░░░           - ✓
             ▒▒            ▒▒░░░░                                              ░░      ░░░░░░░░                      ░░            ░░░░░░
             ░░            ░░    ░░░░                                          ░░      ░░░░░░░░                      ░░            ░░    ░░░░
           0 ░░            ░░    ░░░░       0 ✓                0               ░░      ░░░░░░░░ 0 ✓                0 ░░            ░░    ░░░░       0 ✓
             ░░            ░░    ░░░░                                          ░░      ░░░░░░░░                      ░░            ░░    ░░░░
             ██                                                                ░░      ░░░░░░░░                      ▒▒
           3 ██                             3 ✓                3               ░░      ░░░░░░░░ 3 ✓                3 ▒▒                             3 ✓
             ██                                                                ░░      ░░░░░░░░                      ▒▒

           exact 1.000                                         exact .223                                          exact .996
           loss  .0012                                         loss  .302                                          loss  .0013
           one row per query                                   one row for all queries                             4 rows per query
                                                               it cannot ask again
                                                               no weight above .35

           2.49 ⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠢⠤⠤⠤⠤⣀⡀            2.49 ⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠢⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤    2.49 ⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠢⠤⠤⠤⠤⣀⡀
           .001                                   ⠘⣄⣀⣀⣀⣀⣀⣀⣀    .001                                                .001                                   ⠘⣄⣀⣀⣀⣀⣀⣀⣀
          For "5" the most weight lies: additive at "M", .79; pooling at "4", .18; multihead at "M", .43.

          0   ░ .07 uniform ░▒▒ .38 ▒▓▓ .69 ███ 1  auto    query ↓ key →    shared    ✓ ✗ the answer

          query "5"  key "M"   additive .791   pooling .110   multihead .429
          space run   tab pane   ← ↓ ↑ → cell   . , step   d difference   Q tour   s scale   t type   n N example   c colours   : command   ? help
        """)
  }
}
