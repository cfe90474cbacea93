import Dashboard
import Testing

@Suite("Line editor")
struct LineTests {
  @Test("Typing, moving and deleting")
  func editing() {
    var line = Line("3 May")
    line.insert("!")
    #expect(line.text == "3 May!")
    line.moveToStart()
    line.insert("1")
    #expect(line.text == "13 May!")
    line.move(1)
    line.deleteForward()
    #expect(line.text == "13May!")
    line.deleteBackward()
    #expect(line.text == "1May!")
    line.deleteBackward()
    line.deleteBackward()
    #expect(line.text == "May!")
    line.moveToEnd()
    line.deleteWord()
    #expect(line.text == "")
  }

  @Test("Words, beginnings and ends are cut")
  func cutting() {
    var line = Line("on the 3rd  ")
    line.deleteWord()
    #expect(line.text == "on the ")
    line.move(-4)
    line.deleteToEnd()
    #expect(line.text == "on ")
    line.move(-1)
    line.deleteToStart()
    #expect(line.text == " ")
    #expect(line.cursor == 0)
    line.deleteBackward()
    line.move(-5)
    #expect(line.text == " ")
  }

  @Test("A mark joins the character before the cursor")
  func marks() {
    var line = Line("e")
    line.insert("\u{301}")
    #expect(line.characters.count == 1)
    #expect(line.cursor == 1)
  }

  @Test("History goes back and forth and gives the draft back")
  func history() {
    var line = Line("draft")
    let history = ["oldest", "newest"]
    line.recall(1, in: history)
    #expect(line.text == "newest")
    line.recall(1, in: history)
    line.recall(1, in: history)
    #expect(line.text == "oldest")
    line.recall(-1, in: history)
    line.recall(-1, in: history)
    #expect(line.text == "draft")
    line.recall(-1, in: history)
    #expect(line.text == "draft")
    line.insert("ed")
    line.recall(1, in: history)
    line.recall(-1, in: history)
    #expect(line.text == "drafted")
  }
}
