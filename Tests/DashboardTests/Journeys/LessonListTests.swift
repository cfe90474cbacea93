import Screens
import Snapshots
import Subjects
import Testing

@testable import Dashboard

@Suite("Journeys through the list of lessons")
struct LessonListTests {
  private static let names = ["dates", "keywords", "induction", "own-lesson"]

  private func state(columns: Int = 80, rows: Int = 24, activity: Pulse.Activity = .paused)
    -> State
  {
    var state = Samples.state(columns: columns, rows: rows, activity: activity)
    state.lessons = Self.names.map {
      LessonOffer(
        name: $0, door: .lesson($0), summary: "what \($0) learns", takesPairs: $0 == "dates")
    }
    state.openLessons = [.lesson("dates"): state.run.id]
    return state
  }

  @Test("L lists the lessons with where they stand, at every size", arguments: Language.allCases)
  func list(_ language: Language) {
    for (columns, rows) in [(40, 12), (80, 24), (120, 40), (200, 60)] {
      var state = state(columns: columns, rows: rows)
      state.language = language
      type(&state, "L")
      let picture = view(state).picture
      for name in Self.names { #expect(picture.contains(name), "\(columns): \(name)") }
      #expect(picture.contains("▸ 1 dates"))
      if columns >= 80 { #expect(picture.contains("247")) }
      // What no language knows says it in its own words.
      if columns >= 80 { #expect(picture.contains("what own-lesson learns")) }
      for row in 0..<rows { #expect(width(of: view(state).line(row)) <= columns) }
    }
  }

  @Test("Arrows, digits and clicks open a lesson; the run that is left pauses and waits")
  func opening() {
    var state = state(activity: .running)
    type(&state, "L")
    #expect(press(&state, .down, .down, .up) == [])
    #expect(view(state).picture.contains("▸ 2 keywords"))
    #expect(press(&state, .enter) == [.ask(.pause), .open(.lesson("keywords"))])
    let keywords = Samples.run("keywords", .pooling)
    tell(&state, .opened(.lesson("keywords"), [keywords]))
    #expect(state.run.title == "keywords" && state.screen == .map)
    #expect(readout(state).contains("dates waits at step 247; L leads back to it"))
    tell(&state, shown(state, Samples.snapshot(step: 0, progress: 0)))
    type(&state, "L")
    #expect(view(state).picture.contains("waits at step 247"))
    #expect(view(state).picture.contains("▸ 2 keywords"))
    #expect(type(&state, "2") == [])
    #expect(readout(state).contains("keywords is on the screen already"))
    type(&state, "L")
    let row = LessonList(state).row(of: 2) ?? 0
    let click = Mouse(.press, at: Screen.Position(row: row, column: 20))
    #expect(tell(&state, .mouse(click)) == [.open(.lesson("induction"))])
    type(&state, "L")
    #expect(press(&state, .escape) == [] && state.keyboard.selectedLesson == nil)
    #expect(type(&state, "Lx") == [])
    #expect(readout(state).contains("esc closes the list"))
  }

  @Test(
    "A lesson that is open is come back to where it was left, by whatever way it was last looked at"
  )
  func comingBack() {
    var state = state()
    state.run.ways = [Way(.additive), Way(.pooling)]
    let pooling = Samples.run("dates", .pooling, ways: [.additive, .pooling])
    tell(&state, .opened(.way(Way(.pooling)), [pooling]))
    tell(&state, shown(state, Samples.snapshot(step: 5, progress: 0)))
    let keywords = Samples.run("keywords", .pooling)
    tell(&state, .opened(.lesson("keywords"), [keywords]))
    tell(&state, shown(state, Samples.snapshot(step: 0, progress: 0)))
    type(&state, "A")
    type(&state, "L")
    // Nobody is asked for what is known; operations are asked of the run that is looked at.
    #expect(type(&state, "1") == [.ask(.scratch([])), .ask(.explain(false)), .ask(.explain(true))])
    #expect(state.current == pooling.id && state.screen == .anatomy)
    // Pairs that were opened have a line of their own, once.
    var pairs = Samples.run("dates", .additive)
    pairs.data = "mine.tsv"
    for path in ["mine.tsv", "/home/mine.tsv"] {
      tell(&state, .opened(.data(path), [pairs]))
    }
    #expect(state.lessons.map(\.name) == Self.names + ["mine.tsv"])
    type(&state, "L")
    #expect(view(state).picture.contains("▸ 5 mine.tsv"))
    // What is pasted is a text to read, and the list makes room for it.
    tell(&state, .paste("May 4"))
    #expect(state.keyboard.selectedLesson == nil && state.prompt == .probe)
  }

  @Test("C puts the ways of a lesson side by side; one that has one way says so")
  func comparing() {
    var state = state()
    state.run.ways = [Way(.additive), Way(.pooling)]
    #expect(type(&state, "C") == [.open(.compared)])
    #expect(command(&state, "compare") == [.open(.compared)])
    let runs = [Samples.run("dates", .additive), Samples.run("dates", .pooling)]
    tell(&state, .opened(.compared, runs))
    #expect(state.screen == .compare && readout(state).contains("waits at step 247"))
    var one = self.state()
    one.run.ways = [Way(.multihead)]
    #expect(type(&one, "C") == [])
    #expect(readout(one).contains("dates has one mechanism"))
  }

  @Test(
    "Settings act at once or begin the run again; what is wrong is answered with what may follow")
  func settings() {
    var state = state()
    #expect(command(&state, "set learning-rate 1e-3") == [.ask(.change(.learningRate(1e-3)))])
    #expect(command(&state, "set batch-size 8") == [.ask(.change(.batchSize(8)))])
    #expect(command(&state, "set optimizer sgd") == [.ask(.change(.optimizer(.sgd)))])
    #expect(command(&state, "set units 12") == [.open(.restart(.units(12)))])
    #expect(command(&state, "set seed 7") == [.open(.restart(.seed(7)))])
    #expect(command(&state, "restart") == [.open(.restart(nil))])
    #expect(command(&state, "data my pairs.tsv") == [.open(.data("my pairs.tsv"))])
    for wrong in [
      "data", "set", "set learning-rate", "set learning-rate -1", "set learning-rate nan",
      "set units 0",
      "set optimizer lion", "set colour 3", "set batch-size 1e99", "set seed -1", "set units 4 5",
    ] {
      #expect(command(&state, wrong) == [], "\(wrong)")
      #expect(state.message?.isError == true, "\(wrong)")
    }
    let old = state.company.runs
    let new = Samples.run("dates", .additive)
    #expect(update(&state, .opened(.restart(.seed(7)), [new])).contains(.close(old[0])))
    #expect(state.companies.count == 1 && state.current == new.id)
    #expect(state.openLessons[.lesson("dates")] == new.id)
    #expect(readout(state).contains("begun again with seed 7"))
    // What is kept on disk is not thrown away.
    tell(&state, shown(state, Samples.snapshot(step: 0, progress: 0)))
    state.timeline?.pulse.recording = "run"
    #expect(command(&state, "restart") == [] && state.message?.isError == true)
    var model = Origins.pump(.model).state
    #expect(command(&model, "set units 12") == [] && command(&model, "restart") == [])
  }
}
