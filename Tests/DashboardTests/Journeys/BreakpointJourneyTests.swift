import Dashboard
import Screens
import Snapshots
import Subjects
import Testing

/// Stop when: conditions are typed, listed, switched off and removed, and a writer is asked to stop.
@Suite("Breakpoints")
struct BreakpointJourneyTests {
  private func type(_ state: inout State, _ text: String) -> [Wish] {
    for character in text { tell(&state, .key(.character(character))) }
    return tell(&state, .key(.enter))
  }

  /// A run of another program with three metrics and no picture yet.
  private func watched(isWaiting: Bool = false) -> State {
    let run = Run(origin: .watched, title: "reverse", abilities: [.seeks, .breaks])
    var state = State([run], columns: 100, rows: 30)
    var timeline = Timeline()
    timeline.known = .listed(isWaiting ? [] : [0, 40])
    timeline.step = 40
    timeline.values = ["train/loss": 0.243, "acc": 0.5]
    timeline.curveName = "train/loss"
    timeline.lastLoss = 0.243
    for (name, value) in timeline.values {
      timeline.metrics[name] = Curve()
      for step in [0, 20, 40] { timeline.metrics[name]?.record(value, at: step) }
    }
    let snapshot = Samples.snapshot(step: 40, progress: 0.5)
    let empty = Snapshot(step: 0, reading: snapshot.reading, attention: [])
    let scene = Scene(run: run, timeline: timeline, snapshot: isWaiting ? empty : snapshot)
    tell(&state, .frame(Frame([scene])))
    return state
  }

  @Test("b asks for a condition, says how near it is, and asks the subject to watch it")
  func add() throws {
    var state = watched()
    tell(&state, .key(.character("b")))
    let commands = type(&state, "\"train/loss\" < .1")
    let breakpoint = Breakpoint(try Condition("\"train/loss\" < .1", metrics: nil))
    #expect(commands == [.ask(.breakpoints([breakpoint]))])
    #expect(
      state.message?.text.contains("\"train/loss\" 0.2430") == true, "\(state.message?.text ?? "")")
    // Up brings it back.
    for key in [Key.character("b"), .up] { tell(&state, .key(key)) }
    #expect(state.line.text == "\"train/loss\" < .1")
  }

  @Test("A mistake points at its column, and the line can be changed")
  func mistake() {
    var state = watched()
    tell(&state, .key(.character("b")))
    #expect(type(&state, "acc >") == [])
    #expect(state.message?.isError == true && state.message?.text.contains("column 6") == true)
    // A lesson knows its metrics.
    var lesson = Samples.state()
    tell(&lesson, .key(.character("b")))
    #expect(type(&lesson, "acc > 1") == [])
    #expect(lesson.message?.text.contains("one of step, loss") == true)
  }

  @Test("B lists conditions; space switches one off, d removes it")
  func list() throws {
    var state = watched()
    for text in ["acc > .9", "max_head(entropy) > .98"] {
      tell(&state, .key(.character("b")))
      _ = type(&state, text)
    }
    tell(&state, .key(.character("B")))
    let picture = view(state).picture
    #expect(picture.contains("acc > .9") && picture.contains("now acc 0.5000"), "\(picture)")
    #expect(picture.contains("max_head(entropy) 0."))
    guard case .ask(.breakpoints(let off))? = tell(&state, .key(.character(" "))).first else {
      Issue.record("nothing was asked")
      return
    }
    #expect(off.map(\.isOn) == [false, true])
    guard case .ask(.breakpoints(let left))? = tell(&state, .key(.character("d"))).first else {
      Issue.record("nothing was asked")
      return
    }
    #expect(left.map { "\($0.condition)" } == ["max_head(entropy) > .98"])
    tell(&state, .key(.escape))
    #expect(!view(state).picture.contains("alarms"))
  }

  @Test("A condition that holds asks whether the writer is to stop: y says yes, esc no, others act")
  func stop() {
    let asked = Wish.ask(.stopWriter("acc > .4 at step 40"))
    var state = watched()
    tell(&state, .notice(.holds("acc > .4", step: 40, latest: 40, run: nil, isWriting: true)))
    #expect(state.message?.text.contains("acc > .4 holds at step 40") == true)
    // Whoever looks at something else first can still say yes, and sees what y does.
    tell(&state, .key(.character("B")))
    #expect(view(state).picture.contains("y asks the program that writes to stop"))
    #expect(tell(&state, .key(.character("y"))) == [asked])
    #expect(tell(&state, .key(.character("y"))) != [asked])
    state = watched()
    tell(&state, .notice(.holds("acc > .4", step: 40, latest: 40, run: nil, isWriting: true)))
    #expect(tell(&state, .key(.escape)) == [])
    #expect(tell(&state, .key(.character("y"))) != [asked])
    state = watched()
    tell(&state, .notice(.holds("acc > .4", step: 20, latest: 40, run: nil, isWriting: false)))
    #expect(state.message?.text.contains("held first at step 20, now 40") == true)
    #expect(tell(&state, .key(.character("y"))) != [asked])
  }

  @Test("A model has nothing to stop")
  func unable() {
    let run = Run(origin: .model, title: "minilm", abilities: [])
    var state = State([run], columns: 100, rows: 30)
    tell(&state, .key(.character("b")))
    #expect(state.message != nil && state.prompt == .none)
  }

  @Test(":curve draws another metric; what is not there is said with what is")
  func curve() {
    var state = watched()
    #expect(view(state).picture.contains("  loss "))
    tell(&state, .key(.character(":")))
    _ = type(&state, "curve acc")
    #expect(view(state).picture.contains("acc       .500"))
    tell(&state, .key(.character(":")))
    _ = type(&state, "curve nothing")
    #expect(state.message?.text.contains("acc, train/loss") == true)
  }

  @Test("A run without a picture says what it waits for")
  func waiting() {
    #expect(view(watched(isWaiting: true)).picture.contains("waiting for the first picture"))
  }

  @Test(
    "Steps as large as numbers go are drawn and moved through on every screen",
    arguments: ["M", "H", "W"])
  func largeSteps(_ screen: String) {
    let run = Run(origin: .watched, title: "far", abilities: [.seeks, .breaks])
    var state = State([run], columns: 200, rows: 60)
    var timeline = Timeline()
    timeline.known = .listed([0, .max - 1, .max])
    timeline.step = .max
    timeline.alarms = [.notFinite(step: .max)]
    for step in [0, Int.max] { timeline.loss.record(2, at: step) }
    let snapshot = Samples.snapshot(step: .max, progress: 0.5)
    for _ in 0..<2 {
      tell(&state, .frame(Frame([Scene(run: run, timeline: timeline, snapshot: snapshot)])))
    }
    tell(&state, .key(.character(Character(screen))))
    #expect(view(state).picture.contains("9223372036854775807"))
    for key in [Key.character("."), .character(","), .character("<"), .home, .end, .character("B")]
    {
      tell(&state, .key(key))
      _ = view(state)
    }
    for action in [Mouse.Action.press, .wheelUp, .wheelDown] {
      for row in 0..<60 { tell(&state, .mouse(Mouse(action, at: .init(row: row, column: 150)))) }
    }
  }
}
