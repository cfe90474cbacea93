import Screens
import Snapshots
import Subjects
import Testing

@testable import Dashboard

@Suite("Journeys")
struct JourneyTests {
  /// Presses keys one after the other and collects the commands.
  private func press(_ state: inout State, _ keys: Key...) -> [Wish] {
    keys.flatMap { tell(&state, .key($0)) }
  }

  private func type(_ state: inout State, _ text: String) -> [Wish] {
    text.flatMap { tell(&state, .key(.character($0))) }
  }

  @Test("Space runs and pauses; stepping back while running pauses first")
  func time() {
    var state = Samples.state(step: 20, latest: 20)
    #expect(press(&state, .character(" ")) == [.ask(.run)])
    #expect(view(state).line(23).contains("space pause"))
    #expect(press(&state, .character(",")) == [.ask(.pause), .ask(.move(-1))])
    #expect(press(&state, .character(",")) == [.ask(.move(-1))])
    #expect(press(&state, .character(".")) == [.ask(.move(1))])
    #expect(press(&state, .character("<"), .pageDown) == [.ask(.move(-10)), .ask(.move(10))])
    #expect(press(&state, .home) == [.ask(.seek(0))])
    state.progress.step = 5
    #expect(press(&state, .end) == [.ask(.latest)])
    #expect(press(&state, .character("<")) == [.ask(.move(-5))])
  }

  @Test("Counts repeat, show while they are typed, and Esc forgets them")
  func counts() {
    var state = Samples.state()
    #expect(type(&state, "20.") == [.ask(.move(20))])
    #expect(type(&state, "3,") == [.ask(.move(-3))])
    #expect(type(&state, "1") == [])
    #expect(readout(state).hasSuffix("1_"))
    #expect(type(&state, "00") == [])
    _ = press(&state, .escape)
    #expect(state.count == nil)
    #expect(type(&state, ".") == [.ask(.move(1))])
    _ = type(&state, "0")
    #expect(state.message?.text.contains("does nothing") == true)
    _ = type(&state, String(repeating: "9", count: 40))
    #expect(state.count == State.mostCount)
  }

  @Test("What cannot be done says why, until the next key")
  func whyNot() {
    var state = Samples.state(step: 0, latest: 0, learned: 0)
    #expect(press(&state, .character(",")) == [])
    #expect(readout(state).contains("this is step 0"))
    _ = press(&state, .right)
    #expect(readout(state).contains("query"))
    _ = press(&state, .end)
    #expect(readout(state).contains("latest"))
    _ = press(&state, .character("c"))
    #expect(readout(state).contains("one ramp"))
    _ = press(&state, .character("d"))
    #expect(readout(state).contains("p pins"))
    var other = Samples.withoutAttention()
    _ = press(&other, .left)
    #expect(readout(other).contains("no attention"))
    state.progress.activity = .halted(
      Halt(run: nil, step: 97, loss: .nan, culprit: nil, lastGood: 96))
    #expect(press(&state, .character(" "), .character(".")) == [])
    #expect(readout(state).contains("halted"))
    _ = press(&state, .function(5))
    #expect(readout(state).contains("F5 does nothing here"))
  }

