import Screens
import Snapshots
import Subjects
import Testing

@testable import Dashboard

@Suite("Command line, help and mouse")
struct CommandLineTests {
  private func run(_ state: inout State, _ command: String) -> [Wish] {
    var commands: [Wish] = []
    for character in ":" + command { commands += tell(&state, .key(.character(character))) }
    return commands + tell(&state, .key(.enter))
  }

  @Test(
    "Commands",
    arguments: [
      ("seek 120", [Wish.ask(.seek(120))]), ("seek latest", [.ask(.latest)]),
      ("step 5", [.ask(.move(5))]),
      ("step -5", [.ask(.move(-5))]), ("step", [.ask(.move(1))]), ("pace 30", [.ask(.pace(30))]),
      ("pace unlimited", [.ask(.pace(nil))]),
      ("probe 3 May 2014", [.ask(.read(.typed("3 May 2014")))]),
      ("wrong", [.ask(.readNextWrong)]), ("example previous", [.ask(.read(.example(0)))]),
      ("mouse off", [.mouse(false)]), ("teacher on", [.ask(.forceTeacher(true))]),
      ("run", [.ask(.run)]),
      ("pause", []), ("quit", [.quit]), ("q", [.quit]), ("", []), ("  seek   7 ", [.ask(.seek(7))]),
      (":seek 7", [.ask(.seek(7))]), ("SEEK 7", [.ask(.seek(7))]),
    ] as [(String, [Wish])])
  func commands(line: String, expected: [Wish]) {
    var state = Samples.state()
    state.progress.recording = "run"
    #expect(run(&state, line) == expected)
    #expect(state.message?.isError != true)
  }

  @Test(
    "What cannot be read names what was expected",
    arguments: [
      ("seek 999", "expects a step from 0 to 312"), ("seek", "expects a step"),
      ("seek -1", "not -1"), ("step x", "a number of steps"),
      ("step 99999999999999999999", "a number of steps"), ("pace 0", "1 or more"),
      ("pace fast", "not fast"), ("scale cubic", "auto, linear, sqrt, log"),
      ("colors jet", "viridis, cividis, magma, greys"), ("probe", "expects a text"),
      ("mouse", "on, off"), ("quit now", "expects nothing"), ("fly", "no command fly"),
      ("s", "no command s; expected one of"), ("colors magma", "one ramp"),
    ])
  func errors(line: String, expected: String) {
    var state = Samples.state()
    #expect(run(&state, line) == [])
    #expect(state.message?.isError == true)
    #expect(state.message?.text.contains(expected) == true, "\(state.message?.text ?? "")")
    tell(&state, .key(.left))
    #expect(state.message == nil)
  }

  @Test("Looks and switches by name")
  func looks() {
    var state = Samples.state(rung: .truecolor)
    _ = run(&state, "scale log")
    _ = run(&state, "colors magma")
    _ = run(&state, "help")
    #expect(state.scale == .logarithmic)
    #expect(state.ladder == .magma)
    #expect(state.isHelpOpen)
  }

  @Test("Tab completes names and choices and says what else there is")
  func completion() {
    var state = Samples.state()
    for key in [Key.character(":"), .character("s"), .character("c"), .tab, .character("l")] {
      tell(&state, .key(key))
    }
    #expect(state.line.text == "scale l")
    let picture = view(state).picture
    #expect(picture.contains("linear") && picture.contains("log") && !picture.contains("sqrt"))
    for key in [Key.character("i"), .tab] { tell(&state, .key(key)) }
    #expect(state.line.text == "scale linear")
  }

  @Test("Tab completes as far as all candidates agree")
  func common() {
    var state = Samples.state()
    for key in [Key.character(":"), .character("e"), .tab] { tell(&state, .key(key)) }
    #expect(state.line.text == "ex")
    for word in ["example", "exhibit"] { #expect(view(state).picture.contains(word)) }
  }

  @Test("History comes back with the arrow")
  func history() {
    var state = Samples.state()
    _ = run(&state, "seek 7")
    for key in [Key.character(":"), .up] { tell(&state, .key(key)) }
    #expect(state.line.text == "seek 7")
    #expect(tell(&state, .key(.enter)) == [.ask(.seek(7))])
    #expect(state.commandHistory == ["seek 7"])
  }

  @Test("Help lists every key, scrolls, filters and explains")
  func help() {
    var state = Samples.state(columns: 60, rows: 14)
    tell(&state, .key(.character("?")))
    var seen = ""
    for _ in 0..<400 {
      seen += view(state).picture
      tell(&state, .key(.down))
    }
    for entry in KeyMap.map.entries { #expect(seen.contains(entry.caption), "\(entry.caption)") }
    let last = state.firstHelpLine
    tell(&state, .key(.down))
    #expect(state.firstHelpLine == last)
    for character in "/pin" { tell(&state, .key(.character(character))) }
    #expect(view(state).picture.contains("pin what is here"))
    #expect(!view(state).picture.contains("run, pause"))
    tell(&state, .key(.enter))
    tell(&state, .key(.character("s")))
    #expect(view(state).line(12).contains("s  scale"))
    tell(&state, .key(.escape))
    #expect(state.filter.isEmpty)
    tell(&state, .key(.escape))
    #expect(!state.isHelpOpen)
  }

  @Test("A click points, a click on the timeline seeks, the wheel scrubs")
  func mouse() {
    var state = Samples.state()
    let layout = MapLayout(state)
    let box = layout.box(query: 2, key: 3) ?? .empty
    let cell = Screen.Position(row: box.row, column: box.column)
    #expect(tell(&state, .mouse(Mouse(.press, at: cell))) == [])
    #expect(state.crosshair == Heatmap.Index(row: 2, column: 3))
    tell(&state, .mouse(Mouse(.wheelDown, at: cell)))
    #expect(state.crosshair?.row == 3)
    let start = Screen.Position(row: layout.curve.row, column: layout.curve.column)
    #expect(tell(&state, .mouse(Mouse(.press, at: start))) == [.ask(.seek(0))])
    #expect(tell(&state, .mouse(Mouse(.release, at: start))) == [])
    state.progress.activity = .running
    #expect(tell(&state, .mouse(Mouse(.wheelUp, at: start))) == [.ask(.pause), .ask(.seek(242))])
    let nowhere = Screen.Position(row: 0, column: 0)
    #expect(tell(&state, .mouse(Mouse(.press, at: nowhere))) == [])
  }
}
