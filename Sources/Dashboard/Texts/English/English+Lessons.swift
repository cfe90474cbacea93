import Subjects

extension English: LessonTexts {
  var lessonsName: String { "Lessons" }
  var lessonsHeading: String {
    "What can be trained here. The present run waits; its line here leads back to it."
  }
  func lesson(_ name: String) -> String? {
    switch name {
    case "dates": "dates as people write them → 2014-05-03"
    case "keywords": "one word of a sentence decides its class"
    case "induction": "repeated letters: look at what came after"
    case "digits": "handwritten digits, read column by column"
    case "translate": "the dates again, by a transformer"
    case "compare": "the dates by three mechanisms side by side"
    default: nil
    }
  }
  func lessonIsShown(_ step: Int) -> String { "here, step \(grouped(step))" }
  func lessonWaitsAlone(_ step: Int) -> String {
    "side by side here; alone it waits at \(grouped(step))"
  }
  func lessonWaits(_ step: Int) -> String { "waits at step \(grouped(step))" }
  func lessonIsHere(_ name: String) -> String { "\(name) is on the screen already" }
  func ownPairs(_ lessons: [String]) -> String {
    "Your own pairs: :data FILE.tsv, one source, a tab and a target on each line. "
      + "Lessons that take them: \(lessons.joined(separator: ", "))."
  }
  var chooseLesson: String { "lesson" }
  var openLesson: String { "open" }
  var lessonKeys: String {
    "↑ ↓ choose a lesson, enter or its number opens it, esc closes the list"
  }
  var whyNoLessons: String { "this screen shows one run; headlight train opens all lessons" }
  var whyNoRestartOfKept: String {
    "this run is kept on disk: begin another with headlight train --out, or open one with L"
  }
  func opened(_ door: Door, from title: String, at step: Int?) -> String? {
    let before = step.map { "\(title) waits at step \(grouped($0))" } ?? "\(title) waits"
    switch door {
    case .lesson, .data: return before + "; L leads back to it"
    case .compared: return before + "; L, enter lead back to it"
    case .restart(nil): return "begun again at step 0"
    case .restart(.units(let units)):
      return
        "begun again with \(counted(units, "unit")), since tensors of another size are other tensors"
    case .restart(.heads(let heads)):
      return
        "begun again with \(counted(heads, "head")), since tensors of another shape are other tensors"
    case .restart(.seed(let seed)):
      return "begun again with seed \(seed): other weights and other data"
    case .way, .baseline, .tour: return nil
    }
  }
}
