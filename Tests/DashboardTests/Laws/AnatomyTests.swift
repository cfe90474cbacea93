import Screens
import Snapshots
import Tensors
import Testing

@testable import Dashboard

/// An Anatomy that was opened, and the keys that were pressed in it.
struct AnatomyProbe {
  var state: State

  init(_ diagram: Diagram, columns: Int = 80, rows: Int = 24) {
    state = AnatomySamples.state(diagram, columns: columns, rows: rows)
    press(.character("A"))
  }

  @discardableResult
  mutating func press(_ keys: Key...) -> [Wish] {
    keys.flatMap { tell(&state, .key($0)) }
  }

  @discardableResult
  mutating func type(_ text: String) -> [Wish] {
    text.flatMap { tell(&state, .key(.character($0))) }
  }

  /// Types a command; what it asks for.
  mutating func command(_ text: String) -> [Wish] {
    type(":" + text) + press(.enter)
  }

  var picture: String { view(state).picture }
  var readout: String { DashboardTests.readout(state) }
  var page: AnatomyPage? { AnatomyPage(state) }

  /// What the operation under the cursor is called.
  var here: String? { page?.operation.flatMap { page?.name(of: $0) } }
}

@Suite("Pictures of the Anatomy")
struct AnatomyPictureTests {
  @Test("Additive attention opens at V(score): a block times a column, one bar a key")
  func score() {
    let probe = AnatomyProbe(SampleDiagram.additive())
    #expect(
      probe.picture == """
         Anatomy   dates · additive · seed 1 · query "0"    step 247 of 312   ❚❚ paused

         how query "0" attends             att.energy  y = x · W + b
                                                 ▾
           + encoder: reads the input   1        M     a     y     ␣     3
           − attention                  8      tanh  "score"  T U  −.9█▒0▒█+.9  V  U′
            1  W1(features)           T U      ░░░░░░██████░░░░░░██████▒▒▒▒▒▒   +██
            2  W2(hidden)               U            ██████      ██████       · +
            3  + over time            T U      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░   −▓▓
            4  tanh  "score"          T U      ▓▓▓▓▓▓░░░░░░██████▒▒▒▒▒▒▒▒▒▒▒▒   −██
         ▸  5  V(score)                 T    = V(score)  T
            6  softmax over time        T      ▃▃▃▃▃ █████ ▆▆▆▆▆ ▃▃▃▃▃        1.08
            7  weights × features     T F      █████ █████ █████ █████ ▇▇▇▇▇
            8  Σ over time              F      █████ █████ █████ █████ █████
           + decoder: writes            1      ──────────────────────────────
         ▸ e = V(score)                          .86   1.1   1.0   .86   .66

           T 5 positions  U 4 units
           F 3 features
         One number per position: how much query "0" wants it. Any sign, any size, no
         fixed sum: not weights yet.
         .862 = −.664·−.800 + b .400 + −.345·.800 + −.345·−.600 + .080·0
         V(score)  "M"   0.862   of 5 in .660 … 1.08   next: softmax over time
         ↑ ↓ operation   ← → position   enter follow   o gradient   . , step   ? help
        """)
  }

  @Test("A followed weight: the exponentials and their sum in place of the list")
  func follow() {
    var probe = AnatomyProbe(SampleDiagram.additive())
    probe.press(.down, .enter)
    #expect(
      probe.picture == """
         Anatomy   dates · additive · seed 1 · query "0"    step 247 of 312   ❚❚ paused

         softmax over time "M" =           att.weights  y = e^x / Σ_key e^x
                                                 ▾
         ▸ "a"  e^1.08               2.95        M     a     y     ␣     3
           "y"  e^1.01               2.73      V(score)  T
           "␣"  e^.863               2.37      ▁▁▁▁▁ █████ ▆▆▆▆▆ ▂▂▂▂▂        1.08
           "M"  e^.862               2.37      █████ █████ █████ █████ ▄▄▄▄▄
           "3"  e^.660               1.94      █████ █████ █████ █████ █████
                                sum  12.4      █████ █████ █████ █████ █████
                                               ──·─────●─────·─────·─────·───
                                                 .86   1.1   1.0   .86   .66
                                             = softmax over time  T
                                               ▂▂▂▂▂ █████ ▆▆▆▆▆ ▂▂▂▂▂        .239
                                               █████ █████ █████ █████ ▅▅▅▅▅
         ▸ a = ops.softmax(e, axis=1)          █████ █████ █████ █████ █████
                                               █████ █████ █████ █████ █████
           T 5 positions  U 4 units            ──────────────────────────────
           F 3 features                          .19   .24   .22   .19   .16
         e to each score, over the sum of all: shares that sum to 1 over the 5
         positions. These are the weights that the Map draws.
         .192 = e^.862 / (e^1.08 + e^1.01 + e^.863 + e^.862 + e^.660) = 2.37 / 12.4
         softmax over time  "M"   0.192   of 5 in .157 … .239
         ↑ ↓ term   ← → position   enter go to it   esc back   o gradient   ? help
        """)
  }

  @Test("The detour: the repeated row has the same number in every row")
  func detour() {
    var probe = AnatomyProbe(SampleDiagram.pooling())
    probe.press(.character("G"), .enter, .character("G"), .up)
    #expect(
      probe.picture == """
         Anatomy   dates · additive · seed 1 · query "0"    step 247 of 312   ❚❚ paused

         how query "0" attends             pool.permute  y_tu = x_ut
                                               RepeatVector  F T  0 ░▒ .11 ▓█ .22
           + encoder: reads the input   1      ██████▓▓▓▓▓▓██████████████████
           − attention                  8      ██████▓▓▓▓▓▓██████████████████
            1  pool(score)              T      ██████▓▓▓▓▓▓██████████████████
            2  tanh of the score        T    = Permute  T F  0 ░▒ .11 ▓█ .22
            3  softmax over time        T     ▹████████████████████████
            4  weights × features     T F      ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓
            5  Σ over time              F      ████████████████████████
           − the detour                 3      ████████████████████████
              1  RepeatVector         F T      ████████████████████████
         ▸    2  Permute              T F
              3  multiply             T F
         ▸ r = layers.Permute((2, 1))(r)

           T 5 positions  F 3 features

         Turned over to [T, U]: all columns identical (time is drawn across, so here
         all rows). Only the shape has been made to fit the activations.
         .206 = the same number as RepeatVector  feature 0  "M"
         Permute  "M"  feature 0   0.206   next: multiply
         ↑ ↓ operation   ← → position   enter follow   o gradient   . , step   ? help
        """)
  }

  @Test("q · k of one head: keys under their tokens, the query beside them")
  func head() {
    let probe = AnatomyProbe(SampleDiagram.multiHead())
    #expect(
      probe.picture == """
         Anatomy   dates · additive · head 0.0 · query "0"  step 247 of 312   ❚❚ paused

         how query "0" attends             att.energy  z = Σ_depth a · b
                                                 ▾
           + encoder: reads the input   1        M     a     y     ␣     3
           − attention                  7      keys k  T H D  −1.3█▒0▒█+1.3    q · d^−½
            1  keys k               T H D      ▓▓▓▓▓▓░░░░░░▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒ · ▓▓▓
            2  values v             T H D            ██████▒▒▒▒▒▒▓▓▓▓▓▓▓▓▓▓▓▓   ███
            3  queries q              H D    = q · k  scores  H T
            4  q · d^−½               H D            █████                    .371
         ▸  5  q · k  scores          H T      ▇▇▇▇▇ █████
            6  softmax over time      H T      ──────────────────────────────
            7  Σ over time            H D                  ▀▀▀▀▀ █████ █████  −.138
         ▸ e = q @ ops.swapaxes(k, 2, 3)         .16   .37   −.1   −.1   −.1

           H 2 heads  T 5 positions
           D 2 of each head


         One number per position: how much query "0" wants it. Any sign, any size, no
         fixed sum: not weights yet.
         .157 = −.160·−.800 + −.240·−.120
         q · k  scores  "M"   0.157   of 5 in −.138 … .371   next: softmax over time
         ↑ ↓ operation   ← → position   enter follow   o gradient   . , step   ? help
        """)
  }

  @Test("120 × 40 has the Keras lines, the names of PyTorch and the paper, and numbers under bars")
  func wide() {
    let probe = AnatomyProbe(SampleDiagram.additive(), columns: 120, rows: 40)
    #expect(
      probe.picture == """
          Anatomy   dates · additive · seed 1 · query "0" (1st of 2)                               step 247 of 312   ❚❚ paused

          how query "0" attends                     att.energy  y = x · W + b
                                                           ▾
            + encoder: reads the input           1         M       a       y       ␣       3
            − attention                          8      tanh  "score"  T U  in order of V          V  U′  −.8█▒0▒█+.8
             1  W1(features)                   T U      ░░░░░░░░████████░░░░░░░░████████▒▒▒▒▒▒▒▒   +██
             2  W2(hidden)                       U              ████████        ████████         · +
             3  + over time                    T U      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░   −▓▓
             4  tanh  "score"                  T U      ▓▓▓▓▓▓▓▓░░░░░░░░████████▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒   −██
          ▸  5  V(score)                         T    = V(score)  T
             6  softmax over time                T              ███████ ▅▅▅▅▅▅▅                  1.08
             7  weights × features             T F      ███████ ███████ ███████ ███████
             8  Σ over time                      F      ███████ ███████ ███████ ███████ ███████
            + decoder: writes                    1      ███████ ███████ ███████ ███████ ███████
                                                        ███████ ███████ ███████ ███████ ███████
            T 5 positions  U 4 units  F 3 features      ────────────────────────────────────────
                                                           .862    1.08    1.01    .863    .660
            Keras 3
            W1 = layers.Dense(U)  # once
            W2 = layers.Dense(U)
            V = layers.Dense(1)
            k = W1(features)
            q = W2(hidden)[:, None]
            total = k + q
            score = ops.tanh(total)
          ▸ e = V(score)
            e = e + mask  # 0 or -1e9
            a = ops.softmax(e, axis=1)
            w = a * features
            context = ops.sum(w, axis=1)

          One number per position: how much query "0" wants it. Any sign, any size, no fixed sum: not weights yet.

          .862 = −.664·−.800 + b .400 + −.345·.800 + −.345·−.600 + .080·0
          PyTorch V = torch.nn.Linear(U, 1);  e = V(score)    paper e_ij = v_aᵀ tanh(W_a s_i−1 + U_a h_j)


          V(score)  "M"   0.862   of 5 in .660 … 1.08   next: softmax over time
          ↑ ↓ operation   ← → position   enter follow   o gradient   . , step   Q tour   tab picture   [ ] query   ? help
        """)
  }

  @Test("The one line of Keras and how much of the list is out of sight stand apart")
  func lineBelowTheList() {
    // A list of two layers.
    var diagram = SampleDiagram.additive()
    diagram.operations += diagram.operations
    var isScrolled = false
    for rows in 14...24 {
      var probe = AnatomyProbe(diagram, rows: rows)
      for _ in 0..<20 { probe.press(.up) }
      for _ in 0..<20 {
        probe.press(.down)
        let left = probe.picture.split(separator: "\n").map { $0.prefix(33) }
        guard let code = probe.page?.operation.flatMap({ probe.page?.codeLine(for: $0) }),
          let line = left.first(where: { $0.contains("▸ " + code.trimmed) })
        else { continue }
        isScrolled = isScrolled || left.contains { $0.contains(" more") }
        #expect(!line.contains("more"), "\(rows) rows: \(line)")
      }
    }
    #expect(isScrolled)
  }
}
