import Screens
import Subjects
import Testing

@testable import Dashboard

@Suite("Pictures of a lesson and of a run on disk, scripted")
struct OriginPictureTests {
  @Test func lessonMap() {
    #expect(
      OriginPictures.picture(.lesson, .map) == """
         Map   sentence · multihead · head 0.0 · own example       step 250   ❚❚ paused
                                                                  ▾
         query ↓  key →         ^   the   cat   sat   on    the   mat     .
         the cat sat …      ^ ██████
                          the ██████
                          cat       ██████
                          sat             ██████
         exact        –    on                   ██████
         loss      .357   the                         ██████
                          mat                               ██████
                           ▸.                                     ██████



         0 ░ .13 ▒ .42 ▓ .71 █ 1  auto  upper right: masked

         loss 2.50 ⠉⠉⠉⠉⠉⠉⠉⠉⠉⠑⠤⠤⠤⠤⠤⠤⠤⠤⠤⡀
                                      ⠈⠉⠉⠉⠉⠉⠉⠉⠉⠉⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⣀⣀
                .1
         step    0 ───────────────────────────────────────────────────────────● 250
         "." looks most at "mat": .96, 2.0 × what "mat" gets on average.
         i: about this run
         query "."  key "mat"   0.963   row Σ 1.000   2.0 × column mean
         space run   . , step   ← ↓ ↑ → cell   [ ] head   { } layer   H heads   ? help
        """)
  }

  @Test func lessonHeads() {
    #expect(
      OriginPictures.picture(.lesson, .heads) == """
         Heads   sentence · 2 layers × 2 heads · 8 tokens          step 250   ❚❚ paused
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
         ← ↓ ↑ → head   enter open   x off   / find   S sort   . , step   ? help
        """)
  }

  @Test func lessonWords() {
    #expect(
      OriginPictures.picture(.lesson, .words) == """
         Words   sentence · multihead · head 0.0 · own example     step 250   ❚❚ paused

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
         i: about this run
         0 ░ .13 ▒ .42 ▓ .71 █ 1  auto  ▾ query  later tokens are masked
         query "."  key "mat"   0.963   row Σ 1.000   2.0 × column mean
         ← ↓ ↑ → query, key   [ ] head   t type   A anatomy   . , step   ? help
        """)
  }

  @Test func lessonCompare() {
    #expect(
      OriginPictures.picture(.lesson, .compare) == """
         Compare   sentence · one encoder, seed 1, one scale       step 250   ❚❚ paused

         ▸multihead  mean of 2 heads              additive  mean of 2 heads
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

          exact –  loss .357                      exact –  loss .357
          2 rows per query                        2 rows per query




         For "." the most weight lies: multihead at "^", .52; additive at "^", .30.
         0 ░ .13 ▒ .42 ▓ .71 █ 1  auto  query ↓ key →  shared
         query "."  key "mat"   multihead .020   additive .029
         space run   tab pane   ← ↓ ↑ → cell   . , step   d difference   ? help
        """)
  }

  @Test func lessonAnatomy() {
    #expect(
      OriginPictures.picture(.lesson, .anatomy) == """
         Anatomy   sentence · multihead · head 0.0 · query "."     step 250   ❚❚ paused

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

  @Test func recordingMap() {
    #expect(
      OriginPictures.picture(.recording, .map) == """
         Map   sentence · head 0.0 · the lesson's own example    step 250   ■ last step
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

         loss 2.50 ⠉⠉⠉⠉⠉⠉⠉⠉⠉⠑⠤⠤⠤⠤⠤⠤⠤⠤⠤⡀
                                      ⠈⠉⠉⠉⠉⠉⠉⠉⠉⠉⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⣀⣀
                .1
         step    0 ───────────────────────────────────────────────────────────● 250
         "." looks most at "mat": .96, 2.0 × what "mat" gets on average.
         every step is kept
         query "."  key "mat"   0.963   row Σ 1.000   2.0 × column mean
         . , step   ← ↓ ↑ → cell   [ ] head   { } layer   H heads   t type   ? help
        """)
  }

  @Test func recordingHeads() {
    #expect(
      OriginPictures.picture(.recording, .heads) == """
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
         ← ↓ ↑ → head   enter open   x off   / find   S sort   . , step   ? help
        """)
  }

  @Test func recordingWords() {
    #expect(
      OriginPictures.picture(.recording, .words) == """
         Words   sentence · head 0.0 · the lesson's own example  step 250   ■ last step

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
         every step is kept
         0 ░ .13 ▒ .42 ▓ .71 █ 1  auto  ▾ query  later tokens are masked
         query "."  key "mat"   0.963   row Σ 1.000   2.0 × column mean
         ← ↓ ↑ → query, key   [ ] head   t type   A anatomy   . , step   ? help
        """)
  }

  @Test func recordingCompare() {
    #expect(
      OriginPictures.picture(.recording, .compare) == """
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
         tab pane   ← ↓ ↑ → cell   . , step   d difference   Q tour   ? help
        """)
  }

  @Test func recordingAnatomy() {
    #expect(
      OriginPictures.picture(.recording, .anatomy) == """
         Anatomy   sentence · head 0.0 · query "." (8th of 8)    step 250   ■ last step

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
