import Screens
import Snapshots
import Subjects
import Testing

@testable import Dashboard

@Suite("The role of a head over the run")
struct RoleCurveTests {
  /// The induction lesson with a measurement at each of `steps`, at which heads of layer 1 put
  /// these shares on what followed the same letter.
  private func state(_ shares: [(step: Int, share: Float)], columns: Int = 120, rows: Int = 40)
    -> State
  {
    var state = HeadSamples.induction(columns: columns, rows: rows)
    let letters = HeadSamples.letters
    state.progress.heads = shares.map { step, share in
      func heads(_ own: [(HeadStatistics.Role?, Float)]) -> [HeadStatistics] {
        own.map { role, share in
          HeadStatistics(
            weights: HeadSamples.head(
              letters.count, role: role, share: share, tokens: letters),
            queries: letters, keys: letters, kind: .causal)
        }
      }
      return HeadMeasurement(
        step: step,
        statistics: [
          "decoder.0.self": heads([(nil, 0), (.previous, 0.41), (.previous, 0.92), (nil, 0)]),
          "decoder.1.self": heads(
            [(HeadStatistics.Role?, Float)](
              repeating: (.induction, share), count: 4)),
        ])
    }
    tell(&state, .key(.character("H")))
    return state
  }

  private let grown: [(step: Int, share: Float)] = [
    (100, 0), (600, 0.2), (1200, 0.6), (2400, 0.9),
  ]

  @Test("A curve below each thumbnail, and the step by which the role was there")
  func picture() throws {
    let lines = view(state(grown)).picture.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.contains { $0.hasPrefix("      self .16 · steps 0–2400     previous .48") })
    #expect(lines.contains { $0.hasPrefix("      induction .91") })
    // A line where there is braille; elsewhere bars, which stand on the foot.
    let high = try #require(lines.firstIndex { $0.hasPrefix("      induction .91") })
    #expect(lines[high - 1].hasPrefix("      ⣀⣀⣀⣀⣀⣀⠖⠒⠒⠒⠒⠒⠁"))
    var console = state(grown)
    console.hasBraille = false
    let bars = view(console).picture.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(bars[high - 1].hasPrefix("      ▂▂▂▂▂▂▅▅▅▅▅▅"))
    #expect(lines[35].contains("induction 1.1 1.0 1.2 1.3, formed by step 1200   mixed 2"))
  }

  @Test("Formed is the first measurement with the role, or before it if that had it already")
  func formed() throws {
    let state = state(grown)
    let heads = try #require(state.stack).heads
    let induction = try #require(RoleCurve(heads[4], state.progress.heads))
    #expect(induction.role == .induction)
    #expect(induction.formed == 1200)
    #expect(!induction.isFormedBefore)
    #expect(induction.value(at: 0) == induction.value(at: 100))
    #expect(induction.value(at: 1199) == induction.value(at: 600))
    let previous = try #require(RoleCurve(heads[2], state.progress.heads))
    #expect(previous.formed == 100)
    #expect(previous.isFormedBefore)
    // A head without a role has a curve of what it comes nearest to, and never formed.
    let mixed = try #require(RoleCurve(heads[0], state.progress.heads))
    #expect(mixed.role != nil)
    #expect(mixed.formed == nil)
    #expect(RoleCurve(heads[0], []) == nil)
  }

  @Test(
    "Curves take what thumbnails leave", arguments: [(80, 24), (120, 40), (160, 50), (200, 60)])
  func room(columns: Int, rows: Int) {
    let with = HeadsLayout(state(grown, columns: columns, rows: rows))
    let without = HeadsLayout(state([], columns: columns, rows: rows))
    #expect(with.size == without.size)
    #expect(without.curveRows == 0)
    #expect(with.rowsShown == without.rowsShown)
    #expect((with.curveRows >= 2) == (rows >= 40))
  }
}
