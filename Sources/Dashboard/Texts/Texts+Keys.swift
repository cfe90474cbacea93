/// What is said about keys: in the key line, in help, and in answer to one that does nothing.
struct KeyTexts: Sendable {
  var groups: [KeyMap.Group: String] = [
    .time: "time", .move: "move", .look: "look", .ask: "ask", .go: "go", .keep: "keep",
  ]
  /// What keys do, by the way they are printed, for help.
  var keyHelp = [
    "space": "run, pause",
    ". ,": "step on, back",
    "> <": "ten; PgDn PgUp",
    "Home End": "first, latest",
    "+ -": "faster, slower",
    "← ↓ ↑ →": "move; h j k l",
    "g G": "first, last row",
    "[ ]": "head (or row) before, next",
    "{ }": "layer before, next",
    "0 – 9": "head of the layer",
    "tab": "next pane or stack",
    "enter": "into what is here",
    "o": "gradients (Anatomy)",
    "S": "sort heads",
    "/": "filter heads",
    "m": "mechanism: next",
    "x": "head: on, off, alone",
    "u": "all heads on",
    "s": "scale",
    "c": "colours",
    "p": "pin what is here",
    "d": "difference to pin",
    "t": "type a text",
    "n N": "held-out example",
    "M": "map",
    "H": "heads",
    "W": "words",
    "C": "compare",
    "A": "anatomy",
    "Q": "the five questions",
    "esc": "out",
    "y": "copy read-out",
    ":": "command",
    "?": "help",
    "q ^C": "quit",
    "^Z ^L": "suspend, redraw",
  ]
  /// The same for one screen, where it can be said better.
  var keyHelpHere: [Place: [String: String]] = [
    .map: ["← ↓ ↑ →": "cell; h j k l"],
    .heads: ["← ↓ ↑ →": "head; h j k l", "g G": "first, last head", "tab": "next stack"],
    .words: ["← ↓ ↑ →": "query, key; h j k l", "g G": "first, last query"],
    .compare: [
      "← ↓ ↑ →": "cell; h j k l", "[ ]": "mean, heads of the pane", "tab": "next pane",
      "0 – 9": "head of the pane", "d": "difference to pane 1",
    ],
    .anatomy: [
      "← ↓ ↑ →": "position, operation", "g G": "first, last operation",
      "tab": "into the picture, back", "enter": "open; follow a number",
      "o": "value, gradient", "[ ]": "head (or query) before, next",
    ],
  ]
  /// What keys do in the fewest words, for the key line.
  var keyShort = [
    "space": "run",
    ". ,": "step",
    "> <": "ten",
    "+ -": "speed",
    "← ↓ ↑ →": "cell",
    "[ ]": "head",
    "{ }": "layer",
    "0 – 9": "head",
    "tab": "stack",
    "enter": "open",
    "S": "sort",
    "/": "find",
    "m": "mechanism",
    "x": "off",
    "u": "all on",
    "H": "heads",
    "M": "map",
    "A": "anatomy",
    "Q": "tour",
    "s": "scale",
    "c": "colours",
    "p": "pin",
    "d": "difference",
    "t": "type",
    "n N": "example",
    "y": "copy",
    ":": "command",
    "?": "help",
  ]
  /// The same for one screen, where the key acts on something else.
  var keyShortHere: [Place: [String: String]] = [
    .heads: ["← ↓ ↑ →": "head"],
    .words: ["← ↓ ↑ →": "query, key"],
    .compare: ["tab": "pane"],
  ]
  var runShort = "run"
  var pauseShort = "pause"
  var closeHelp = "close"
  var moreHelp = "more"
  var findKey = "find a key"
  var helpOnMap = [
    "Each row is one output character asking, each column one input character.",
    "Bright: this share of the context came from there. A row sums to 1.",
    "A dot marks where it should look; rows marked free have nothing to find.",
  ]
  var helpOn: [Place: [String]] = [
    .heads: [
      "Each picture is one head seen from afar: queries down, keys across, each block as bright as "
        + "its brightest weight.",
      "A role is named where its score passes a threshold: the mean weight that goes to the token "
        + "before, after, first, to itself, to an earlier equal token (duplicate) or to what "
        + "followed it (induction).",
      "/ takes a role or a condition such as induction > .5 and layer == 1.",
    ],
    .words: [
      "The input, shaded by what one query looks at; the bars are the same weights, sorted.",
      "A model that pools asks the same of every text: it has one row. Scores that pass through "
        + "tanh cannot differ by more than 2, so no weight gets above the cap.",
    ],
    .compare: [
      "The same input in several runs, with one crosshair and one scale of colours.",
      "exact is the share of held-out examples that are right from end to end.",
      ":exhibit adds a mechanism that is wrong on purpose, trained up to here: softmax-axis, "
        + "no-sum, no-scale, reshape or no-mask, each with on or off.",
    ],
    .anatomy: [
      "Every operation of one reading with its numbers, at one training step; nothing runs while "
        + "you step through. Up and down go from operation to operation, left and right from "
        + "position to position, as on the map.",
      "Enter writes out how the number under the cursor was made; Enter again goes to what made "
        + "its largest term, Esc comes back. Tab lets the arrows choose a row of the picture.",
      ":scale V 2, :add 3 and :axis -1 change one value of a copy, and all that follows; "
        + ":undo takes it back.",
    ],
  ]
  var helpRules = [
    "Capitals go to a screen, small letters act here.",
    "A number in front of a key repeats it, as in 20 j.",
    "Click a cell or the timeline; the wheel on the timeline scrubs.",
    ":mouse off leaves the mouse to the terminal, to select text.",
  ]
  var noKeyMatches: @Sendable (String) -> String = { "no key does \($0)" }
  var unusedKey: @Sendable (String) -> String = { "\($0) does nothing here; ? lists the keys" }
}
