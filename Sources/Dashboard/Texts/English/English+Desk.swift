import Snapshots

extension English: DeskTexts {
  // Screens.
  func screenName(_ screen: ScreenName) -> String {
    switch screen {
    case .map: "Map"
    case .heads: "Heads"
    case .words: "Words"
    case .compare: "Compare"
    case .anatomy: "Anatomy"
    }
  }
  var helpName: String { "Help" }

  // Line 0.
  var withoutAttention: String { "no attention" }
  var fixedProbe: [String] {
    [
      "the lesson's own example, written greedily", "own example, greedy", "own example",
    ]
  }
  var typedProbe: [String] { ["your text, written greedily", "your text, greedy", "your text"] }
  var heldOutProbe: [String] {
    ["a held-out example, written greedily", "held out, greedy", "held out"]
  }
  var forcedProbe: [String] {
    [
      "the lesson's own example, with the right answers given", "own example, answers given",
      "answers given",
    ]
  }
  var forcedHeldOut: [String] {
    [
      "a held-out example, with the right answers given", "held out, answers given",
      "answers given",
    ]
  }
  var ownExample: [String] { ["the lesson's own example", "own example"] }
  func probeOf(_ number: Int, _ count: Int) -> [String] { ["probe \(number) of \(count)"] }
  var ownText: [String] { ["your text"] }
  var heldOutExample: [String] { ["a held-out example", "held out"] }
  func tokens(_ count: Int) -> String { counted(count, "token") }
  func headNamed(_ head: String) -> String { "head \(head)" }
  func headIsSwitched(_ state: String) -> String { "(\(state))" }
  var comma: String { ", " }
  func quoted(_ text: String) -> String { "\"\(text)\"" }
  func counting(_ digits: Int) -> String { "\(digits)_" }
  func step(_ step: Int) -> String { "step \(step)" }
  func stepOf(_ step: Int, _ latest: Int) -> String { "step \(step) of \(latest)" }
  var looksBack: String { "◂ looking back" }
  var isAtTheEnd: String { "■ last step" }
  func alarmsSeen(_ count: Int) -> String { counted(count, "alarm") + ": B" }
  var paused: String { "❚❚ paused" }
  var pausedShort: String { "❚❚" }
  func running(_ pace: Int?) -> String { pace.map { "▶ running ≤ \($0)/s" } ?? "▶ running" }
  func runningShort(_ pace: Int?) -> String { pace.map { "▶ ≤ \($0)/s" } ?? "▶" }
  func replaying(_ step: Int, _ percent: Int) -> String { "↻ replaying to \(step)  \(percent) %" }
  func replayingShort(_ step: Int, _ percent: Int) -> String { "↻ \(step) \(percent) %" }
  var haltedShort: String { "■ halted" }

  // Facts.
  func parameters(_ amount: String) -> String { "\(amount) trained numbers" }
  func seed(_ seed: Int) -> String { "seed \(seed)" }
  var everyStepKept: String { "every step is kept" }

  // From mechanism to mechanism.
  func wayNext(_ way: String, _ mechanism: Mechanism) -> String {
    "m: \(way)" + (mechanism == .pooling && way == "pooling" ? ", which cannot ask again" : "")
  }
  var wordsExplained: String {
    "a bar per key: how much of the weight it gets · all of them sum to 1"
  }
  var axesExplained: String {
    "rows: what it writes, top to bottom · columns: what it reads · a row sums to 1"
  }
  var learned: String { "learned." }
  var typeNext: String { "t: type a text" }
  var questionsNext: String { "Q: why" }
  var fasterNext: String { "+: faster" }
  var comparedNext: String { "C: all side by side" }
  var aboutNext: String { "i: about this run" }
  var aboutName: String { "About" }
  func waysOfLesson(_ ways: [String]) -> String {
    "ways to attend here: " + ways.joined(separator: ", ")
      + " (m goes round, C puts them side by side)"
  }
  func wayIs(_ new: String, _ seed: Int, _ last: String, _ step: Int) -> String {
    "\(new), its own run of seed \(seed); \(last) waits at step \(step)"
  }
  var whyAllMechanisms: String { "all mechanisms are here already: tab on Compare chooses one" }
  func whyOneMechanism(_ lesson: String, _ mechanism: String) -> String {
    "\(lesson) has one mechanism, \(mechanism); dates and digits have three"
  }

  // Why not.
  var whyNoMap: String { "this model has no attention, so there is no map to do that on" }
  var whyNoPicture: String { "the first picture has not come yet" }
  func whyFirstStep(_ step: Int) -> String {
    step == 0 ? "this is step 0, the beginning" : "this is step \(step), the first that is known"
  }
  var whyLatestStep: String { "this is the latest step; . trains one more" }
  var whyHalted: String { "training halted; go back with , or < first" }
  var whyFastest: String { "training is not capped any more" }
  var whySlowest: String { "one step per second is the slowest; . takes one at a time" }
  func whyHere(_ place: String) -> String { "this is \(place) already" }
  var whyNotInto: String { "enter opens a cell of Map or Words, or a head of Heads" }
  func whyOneRamp(_ rung: String) -> String {
    "\(rung) leaves one ramp; --color 256 or truecolor has four ladders"
  }

  // Messages.
  func colorsAre(_ ladder: String) -> String { "colours: \(ladder)" }
  func paceIs(_ pace: Int?) -> String {
    pace.map { "training is capped at \(counted($0, "step")) per second" }
      ?? "training runs as fast as it can"
  }
  func copied(_ text: String) -> String { "copied: \(text)" }
  func farewell(_ run: String, _ step: Int, _ exact: String?, _ kept: String?) -> String {
    "\(run): step \(grouped(step))" + (exact.map { ", exact match \($0)" } ?? "")
      + (kept.map { "; headlight train --resume \($0) goes on" }
        ?? "; not kept (:save RUN keeps it)")
      + ". The same screen again:"
  }
  var whyNoMoment: String { "no command brings this screen back" }
  var mouseOn: String { "the mouse points here again" }
  var mouseOff: String { "the mouse selects text; :mouse on brings it back" }
  var teacherOn: String { "the decoder is fed the right answer" }
  var teacherOff: String { "the decoder reads what it wrote itself" }
  var baselineTrains: String {
    "the same lesson without attention trains beside this run: a few seconds"
  }
  var isBaseline: String { "this run is the one without attention already" }

  // Leaving.
  func askQuitUnsaved(_ problem: String) -> String {
    "not saved: \(problem); q again leaves all the same, any other key stays"
  }
  func askQuit(_ steps: Int) -> String {
    "\(grouped(steps)) steps are not saved: q again leaves, :save RUN keeps them, any other key stays"
  }

  // Too small.
  func tooSmall(_ columns: Int, _ rows: Int) -> [String] {
    ["headlight needs", "\(columns) × \(rows) cells"]
  }
  func tooSmallNow(_ columns: Int, _ rows: Int) -> String { "here: \(columns) × \(rows)" }
}
