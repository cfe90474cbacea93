import Screens
import Snapshots
import Subjects
import Testing

@testable import Dashboard

/// One subject of each origin, with what such runs can do.
enum Origins {
  static func subject(_ origin: Origin, runs: Int = 1) -> ScriptedSubject {
    switch origin {
    case .lesson: ScriptedSubject(origin, Samples.abilities, known: .through(250), runs: runs)
    case .recording:
      ScriptedSubject(
        origin, [.rewinds, .seeks, .types, .hasExamples, .switchesHeads, .explains, .scratches],
        known: .through(250), runs: runs)
    case .watched: ScriptedSubject(origin, .seeks, known: .listed([0, 100, 250]), runs: runs)
    case .model:
      ScriptedSubject(
        origin, [.types, .switchesHeads, .explains, .scratches], known: nil, runs: runs)
    }
  }

  static func pump(_ origin: Origin, runs: Int = 1) -> Pump {
    Pump(subject(origin, runs: runs))
  }
}

@Suite("One door: every screen about every origin")
struct OriginTests {
  /// The keys and commands that ask for an ability.
  private static let asking: [(keys: String, ability: Abilities)] = [
    (" ", .trains), ("+", .trains), (",", .seeks), (".", .seeks), ("t", .types),
    ("n", .hasExamples),
    ("x", .switchesHeads), ("A", .explains), ("Q", .explains), (":baseline\n", .measures),
    (":teacher on\n", .forcesTeacher), (":exhibit no-sum on\n", .exhibits),
    (":wrong\n", .hasExamples),
    (":seek 0\n", .seeks), (":pace 5\n", .trains), (":add 3\n", .scratches),
  ]

  private func type(_ pump: inout Pump, _ keys: String) {
    for key in keys { pump.press(key == "\n" ? .enter : .character(key)) }
  }

  @Test(
    "What a run cannot do is said in one sentence, in both languages", arguments: Origin.allCases)
  func unable(origin: Origin) {
    for language in Language.allCases {
      for (keys, ability) in Self.asking {
        var pump = Origins.pump(origin)
        guard !pump.state.run.abilities.contains(ability) else { continue }
        pump.state.language = language
        let sentence = language.texts.whyUnable(ability, pump.state.run.origin)
        type(&pump, keys)
        #expect(pump.state.message?.text == sentence, "\(keys) of \(origin)")
        #expect(pump.state.keyboard.prompt == .none && pump.state.screen == .map)
      }
    }
  }

  @Test("Keys of what a run cannot do are dim in the key line", arguments: Origin.allCases)
  func dim(origin: Origin) throws {
    var pump = Origins.pump(origin)
    pump.state.columns = 200
    let screen = view(pump.state)
    let (line, palette) = (screen.line(23), Drawing(pump.state).palette)
    for (caption, ability) in [
      ("space ", Abilities.trains), (", step", .seeks), ("t type", .types),
    ] {
      let found = try #require(line.firstRange(of: caption), "\(line)")
      let column = width(of: String(line[..<found.lowerBound]))
      let isAble = pump.state.run.abilities.contains(ability)
      #expect(screen[23, column].style == (isAble ? palette.accent : palette.label), "\(caption)")
    }
  }

  @Test("Steps are those that are known: 0, 100, 250")
  func listedSteps() {
    var pump = Origins.pump(.watched)
    #expect(view(pump.state).line(0).hasSuffix("step 250   ■ last step"))
    #expect(readout(pump.state).contains("row Σ"))
    pump.type(",")
    #expect(pump.state.step == 100 && view(pump.state).line(0).contains("step 100 of 250"))
    // The step before is the one that was seen, however far away.
    pump.type(".d")
    #expect(view(pump.state).picture.contains("now − step 100"))
    pump.type("d9,")
    #expect(pump.state.step == 0)
    pump.type(",")
    #expect(readout(pump.state).contains("this is step 0, the beginning"))
    pump.type(":seek 120\n".replacing("\n", with: ""))
    pump.press(.enter)
    #expect(pump.state.step == 100)
    pump.press(.end)
    #expect(pump.state.step == 250)
    // A click on the timeline finds the nearest known step, the wheel the next.
    let layout = MapLayout(pump.state)
    let cell = Screen.Position(row: layout.curve.row, column: layout.curve.column + 20)
    pump.point(Mouse(.press, at: cell))
    #expect(pump.state.step == 0)
    pump.point(Mouse(.wheelDown, at: cell))
    #expect(pump.state.step == 100)
    // A value stands until the next one is known.
    let bars = view(pump.state).line(layout.curve.row)
    #expect(!bars.dropFirst(layout.curve.column).prefix(layout.curve.columns).contains(" "))
  }

  @Test("No picture of a model says a step", arguments: ScreenName.allCases)
  func noStep(screen: ScreenName) {
    for language in Language.allCases {
      var pump = Origins.pump(.model, runs: screen == .compare ? 2 : 1)
      pump.state.language = language
      pump.state.screen = screen
      pump.type("pd")
      for key in ["", "x", "s", "?"] {
        pump.type(key)
        let picture = view(pump.state).picture
        #expect(!picture.contains("step 0") && !picture.contains("第 0 步"), "\(picture)")
        #expect(!picture.contains("❚❚"))
      }
    }
  }

  @Test("Random keys stop nothing", arguments: Origin.allCases)
  func randomKeys(origin: Origin) {
    let keys =
      Array("jklh[]{}0123sdcpxunNtgG,.+-qMHWCAQ?/:yeo mfaseek 100\u{1b}").map { key -> Key in
        key == "\u{1b}" ? .escape : .character(key)
      } + [.enter, .tab, .up, .down, .left, .right, .pageUp, .end, .home, .backspace]
    var seed: UInt64 = 7
    for runs in [1, 2] {
      var pump = Origins.pump(origin, runs: runs)
      for _ in 0..<1_500 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let key = keys[Int(seed >> 33) % keys.count]
        // The same state and event give the same result, whatever came between.
        var (one, other) = (pump.state, pump.state)
        #expect(update(&one, .key(key)) == update(&other, .key(key)) && one == other)
        pump.press(key)
        let screen = view(pump.state)
        #expect(screen.columns == 80 && screen.rows == 24)
      }
    }
  }
}
