import Screens
import Snapshots
import Testing

@testable import Dashboard

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Long lines at the prompt")
struct PromptTests {
  /// The processor's time of this thread: other tests run beside this one.
  private func seconds(_ body: () -> Void) -> Double {
    func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
    let begin = now()
    body()
    return now() - begin
  }

  @Test("The last of 5,000 letters costs what the first costs", arguments: ["t", ":"])
  func linear(prompt: String) {
    var state = Samples.state()
    type(&state, prompt)
    var costs: [Double] = []
    for _ in 0..<100 {
      costs.append(
        seconds {
          type(&state, String(repeating: "3 May 2014", count: 5))
          _ = view(state)
        })
    }
    #expect(state.line.byteCount == 5_000)
    #expect(view(state).line(state.rows - 1).hasSuffix("2014"))
    let (first, last) = (costs.prefix(20).min() ?? 0, costs.suffix(20).min() ?? 0)
    #expect(last < 2 * first, "\(first) … \(last)")
  }

  @Test("A line that scrolls shows what stands around the cursor")
  func scrolling() {
    var state = Samples.state()
    type(&state, "t" + String(repeating: "x", count: 300) + "end")
    func line() -> String { view(state).line(23) }
    #expect(line().hasPrefix(" type a text: xxx"))
    #expect(line().hasSuffix("xend"))
    #expect(view(state).cursor == Screen.Position(row: 23, column: 78))
    press(&state, .left, .left, .left)
    #expect(line().hasSuffix("xe"))
    press(&state, .home)
    #expect(view(state).cursor == Screen.Position(row: 23, column: 14))
    type(&state, "漢字")
    #expect(line().hasPrefix(" type a text: 漢字xxx"))
    #expect(view(state).cursor == Screen.Position(row: 23, column: 18))
    type(&state, String(repeating: "漢", count: 100))
    #expect(line().filter { $0 == "漢" }.count == 32)
  }

  @Test("A paste that no line takes is refused in words, in every language")
  func refused() {
    let book = String(repeating: "3 May 2014 ", count: 95_000)
    for (language, said) in [(Language.english, "65536 bytes"), (.chinese, "65536 字节")] {
      for prompt in ["", "t", ":"] {
        var state = Samples.state()
        state.language = language
        type(&state, prompt)
        let before = (state.prompt, state.input)
        let isQuiet = tell(&state, .paste(book)).isEmpty
        #expect(isQuiet)
        #expect(readout(state).contains(said))
        #expect(state.message?.isError == true)
        let isAsBefore = state.line.isEmpty && before == (state.prompt, state.input)
        #expect(isAsBefore)
        // A shorter one is taken.
        tell(&state, .paste("4 May"))
        #expect(state.line.byteCount == 5)
      }
    }
  }

  @Test("A line that is full takes no more letters, and gives them back")
  func full() {
    var state = Samples.state()
    type(&state, "t")
    tell(&state, .paste(String(repeating: "x", count: 65_535)))
    #expect(type(&state, "y").count == 1)
    #expect(type(&state, "z").count == 0)
    #expect(readout(state).contains("65536 bytes"))
    press(&state, .backspace, .backspace)
    type(&state, "z")
    #expect(state.line.text.hasSuffix("xxz"))
    var heads = HeadSamples.induction()
    type(&heads, "H/")
    tell(&heads, .paste(String(repeating: "x", count: 2_000)))
    #expect(heads.message?.text.contains("1024 bytes") == true)
  }

  @Test("A text of which only the beginning is read says so, in every language")
  func onlyTheBeginning() {
    for (language, said) in [
      (Language.english, "only the first 500 characters are read"), (.chinese, "只读前 500 个字符"),
    ] {
      var state = Samples.state()
      state.language = language
      type(&state, "t" + String(repeating: "é", count: 500))
      #expect(state.message == nil)
      type(&state, "é")
      #expect(readout(state).contains(said))
      press(&state, .backspace)
      #expect(state.message == nil)
      press(&state, .escape)
      command(&state, "probe " + String(repeating: "x", count: 501))
      #expect(state.message?.text == said)
    }
  }

  @Test("Letters around the cursor, and marks that join across it")
  func editing() {
    var line = Line("漢字")
    line.move(-1)
    line.insert("e")
    #expect(line.text == "漢e字" && line.cursor == 2)
    line.deleteForward()
    #expect(line.text == "漢e")
    line = Line("x\u{301}")
    line.moveToStart()
    line.insert("e")
    #expect(line.text == "ex\u{301}" && line.cursor == 1)
    line = Line("ax")
    line.insert(" \u{301}b")
    line.move(-2)
    #expect(line.cursor == 2)
    line.deleteToEnd()
    #expect(line.text == "ax")
    line.moveToStart()
    line.move(5)
    #expect(line.cursor == 2)
    line.insert("\u{301}")
    #expect(line.characters == ["a", "x\u{301}"])
    line.moveToStart()
    line.insert("\u{1F1E9}")
    line.insert("\u{1F1EA}")
    #expect(line.cursor == 1)
  }
}
