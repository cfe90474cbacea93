import Snapshots

extension English: KeyboardTexts {
  // The key line.
  func keyShort(_ caption: String) -> String? {
    switch caption {
    case "space": "run"
    case ". ,": "step"
    case "> <": "ten"
    case "+ -": "speed"
    case "← ↓ ↑ →": "cell"
    case "[ ]": "head"
    case "{ }": "layer"
    case "0 – 9": "head"
    case "tab": "stack"
    case "enter": "open"
    case "z": "cells"
    case "S": "sort"
    case "/": "find"
    case "m": "mechanism"
    case "x": "off"
    case "u": "all on"
    case "H": "heads"
    case "M": "map"
    case "A": "anatomy"
    case "Q": "tour"
    case "L": "lessons"
    case "s": "scale"
    case "c": "colours"
    case "p": "pin"
    case "d": "difference"
    case "a": "panel"
    case "t": "type"
    case "b B": "stop when"
    case "n N": "example"
    case "y": "copy"
    case "e": "export"
    case ":": "command"
    case "?": "help"
    default: nil
    }
  }
  func keyShort(_ caption: String, on screen: ScreenName) -> String? {
    switch (screen, caption) {
    case (.heads, "← ↓ ↑ →"): "head"
    case (.words, "← ↓ ↑ →"): "query, key"
    case (.compare, "enter"): "most moved"
    case (.compare, "{ }"): "moved"
    case (.compare, "tab"): "pane"
    default: nil
    }
  }
  var probeShort: String { "probe" }
  var mapsShort: String { "maps" }
  var pauseShort: String { "pause" }
  func unusedKey(_ key: String) -> String { "\(key) does nothing here; ? lists the keys" }

  // Help.
  func keyGroup(_ group: KeyMap.Group) -> String {
    switch group {
    case .time: "time"
    case .move: "move"
    case .look: "look"
    case .ask: "ask"
    case .go: "go"
    case .keep: "keep"
    }
  }
  func keyHelp(_ caption: String) -> String? {
    switch caption {
    case "space": "run, pause"
    case ". ,": "step on, back"
    case "> <": "ten; PgDn PgUp"
    case "Home End": "first, latest"
    case "+ -": "faster, slower"
    case "← ↓ ↑ →": "move; h j k l"
    case "g G": "first, last row"
    case "[ ]": "head (or row) before, next"
    case "{ }": "layer before, next"
    case "0 – 9": "head of the layer"
    case "tab": "next pane or stack"
    case "enter": "into what is here"
    case "o": "gradients (Anatomy)"
    case "z": "heads as cells, as maps"
    case "S": "sort heads"
    case "/": "filter heads"
    case "m": "mechanism: next"
    case "x": "head: on, off, alone"
    case "u": "all heads on"
    case "s": "scale"
    case "c": "colours"
    case "p": "pin what is here"
    case "d": "difference to pin"
    case "a": "what stands beside: panel, Keras, nothing"
    case "t": "type a text"
    case "b B": "stop when; B lists"
    case "n N": "held-out example"
    case "M": "map"
    case "H": "heads"
    case "W": "words"
    case "C": "compare"
    case "A": "anatomy"
    case "Q": "the five questions"
    case "L": "all lessons"
    case "i": "about this run"
    case "esc": "out"
    case "y": "copy read-out"
    case "e": "write to a file"
    case "Y": "copy its command"
    case ":": "command"
    case "?": "help"
    case "q ^C": "quit"
    case "^Z ^L": "suspend, redraw"
    default: nil
    }
  }
  func keyHelp(_ caption: String, on screen: ScreenName) -> String? {
    switch (screen, caption) {
    case (.map, "← ↓ ↑ →"): "cell; h j k l"
    case (.heads, "← ↓ ↑ →"): "head; h j k l"
    case (.heads, "g G"): "first, last head"
    case (.heads, "d"): "heads that moved"
    case (.compare, "enter"): "the head that moved most"
    case (.compare, "{ }"): "moved head before, next"
    case (.heads, "tab"): "next stack"
    case (.words, "← ↓ ↑ →"): "query, key; h j k l"
    case (.words, "g G"): "first, last query"
    case (.compare, "← ↓ ↑ →"): "cell; h j k l"
    case (.compare, "[ ]"): "mean, heads of the pane"
    case (.compare, "tab"): "next pane"
    case (.compare, "0 – 9"): "head of the pane"
    case (.compare, "d"): "difference to pane 1"
    case (.anatomy, "← ↓ ↑ →"): "position, operation"
    case (.anatomy, "g G"): "first, last operation"
    case (.anatomy, "tab"): "into the picture, back"
    case (.anatomy, "enter"): "open; follow a number"
    case (.anatomy, "o"): "value, gradient"
    case (.anatomy, "[ ]"): "head (or query) before, next"
    default: nil
    }
  }
  var helpOnOtherMaps: [String] {
    [
      "Each row is one position that asks, each column one that is looked at.",
      "The colour of a cell is the share of what the row reads that came from there; a row sums to 1.",
    ]
  }
  func helpOn(_ screen: ScreenName) -> [String] {
    switch screen {
    case .map:
      [
        "Each row is one output character asking, each column one input character.",
        "The colour of a cell is the share of the context that came from there. A row sums to 1.",
        "A dot marks where it should look; rows marked free have nothing to find.",
      ]
    case .heads:
      [
        "Each picture is one head seen from afar: queries down, keys across, each block shows "
          + "its largest weight.",
        "A role is named where its score passes a threshold: the mean weight that goes to the token "
          + "before, after, first, to itself, to an earlier equal token (duplicate) or to what "
          + "followed it (induction).",
        "/ takes a role or a condition such as induction > .5 and layer == 1.",
        "Where the pictures of all heads do not fit, each is one cell in the colour of 1 − entropy, or "
          + "of what heads are sorted by; z goes from cells to pictures and back.",
        "Of two models side by side d lists the heads that moved most, :sort moved sorts by it and "
          + "/ moved > .05 takes some.",
      ]
    case .words:
      [
        "The input, shaded by what one query looks at; the bars are the same weights, sorted.",
        "A model that pools asks the same of every text: it has one row. Scores that pass through "
          + "tanh cannot differ by more than 2, so no weight gets above the cap.",
      ]
    case .compare:
      [
        "The same input in several runs, with one crosshair and one scale of colours.",
        "exact is the share of held-out examples that are right from end to end.",
        "Of two models with the same heads a list says how far each head moved: the share of a row's "
          + "weight that lies on other keys, a mean over rows. Enter shows the first, { } the others.",
        ":exhibit adds a mechanism that is wrong on purpose, trained up to here: softmax-axis, "
          + "no-sum, no-scale, reshape or no-mask; with off it goes.",
      ]
    case .anatomy:
      [
        "Every operation of one reading with its numbers, at one training step; nothing runs while "
          + "you step through. Up and down go from operation to operation, left and right from "
          + "position to position, as on the map.",
        "Enter writes out how the number under the cursor was made; Enter again goes to what made "
          + "its largest term, Esc comes back. Tab lets the arrows choose a row of the picture.",
        ":scale V 2, :add 3 and :axis -1 change one value of a copy, and all that follows; "
          + ":undo takes it back.",
      ]
    }
  }
  var helpRules: [String] {
    [
      "Capitals go to a screen, small letters act here.",
      "A number in front of a key repeats it, as in 20 j.",
      "Click a cell or the timeline; the wheel on the timeline scrubs.",
      ":mouse off leaves the mouse to the terminal, to select text.",
    ]
  }
  var closeHelp: String { "close" }
  var moreHelp: String { "more" }
  var findKey: String { "find anything" }
  func noKeyMatches(_ text: String) -> String { "nothing here is about \(text)" }

