import Screens
import Subjects
import Testing

@testable import Dashboard

@Suite("Pictures of another program's run and of a model, scripted")
struct OriginPicture2Tests {
  @Test func watchedMap() {
    #expect(
      OriginPictures.picture(.watched, .map) == """
         Map   sentence · head 0.0                               step 250   ■ last step
                                                                  ▾
         query ↓  key →         ^   the   cat   sat   on    the   mat     .
         the cat sat …      ^ ██████
                          the ██████
                          cat       ██████
                          sat             ██████
         loss      .357    on                   ██████
                          the                         ██████
                          mat                               ██████
                           ▸.                                     ██████



         0 ░ .13 ▒ .42 ▓ .71 █ 1  auto  upper right: masked

         loss 2.50 ⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⡆
                                           ⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⢱
                .1
         step    0 ───────────────────────────────────────────────────────────● 250
         "." looks most at "mat": .96, 2.0 × what "mat" gets on average.

         query "."  key "mat"   0.963   row Σ 1.000   2.0 × column mean
         . , step   ← ↓ ↑ → cell   [ ] head   { } layer   H heads   p pin   ? help
        """)
  }

  @Test func watchedHeads() {
    #expect(
      OriginPictures.picture(.watched, .heads) == """
         Heads   sentence · 2 layers × 2 heads · 8 tokens        step 250   ■ last step
            ▸0.0 previous .97                   0.1 mixed
         L0  ████                               ████
             ████                                   ▓▓▓▓
                 ████                           ░░░░    ▒▒▒▒
                     ████                       ░░░░    ░░░░░░░░
                         ████                   ░░░░░░░░    ░░░░
                             ████               ░░░░░░░░    ░░░░░░░░
                                 ████               ░░░░░░░░    ░░░░    ░░░░
                                     ████           ░░░░░░░░    ░░░░░░░░    ░░░░

             1.0 first .97                      1.1 duplicate .97
         L1  ████                               ████
             ████                                   ▓▓▓▓
             ████                               ░░░░    ▒▒▒▒
             ████                               ░░░░    ░░░░░░░░
             ████                               ░░░░░░░░    ░░░░
             ████                                   ████
             ████                                   ░░░░░░░░    ░░░░    ░░░░
             ████                                   ░░░░░░░░    ░░░░░░░░    ░░░░

         0 ░ .13 ▒ .42 ▓ .71 █ 1  auto  query ↓ key →  upper right: masked  8 × 8
         head 0.0   previous .97   entropy .12   "sat" → "cat" .98, 5.8 × mean
         ← ↓ ↑ → head   enter open   / find   S sort   . , step   s scale   ? help
        """)
  }

  @Test func watchedWords() {
    #expect(
      OriginPictures.picture(.watched, .words) == """
         Words   sentence · head 0.0                             step 250   ■ last step

                                     ▾
            ^ the cat sat on the mat .
                                 ███

            "." looks at                                                        × mean
              ▸mat   .963 ████████████████████████████████████████████████████   2.0 ×
             the 2   .008 ▌                                                      0.1 ×
                on   .007 ▍                                                      0.0 ×
                 .   .007 ▍                                                      1.0 ×
               cat   .005 ▎                                                      0.0 ×
             the 6   .004 ▎                                                      0.0 ×
                 ^   .003 ▏                                                      0.0 ×
               sat   .002 ▏                                                      0.0 ×




         "." looks most at "mat": .96, 2.0 × what "mat" gets on average.

         0 ░ .13 ▒ .42 ▓ .71 █ 1  auto  ▾ query  later tokens are masked
         query "."  key "mat"   0.963   row Σ 1.000   2.0 × column mean
         ← ↓ ↑ → query, key   [ ] head   . , step   s scale   M map   ? help
        """)
  }

  @Test func watchedCompare() {
    #expect(
      OriginPictures.picture(.watched, .compare) == """
         Compare   sentence · one crosshair, one scale           step 250   ■ last step

         ▸sentence  mean of 2 heads               again  mean of 2 heads
                                      ▾                                       ▾
               ^  the cat sat on  the mat  .           ^  the cat sat on  the mat  .
            ^ ████                                  ^ ████
          the ░░░░                                the ░░░░░░░░
          cat ▓▓▓▓    ░░░░                        cat ▒▒▒▒    ░░░░
          sat ▓▓▓▓                                sat ▒▒▒▒    ░░░░
           on ▓▓▓▓                                 on ▒▒▒▒        ░░░░
          the ▒▒▒▒▒▒▒▒                            the ▒▒▒▒░░░░
          mat ▒▒▒▒░░░░                ░░░░        mat ░░░░░░░░        ░░░░    ░░░░
         ▸  . ▒▒▒▒░░░░                           ▸  . ░░░░░░░░░░░░    ░░░░        ░░░░

          loss .357                               loss .357
          2 rows per query                        2 rows per query




         For "." the most weight lies: sentence at "^", .52; again at "^", .30.
         0 ░ .13 ▒ .42 ▓ .71 █ 1  auto  query ↓ key →  shared
         query "."  key "mat"   sentence .020   again .029
         tab pane   ← ↓ ↑ → cell   . , step   d difference   0 – 9 head   ? help
        """)
  }

  @Test func watchedAnatomy() {
    #expect(
      OriginPictures.picture(.watched, .anatomy) == """
         Map   sentence · head 0.0                               step 250   ■ last step
                                                                  ▾
         query ↓  key →         ^   the   cat   sat   on    the   mat     .
         the cat sat …      ^ ██████
                          the ██████
                          cat       ██████
                          sat             ██████
         loss      .357    on                   ██████
                          the                         ██████
                          mat                               ██████
                           ▸.                                     ██████



         0 ░ .13 ▒ .42 ▓ .71 █ 1  auto  upper right: masked

         loss 2.50 ⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⡆
                                           ⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⢱
                .1
         step    0 ───────────────────────────────────────────────────────────● 250
         "." looks most at "mat": .96, 2.0 × what "mat" gets on average.

         another program's operations are not known here
         . , step   ← ↓ ↑ → cell   [ ] head   { } layer   H heads   p pin   ? help
        """)
  }

  @Test func modelMap() {
    #expect(
      OriginPictures.picture(.model, .map) == """
         Map   sentence · head 0.0
                                                  ▾
                ^   the   cat   sat   on    the   mat     .
            ^ ██████
          the ██████
          cat       ██████
          sat             ██████
           on                   ██████
          the                         ██████
          mat                               ██████
           ▸.                                     ██████



         query ↓ key →  0 ░ .13 ▒ .42 ▓ .71 █ 1  auto  upper right: masked





         "." looks most at "mat": .96, 2.0 × what "mat" gets on average.

         query "."  key "mat"   0.963   row Σ 1.000   2.0 × column mean
         ← ↓ ↑ → cell   [ ] head   { } layer   H heads   t type   Q tour   ? help
        """)
  }

  @Test func modelHeads() {
    #expect(
      OriginPictures.picture(.model, .heads) == """
         Heads   sentence · 2 layers × 2 heads · 8 tokens
            ▸0.0 previous .97                   0.1 mixed
         L0  ████                               ████
             ████                                   ▓▓▓▓
                 ████                           ░░░░    ▒▒▒▒
                     ████                       ░░░░    ░░░░░░░░
                         ████                   ░░░░░░░░    ░░░░
                             ████               ░░░░░░░░    ░░░░░░░░
                                 ████               ░░░░░░░░    ░░░░    ░░░░
                                     ████           ░░░░░░░░    ░░░░░░░░    ░░░░

             1.0 first .97                      1.1 duplicate .97
         L1  ████                               ████
             ████                                   ▓▓▓▓
             ████                               ░░░░    ▒▒▒▒
             ████                               ░░░░    ░░░░░░░░
             ████                               ░░░░░░░░    ░░░░
             ████                                   ████
             ████                                   ░░░░░░░░    ░░░░    ░░░░
             ████                                   ░░░░░░░░    ░░░░░░░░    ░░░░

         0 ░ .13 ▒ .42 ▓ .71 █ 1  auto  query ↓ key →  upper right: masked  8 × 8
         head 0.0   previous .97   entropy .12   "sat" → "cat" .98, 5.8 × mean
         ← ↓ ↑ → head   enter open   x off   / find   S sort   s scale   ? help
        """)
  }

  @Test func modelWords() {
    #expect(
      OriginPictures.picture(.model, .words) == """
         Words   sentence · head 0.0

                                     ▾
            ^ the cat sat on the mat .
                                 ███

            "." looks at                                                        × mean
              ▸mat   .963 ████████████████████████████████████████████████████   2.0 ×
             the 2   .008 ▌                                                      0.1 ×
                on   .007 ▍                                                      0.0 ×
                 .   .007 ▍                                                      1.0 ×
               cat   .005 ▎                                                      0.0 ×
             the 6   .004 ▎                                                      0.0 ×
                 ^   .003 ▏                                                      0.0 ×
               sat   .002 ▏                                                      0.0 ×




         "." looks most at "mat": .96, 2.0 × what "mat" gets on average.

         0 ░ .13 ▒ .42 ▓ .71 █ 1  auto  ▾ query  later tokens are masked
         query "."  key "mat"   0.963   row Σ 1.000   2.0 × column mean
         ← ↓ ↑ → query, key   [ ] head   t type   A anatomy   s scale   M map   ? help
        """)
  }

  @Test func modelCompare() {
    #expect(
      OriginPictures.picture(.model, .compare) == """
         Compare   sentence · one crosshair, one scale

         ▸sentence  mean of 2 heads               again  mean of 2 heads
                                      ▾                                       ▾
               ^  the cat sat on  the mat  .           ^  the cat sat on  the mat  .
            ^ ████                                  ^ ████
          the ░░░░                                the ░░░░░░░░
          cat ▓▓▓▓    ░░░░                        cat ▒▒▒▒    ░░░░
          sat ▓▓▓▓                                sat ▒▒▒▒    ░░░░
           on ▓▓▓▓                                 on ▒▒▒▒        ░░░░
          the ▒▒▒▒▒▒▒▒                            the ▒▒▒▒░░░░
          mat ▒▒▒▒░░░░                ░░░░        mat ░░░░░░░░        ░░░░    ░░░░
         ▸  . ▒▒▒▒░░░░                           ▸  . ░░░░░░░░░░░░    ░░░░        ░░░░

          2 rows per query                        2 rows per query





         For "." the most weight lies: sentence at "^", .52; again at "^", .30.
         0 ░ .13 ▒ .42 ▓ .71 █ 1  auto  query ↓ key →  shared
         query "."  key "mat"   sentence .020   again .029
         tab pane   ← ↓ ↑ → cell   d difference   Q tour   0 – 9 head   ? help
        """)
  }

  @Test func modelAnatomy() {
    #expect(
      OriginPictures.picture(.model, .anatomy) == """
         Anatomy   sentence · head 0.0 · query "." (8th of 8)

         how query "." attends             att.energy  f(x)
                                                                       ▾
           − attention                  6       ^  the cat sat on  the mat  .
            1  W1(features)           T U      tanh  "score"  T U  in order of V  V  U
            2  tanh  "score"          T U      ████▒▒▒▒░░░░    ▒▒▒▒▓▓▓▓████▓▓▓▓   +▒▒
         ▸  3  V(score)                 T      ░░░░    ░░░░▓▓▓▓████▓▓▓▓▒▒▒▒       +
            4  softmax over time        T          ░░░░▒▒▒▒████████▒▒▒▒░░░░     · −░░
            5  weights × features     T F      ▒▒▒▒▓▓▓▓████▓▓▓▓░░░░    ░░░░▓▓▓▓   −▓▓
            6  Σ over time              F      ▓▓▓▓████▓▓▓▓▒▒▒▒    ░░░░▒▒▒▒████   −██
         ▸ e = V(score)                      = V(score)  T
                                               ▃▃▃         ▆▆▆         ███      .778
           T 8 positions  U 5 units            ────────────────────────────────
           F 6 features                            ███ ▀▀▀     ███         ███
                                                   ███         ▀▀▀              −1.00
                                               .33  −1 −.2 .56 −.8   0 .78 −.6


         One number per position: how much query "." wants it. Any sign, any size, no
         fixed sum: not weights yet.
         .778 = −.556·−1.00 + 1.00·.556 + −.333·−.778 + .222·−.222 + .444·0
         V(score)  "mat"   0.778   largest of 8   next: softmax over time
         ↑ ↓ operation   ← → position   enter follow   o gradient   . , step   ? help
        """)
  }
}
