import Screens
import Subjects
import Testing

@testable import Dashboard

@Suite("Journeys through what can be typed, and clicked")
struct CommandListTests {
  @Test("The command line shows what can be typed, one line each, with what it does")
  func list() {
    var state = Samples.state()
    type(&state, ":")
    let all = view(state).picture
    #expect(all.contains("add ") && all.contains("adds a constant") && all.contains("1–10 of"))
    type(&state, "se")
    let two = view(state).picture
    #expect(two.contains("seek") && two.contains("goes to a step") && two.contains("set"))
    #expect(!two.contains("adds a constant") && !two.contains("1–2 of"))
    press(&state, .tab, .tab)
    #expect(state.line.text == "set" && view(state).picture.contains("▸ set"))
    press(&state, .tab)
    #expect(state.line.text == "seek", "it goes round")
    press(&state, .backTab)
    #expect(state.line.text == "set")
    type(&state, " ")
    #expect(view(state).picture.contains("learning-rate  0 … 10"))
    type(&state, "opt")
    press(&state, .tab)
    #expect(state.line.text == "set optimizer ")
    press(&state, .tab, .tab)
    #expect(state.line.text == "set optimizer sgd")
    #expect(press(&state, .enter) == [.ask(.change(.optimizer(.sgd)))])
    type(&state, ":")
    press(&state, .backTab)
    #expect(state.line.text == "wrong", "the last page from the end")
    press(&state, .escape)
    #expect(!view(state).picture.contains("adds a constant"))
  }

  @Test("Every command and every word is in help, and found there", arguments: Language.allCases)
  func help(_ language: Language) {
    var state = Samples.state(columns: 120, rows: 200)
    state.language = language
    type(&state, "?")
    let page = view(state).picture
    for name in CommandName.allCases { #expect(page.contains(":" + name.rawValue), "\(name)") }
    for entry in language.texts.glossary { #expect(page.contains(entry.word), "\(entry.word)") }
    for (wanted, found) in [("entropy", "entropy"), ("exhibit", ":exhibit")] {
      type(&state, "/" + wanted)
      let left = view(state).picture
      #expect(left.contains(found) && !left.contains(":seek") && !left.contains("column mean"))
      press(&state, .enter)
      type(&state, "/")
      for _ in wanted { press(&state, .backspace) }
      press(&state, .enter)
    }
  }

  @Test("The keys of the last line can be clicked", arguments: [80, 120])
  func clicks(columns: Int) throws {
    let state = Samples.state(columns: columns, rows: columns == 80 ? 24 : 40)
    for entry in Drawing(state).keyLine().entries {
      let key = try #require(KeyLine.key(printed: String(entry.caption.prefix { $0 != " " })))
      var (clicked, pressed) = (state, state)
      let at = Screen.Position(row: state.rows - 1, column: entry.end - 1)
      #expect(tell(&clicked, .mouse(Mouse(.press, at: at))) == press(&pressed, key))
      #expect(clicked == pressed, "\(entry.caption)")
    }
    // Of two keys that stand together the one that is clicked counts.
    let line = Drawing(state).keyLine()
    let step = try #require(line.entries.first { $0.caption == ". ," })
    #expect(line.key(at: step.column) == .character("."))
    #expect(line.key(at: step.column + 2) == .character(","))
    #expect(line.key(at: step.textColumn) == .character("."))
  }
}