  // Prompts.
  var probePrompt: String { "type a text:" }
  var commandPrompt: String { ":" }
  var filterPrompt: String { "/" }
  var headFilterHint: String { "a role, or induction > .5   esc all" }
  var probeHint: String { "enter keeps it   ^U empties it   esc the lesson's" }
  var commandHint: String { "tab completes and goes through them   esc leaves" }
  func lineIsFull(_ bytes: Int) -> String { "a line takes \(bytes) bytes at most; that is more" }
  func onlyFirstAreRead(_ count: Int) -> String {
    count == 1
      ? "only the first character is read" : "only the first \(count) characters are read"
  }

  // Commands.
  func unknownCommand(_ name: String, _ near: [String]) -> String {
    "no command \(name)"
      + (near.isEmpty ? "" : "; expected one of " + near.joined(separator: ", "))
      + "; : lists all"
  }
  func candidatesShown(_ first: Int, _ last: Int, _ count: Int) -> String {
    "\(first)–\(last) of \(count)"
  }
  func expected(_ command: String, _ expected: String, _ got: String) -> String {
    ":\(command) expects \(expected)" + (got.isEmpty ? "" : ", not \(got)")
  }
  var expectedNothing: String { "nothing after it" }
  func expectedStep(_ latest: Int) -> String { "a step from 0 to \(latest)" }
  var expectedCount: String { "a number of steps such as 5 or -5" }
  var expectedPace: String { "steps per second, 1 or more, or unlimited" }
  var expectedDirectory: String { "the name of a new directory" }
  var expectedFile: String { "a file of pairs: one source, a tab and a target on each line" }
  var expectedText: String { "a text" }
  func expectedHead(_ first: String, _ last: String, _ got: String) -> String {
    "no head \(got); expected layer.head from \(first) to \(last)"
  }
  func expectedOnOff(_ name: String) -> String { "\(name) on or \(name) off" }
  func expectedOneOf(_ choices: [String]) -> String { choices.joined(separator: ", ") }
  func notACondition(_ error: Condition.Malformed) -> String { "\(error)" }
}
