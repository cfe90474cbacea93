import Screens
import Snapshots
import Testing

@testable import Dashboard

@Suite("Command line, help and mouse")
struct CommandLineTests {
  private func run(_ state: inout State, _ command: String) -> [Command] {
    var commands: [Command] = []
    for character in ":" + command { commands += update(&state, .key(.character(character))) }
    return commands + update(&state, .key(.enter))
  }

  @Test(
    "Commands",
    arguments: [
      ("seek 120", [Command.seek(120)]), ("seek latest", [.seekLatest]), ("step 5", [.step(5)]),
      ("step -5", [.step(-5)]), ("step", [.step(1)]), ("pace 30", [.pace(30)]),
      ("pace unlimited", [.pace(nil)]), ("probe 3 May 2014", [.probe("3 May 2014")]),
      ("wrong", [.example(.nextWrong)]), ("example previous", [.example(.previous)]),
      ("mouse off", [.mouse(false)]), ("teacher on", [.teacherForcing(true)]), ("run", [.run]),
      ("pause", []), ("quit", [.quit]), ("q", [.quit]), ("", []), ("  seek   7 ", [.seek(7)]),
      (":seek 7", [.seek(7)]), ("SEEK 7", [.seek(7)]),
    ] as [(String, [Command])])
  func commands(line: String, expected: [Command]) {
    var state = Samples.state()
    #expect(run(&state, line) == expected)
    #expect(state.message?.isError != true)
  }

  @Test(
    "What cannot be read names what was expected",
    arguments: [
      ("seek 999", "expects a step from 0 to 312"), ("seek", "expects a step"),
      ("seek -1", "not -1"), ("step x", "a number of steps"),
      ("step 99999999999999999999", "a number of steps"), ("pace 0", "1 or more"),
      ("pace fast", "not fast"), ("scale cubic", "uniform, linear, sqrt, log"),
      ("colors jet", "viridis, cividis, magma, greys"), ("probe", "expects a text"),
      ("mouse", "on, off"), ("quit now", "expects nothing"), ("fly", "no command fly"),
      ("s", "no command s; expected one of"), ("colors magma", "one ramp"),
    ])
  func errors(line: String, expected: String) {
    var state = Samples.state()
    #expect(run(&state, line) == [])
    #expect(state.message?.isError == true)
    #expect(state.message?.text.contains(expected) == true, "\(state.message?.text ?? "")")
    _ = update(&state, .key(.left))
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
    for key in [Key.character(":"), .character("s"), .tab] { _ = update(&state, .key(key)) }
    #expect(state.line.text == "s")
    #expect(state.message?.text == "scale  seek  sort  step")
    for key in [Key.character("c"), .tab, .character("l"), .tab] {
      _ = update(&state, .key(key))
    }
    #expect(state.line.text == "scale l")
    #expect(state.message?.text == "linear  log")
    for key in [Key.character("i"), .tab] { _ = update(&state, .key(key)) }
    #expect(state.line.text == "scale linear")
  }

  @Test("Tab completes as far as all candidates agree")
  func common() {
    var state = Samples.state()
    for key in [Key.character(":"), .character("c"), .tab] { _ = update(&state, .key(key)) }
    #expect(state.line.text == "co")
    #expect(state.message?.text == "colors  compare  copy")
  }

  @Test("History comes back with the arrow")
  func history() {
    var state = Samples.state()
    _ = run(&state, "seek 7")
    for key in [Key.character(":"), .up] { _ = update(&state, .key(key)) }
    #expect(state.line.text == "seek 7")
    #expect(update(&state, .key(.enter)) == [.seek(7)])
    #expect(state.commandHistory == ["seek 7"])
  }

  @Test("Help lists every key, scrolls, filters and explains")
  func help() {
    var state = Samples.state(columns: 60, rows: 14)
    _ = update(&state, .key(.character("?")))
    var seen = ""
    for _ in 0..<80 {
      seen += view(state).picture
      _ = update(&state, .key(.down))
    }
    for entry in KeyMap.map.entries { #expect(seen.contains(entry.caption), "\(entry.caption)") }
    let last = state.firstHelpLine
    _ = update(&state, .key(.down))
    #expect(state.firstHelpLine == last)
    for character in "/pin" { _ = update(&state, .key(.character(character))) }
    #expect(view(state).picture.contains("pin what is here"))
    #expect(!view(state).picture.contains("run, pause"))
    _ = update(&state, .key(.enter))
    _ = update(&state, .key(.character("s")))
    #expect(view(state).line(12).contains("s  scale"))
    _ = update(&state, .key(.escape))
    #expect(state.filter.isEmpty)
    _ = update(&state, .key(.escape))
    #expect(!state.isHelpOpen)
  }

  @Test("A click points, a click on the timeline seeks, the wheel scrubs")
  func mouse() {
    var state = Samples.state()
    let layout = Layout(state)
    let box = layout.box(query: 2, key: 3) ?? .empty
    let cell = Screen.Position(row: box.row, column: box.column)
    #expect(update(&state, .mouse(Mouse(.press, at: cell))) == [])
    #expect(state.crosshair == Heatmap.Index(row: 2, column: 3))
    _ = update(&state, .mouse(Mouse(.wheelDown, at: cell)))
    #expect(state.crosshair?.row == 3)
    let start = Screen.Position(row: layout.curve.row, column: layout.curve.column)
    #expect(update(&state, .mouse(Mouse(.press, at: start))) == [.seek(0)])
    #expect(update(&state, .mouse(Mouse(.release, at: start))) == [])
    state.progress.activity = .running
    #expect(update(&state, .mouse(Mouse(.wheelUp, at: start))) == [.pause, .seek(242)])
    let nowhere = Screen.Position(row: 0, column: 0)
    #expect(update(&state, .mouse(Mouse(.press, at: nowhere))) == [])
  }
}
