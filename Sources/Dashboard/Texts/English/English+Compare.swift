import Snapshots

extension English: CompareTexts {
  // Line 0.
  var oneScale: [String] { ["one crosshair, one scale", "one scale", ""] }
  func oneSeed(_ seed: Int) -> [String] {
    [
      "one encoder, seed \(seed), one crosshair, one scale", "one encoder, seed \(seed), one scale",
      "seed \(seed), one scale", "one scale", "",
    ]
  }

  // The panes.
  func meanOf(_ heads: Int) -> String { "mean of \(heads) heads" }
  func meanOfSome(_ on: Int, _ all: Int) -> String { "mean of \(on) of \(all) heads" }
  func meanOfOnly(_ on: Int) -> String { "mean of \(on)" }
  var meanShort: String { "mean" }
  func headOf(_ head: Int, _ all: Int) -> String { "head \(head) of 0–\(all - 1)" }
  func headShort(_ head: Int) -> String { "head \(head)" }
  func headsAreOff(_ heads: [Int]) -> String {
    "off here: head \(heads.map(String.init).joined(separator: " "))"
  }
  func rowsAQuery(_ rows: Int) -> String {
    rows == 1 ? "one row per query" : "\(rows) rows per query"
  }
  var oneRowForAll: String { "one row for all queries" }
  var cannotAskAgain: String { "it cannot ask again" }
  func noWeightAbove(_ cap: String) -> String { "no weight above \(cap)" }
  var noAttentionPane: [String] { ["no attention:", "no map"] }
  var wrongOnPurpose: String { "wrong on purpose" }
  var wrongShort: String { "wrong" }
  func wrongBecause(_ mistake: Mistake) -> String {
    switch mistake {
    case .softmaxAxis: "axis −1: all weights 1"
    case .noSum: "no sum: key 1 alone"
    case .noScale: "scores without 1/√d"
    case .reshape: "no transpose in split"
    case .noMask: "∅ = padding, not masked"
    }
  }
  var slotsMeaning: String { "₁₂₃ slots, not letters" }

  // Below.
  var sharedScale: String { "shared" }
  func differenceToFirst(_ pane: String) -> String { "difference to \(pane)" }
  func panesMore(_ count: Int) -> String { "\(count) more: tab" }
  func panesHidden(_ names: [String]) -> String { "not in sight: \(names.joined(separator: ", "))" }
  func paneLooks(_ pane: String, _ key: String, _ weight: String) -> String {
    "\(pane) at \(key), \(weight)"
  }
  func paneLooksShort(_ pane: String, _ key: String, _ weight: String) -> String {
    "\(pane) \(key) \(weight)"
  }
  func comparison(_ query: String, _ parts: [String]) -> String {
    "For \(query) the most weight lies: \(parts.joined(separator: "; "))."
  }
  func comparisonShort(_ query: String, _ parts: [String]) -> String {
    "\(query) → " + parts.joined(separator: ", ")
  }
  var everyKey: String { "every key alike" }
  func outputNumber(_ number: Int) -> String { "output \(number)" }

  // Messages, and why not.
  func exhibitIs(_ name: String, _ isOn: Bool) -> String {
    isOn ? "\(name) is shown: wrong on purpose" : "\(name) is no longer shown"
  }
  var whyNoPanes: String { "there is nothing beside this run; headlight train compare runs three" }
  var whyOnePane: String { "there is one pane only" }
  func whyPaneHasOneHead(_ pane: String) -> String {
    "\(pane) has one head; tab goes to another pane"
  }
  var whyNoLayersHere: String { "panes show one layer; { } moves on Map and Heads" }
}