  @Test("Speed goes through the caps")
  func pace() {
    var state = Samples.state()
    #expect(press(&state, .character("+"), .character("=")) == [.ask(.pace(30)), .ask(.pace(nil))])
    #expect(press(&state, .character("+")) == [])
    #expect(
      press(&state, .character("-"), .character("_"), .character("-"), .character("-"))
        == [.ask(.pace(30)), .ask(.pace(10)), .ask(.pace(5)), .ask(.pace(1))])
    #expect(press(&state, .character("-")) == [])
    state.progress.pace = 12
    #expect(press(&state, .character("+")) == [.ask(.pace(30))])
    state.progress.pace = 12
    #expect(press(&state, .character("-")) == [.ask(.pace(10))])
  }

  @Test("The crosshair moves from home, stops at the edges, and keeps its mark")
  func crosshair() {
    var state = Samples.state()
    _ = press(&state, .right, .character("j"))
    #expect(state.crosshair == Heatmap.Index(row: 7, column: 8))
    #expect(view(state).picture.contains("▸-"))
    _ = press(&state, .character("G"), .character("l"))
    #expect(state.crosshair == Heatmap.Index(row: 9, column: 9))
    _ = press(&state, .character("g"), .character("h"), .character("k"))
    #expect(state.crosshair == Heatmap.Index(row: 0, column: 8))
    _ = press(&state, .character("]"), .shiftRight, .character("["))
    #expect(state.crosshair?.row == 1)
    _ = type(&state, "5G")
    #expect(state.crosshair?.row == 4)
    _ = type(&state, "99l")
    #expect(state.crosshair?.column == 14)
    _ = press(&state, .character("h"))
    #expect(state.crosshair?.column == 13)
  }

  @Test("Rows that do not fit scroll with the crosshair")
  func scrolling() {
    var state = Samples.state(columns: 60, rows: 12)
    _ = press(&state, .character("g"))
    #expect(view(state).picture.contains("queries 1–"))
    _ = press(&state, .character("G"))
    #expect(state.firstQuery > 0)
    #expect(view(state).picture.contains("–10 of 10"))
    let first = state.firstQuery
    _ = press(&state, .up)
    #expect(state.firstQuery == first)
  }

  @Test("Typing a probe follows every letter; Enter keeps it, Esc brings the lesson's back")
  func probe() {
    var state = Samples.state(activity: .running)
    #expect(press(&state, .character("t")) == [])
    #expect(
      type(&state, "1 q") == [
        .ask(.read(.typed("1"))), .ask(.read(.typed("1 "))), .ask(.read(.typed("1 q"))),
      ])
    #expect(view(state).line(23).hasPrefix(" type a text: 1 q"))
    #expect(view(state).cursor == Screen.Position(row: 23, column: 17))
    #expect(
      press(&state, .backspace, .home, .delete) == [
        .ask(.read(.typed("1 "))), .ask(.read(.typed(" "))),
      ])
    #expect(press(&state, .control("u"), .control("k")) == [.ask(.read(.own(0)))])
    #expect(tell(&state, .paste("3 May\n\u{1B}[2J")) == [.ask(.read(.typed("3 May\n\u{1B}[2J")))])
    #expect(view(state).line(23).contains("3 May^J^[[2J"))
    #expect(press(&state, .control("w")) == [.ask(.read(.typed("3 May\n")))])
    #expect(press(&state, .enter) == [])
    #expect(state.prompt == .none)
    #expect(state.input == .typed("3 May\n"))
    #expect(view(state).line(0).contains("your text"))
    #expect(press(&state, .character("t"), .control("u")) == [.ask(.read(.own(0)))])
    #expect(press(&state, .up) == [.ask(.read(.typed("3 May\n")))])
    #expect(press(&state, .escape) == [.ask(.read(.own(0)))])
    #expect(state.input == .own(0))
  }

  @Test("A line that is too long scrolls so that its end and the cursor stay in sight")
  func longLine() {
    var state = Samples.state(columns: 60, rows: 20)
    tell(&state, .paste(String(repeating: "long ", count: 30) + "end"))
    #expect(view(state).line(19).hasSuffix("long end"))
    #expect(view(state).cursor == Screen.Position(row: 19, column: 58))
    _ = press(&state, .home)
    #expect(view(state).line(19).hasPrefix(" type a text: long"))
    #expect(view(state).cursor == Screen.Position(row: 19, column: 14))
  }

  @Test("A paste with no prompt open is a probe, never keys")
  func paste() {
    var state = Samples.state()
    #expect(tell(&state, .paste("q q")) == [.ask(.read(.typed("q q")))])
    #expect(state.prompt == .probe)
  }

  @Test("Held-out examples, and Esc goes back to the lesson's probe")
  func examples() {
    var state = Samples.state()
    #expect(press(&state, .character("n")) == [.ask(.read(.example(0)))])
    #expect(press(&state, .character("N")) == [.ask(.read(.example(0)))])
    #expect(view(state).line(0).contains("held out"))
    #expect(press(&state, .escape) == [.ask(.read(.own(0)))])
    #expect(press(&state, .escape) == [])
  }

  @Test("Pin, step, difference; Esc leaves the difference")
  func difference() {
    var state = Samples.state(step: 96, latest: 96, learned: 0.4)
    _ = press(&state, .character("p"))
    #expect(readout(state).contains("step 96 is pinned"))
    tell(&state, shown(state, Samples.snapshot(step: 97, progress: 0.5)))
    _ = press(&state, .character("d"))
    #expect(view(state).picture.contains("now − step 96 (pinned)"))
    _ = press(&state, .escape)
    #expect(!state.showsDifference)
    _ = press(&state, .character("p"), .character("p"))
    #expect(state.pin == nil)
    #expect(readout(state).contains("nothing is pinned"))
    _ = press(&state, .character("d"))
    #expect(view(state).picture.contains("now − step 96"))
    #expect(!view(state).picture.contains("pinned"))
    tell(&state, shown(state, Samples.snapshot(step: 97, progress: 1, source: "other")))
    #expect(view(state).picture.contains("no difference: another input"))
  }

  @Test("Scale and colours go round and say what they are")
  func looks() {
    var state = Samples.state(rung: .truecolor)
    let scales = (0..<4).map { _ in
      _ = press(&state, .character("s"))
      return state.scale
    }
    #expect(scales == [.linear, .squareRoot, .logarithmic, .relative])
    #expect(readout(state).contains("scale auto: colours go from 0 to 1"))
    _ = press(&state, .character("c"))
    #expect(state.ladder == .cividis)
    #expect(readout(state).contains("cividis"))
  }

  @Test("Copying takes the whole read-out")
  func copy() {
    var state = Samples.state(columns: 60, rows: 20)
    let commands = press(&state, .character("y"))
    #expect(
      commands == [
        .copy(
          "query \"5\" (7th of 10)  key \"M\" (8th of 15)   0.791   row Σ 1.000"
            + "   3.5 × column mean")
      ])
  }

  @Test("Quitting asks once over more than 100 steps that are not saved; twice always leaves")
  func quitting() {
    var state = Samples.state()
    // What a recording brought along is not lost.
    state.progress.beginning = 212
    #expect(press(&state, .character("q")) == [.quit])
    state.progress.beginning = 0
    #expect(press(&state, .character("q")) == [])
    #expect(readout(state).contains("312 steps are not saved"))
    #expect(press(&state, .left, .control("c")) == [])
    #expect(press(&state, .control("c")) == [.quit])
    #expect(press(&state, .left, .character("q"), .control("c")) == [.quit])
    #expect(press(&state, .left, .character("q"), .character("q")) == [.quit])
    #expect(press(&state, .left, .character("q"), .left, .character("q")) == [])
    state.progress.recording = "run"
    #expect(press(&state, .left, .character("q")) == [.quit])
  }

  @Test("^C leaves prompts and help first, and twice leaves the program from anywhere")
  func interrupt() {
    var state = Samples.state()
    state.progress.seconds = 100
    _ = press(&state, .character(":"), .control("c"))
    #expect(state.prompt == .none)
    #expect(press(&state, .control("c")) == [.quit])
    var help = Samples.state()
    _ = press(&help, .character("?"))
    #expect(press(&help, .character("q")) == [])
    #expect(!help.isHelpOpen)
    _ = press(&help, .character("?"), .control("c"))
    #expect(!help.isHelpOpen)
    #expect(press(&help, .control("c")) == [.quit])
  }

  @Test("^L and ^Z work everywhere, also in prompts")
  func always() {
    var state = Samples.state()
    #expect(press(&state, .control("l"), .control("z")) == [.redraw, .suspend])
    _ = press(&state, .character("t"))
    #expect(press(&state, .control("l"), .control("z")) == [.redraw, .suspend])
    #expect(state.prompt == .probe)
  }

  @Test("A replay is given up with Esc or space")
  func replay() {
    var state = Samples.state()
    state.progress.activity = .replaying(done: 0.5, target: 12)
    #expect(press(&state, .escape) == [.ask(.cancel)])
    #expect(press(&state, .character(" ")) == [.ask(.cancel)])
  }

  @Test("What was asked for stays asked for until it is shown; a search may end anywhere")
  func inputs() {
    var state = Samples.state()
    func shows(_ input: Input) {
      var scenes = scenes(of: state)
      scenes[0].input = input
      send(scenes, to: &state)
    }
    #expect(type(&state, "nn") == [.ask(.read(.example(0))), .ask(.read(.example(1)))])
    // A picture of the first is an answer to what was asked before.
    shows(.example(0))
    #expect(state.input == .example(1) && type(&state, "n") == [.ask(.read(.example(2)))])
    // The search replaces what was asked for, and its frame the one that was not taken.
    #expect(command(&state, "wrong") == [.ask(.readNextWrong)])
    shows(.example(7))
    #expect(state.input == .example(7))
    #expect(view(state).line(0).contains("held out"))
    #expect(type(&state, "N") == [.ask(.read(.example(6)))])
    let long = String(repeating: "x", count: Reading.longestTyped + 9)
    tell(&state, .paste(long))
    _ = press(&state, .enter)
    shows(.typed(String(long.prefix(Reading.longestTyped))))
    shows(.own(0))
    #expect(state.input == .own(0))
  }

  @Test("Pictures of another model are nothing to compare with: heads off, answers given")
  func otherModels() {
    for line in ["x", ":teacher on\n"] {
      var state = HeadSamples.induction()
      var later = state.snapshot ?? Samples.snapshot(step: 0, progress: 0)
      later.moment = .step(2_401)
      tell(&state, shown(state, later))
      #expect(state.recent.count == 1 && state.other != nil)
      for key in line { _ = press(&state, key == "\n" ? .enter : .character(key)) }
      #expect(state.recent.isEmpty && state.other == nil)
      state.company.look.showsDifference = true
      #expect(view(state).picture.contains("nothing to compare with yet"))
    }
  }

  @Test(
    "What is said of a start is over with the first picture; other notices stay, and none is lost")
  func notices() {
    let run = Samples.run
    let notes = Notice.pairs([.thirdColumns(3), .tooFewRows(9)])
    let frame = Event.frame(
      Frame([
        Scene(
          run: run, timeline: Samples.progress(step: 0, latest: 0),
          snapshot: Samples.snapshot(step: 0, progress: 0))
      ]))
    var state = State([run], columns: 120, rows: 40)
    tell(&state, .notice(.starting(units: 64, batch: 32)))
    #expect(readout(state).contains("making the first weights"))
    tell(&state, frame)
    #expect(state.message == nil)
    state = State([run], columns: 120, rows: 40)
    tell(&state, .notice(notes))
    tell(&state, .notice(.starting(units: 64, batch: 32)))
    tell(&state, frame)
    #expect(readout(state).contains("the third column of 3 rows is left out; 9 rows are too few"))
    // A frame's own notice may be about a run that it brings.
    var scenes = scenes(of: state)
    scenes.append(HeadSamples.wrong(.noSum))
    let paused = Notice.paused(step: 5, .condition("loss < 1"), run: scenes[1].run.id)
    tell(&state, .frame(Frame(scenes, notices: [paused])))
    #expect(readout(state).contains("paused at step 5: no-sum: loss < 1"))
  }
}
