import Screens

/// The one table of keys: it drives what a key does, the key line and help.
///
/// A capital goes to a place, a small letter does something here.
/// Keys of screens that do not exist yet are not in it, since a key that does nothing is a lie.
public struct KeyMap: Sendable {
  /// What belongs together in help.
  public enum Group: Hashable, Sendable, CaseIterable {
    case time, move, look, ask, go, keep
  }

  struct Entry: Sendable {
    var group: Group
    /// The keys as they are printed.
    var caption: String
    var bindings: [(key: Key, action: Action)]
  }

  /// The entries in the order of help; the key line sorts them by ``keyLines``.
  let entries: [Entry]
  /// Captions of each screen in the order in which the key line drops them from the right.
  let keyLines: [ScreenName: [String]]
  private let actions: [Key: Action]

  init(entries: [Entry], keyLines: [ScreenName: [String]]) {
    self.entries = entries
    self.keyLines = keyLines
    var actions: [Key: Action] = [:]
    for (key, action) in entries.flatMap(\.bindings) {
      precondition(actions[key] == nil, "\(key) is in the table twice")
      actions[key] = action
    }
    self.actions = actions
  }

  /// What `key` does; nil for a key that is not in the table.
  func action(for key: Key) -> Action? { actions[key] }

  /// The entry that `key` belongs to.
  func entry(for key: Key) -> Entry? {
    entries.first { $0.bindings.contains { $0.key == key } }
  }

  /// The entry printed as `caption`.
  func entry(called caption: String) -> Entry? { entries.first { $0.caption == caption } }
}

extension KeyMap {
  /// The keys of every screen: a key means the same on all of them.
  static let map = KeyMap(
    entries: time + move + look + ask + go,
    keyLines: [
      .map: [
        "space", ". ,", "← ↓ ↑ →", "t", "a", "L", "Q", "+ -", "A", "m", "d", "p", "n N", "b B", "s",
        "c",
        ":",
      ],
      .heads: [
        "← ↓ ↑ →", "enter", "x", "/", "S", "z", "d", ". ,", "s", "0 – 9", "[ ]", "{ }", "space",
        "tab", "u", "c", ":",
      ],
      .words: [
        "← ↓ ↑ →", "[ ]", "t", "a", "A", ". ,", "space", "s", "m", "M", "{ }", "n N", "c", ":",
      ],
      .compare: [
        "space", "tab", "← ↓ ↑ →", "enter", "{ }", ". ,", "d", "Q", "0 – 9", "s", "x", "[ ]", "t",
        "n N", "c", ":",
      ],
      .anatomy: [
        "↑ ↓", "← →", "enter", "esc", "o", ". ,", "Q", "tab", "[ ]", "{ }", "space", "M", "t", ":",
      ],
    ])

  /// The entry that half of it stands for, where the key line tells the arrows apart.
  static let halves = ["↑ ↓": "← ↓ ↑ →", "← →": "← ↓ ↑ →"]
  /// Keys of the map's key line where the attention has several heads, after the crosshair's.
  static let headsOnMap = ["[ ]", "{ }", "tab", "H"]
  /// Keys that the key line leaves out rather than dims where there is nothing for them to do.
  static let ofHeads: Set<String> = ["[ ]", "{ }", "0 – 9", "tab", "x", "u", "H"]
  /// Keys that it leaves out where the terminal has no room for what they show.
  static let ofRoom: Set<String> = ["a"]
  /// Keys that it leaves out on a screen where there is nothing for them to do.
  static let ofScreen: [ScreenName: Set<String>] = [
    .heads: ["d"], .compare: ["enter"],
  ]

  private static let time = [
    Entry(
      group: .time, caption: "space",
      bindings: [(.character(" "), .toggleRunning)]),
    Entry(
      group: .time, caption: ". ,",
      bindings: [(.character("."), .step(1)), (.character(","), .step(-1))]),
    Entry(
      group: .time, caption: "> <",
      bindings: [
        (.character(">"), .step(10)), (.character("<"), .step(-10)), (.pageDown, .step(10)),
        (.pageUp, .step(-10)),
      ]),
    Entry(
      group: .time, caption: "Home End",
      bindings: [(.home, .first), (.end, .latest)]),
    Entry(
      group: .time, caption: "+ -",
      bindings: [
        (.character("+"), .faster), (.character("="), .faster), (.character("-"), .slower),
        (.character("_"), .slower),
      ]),
  ]

  private static let move = [
    Entry(
      group: .move, caption: "← ↓ ↑ →",
      bindings: [
        (.left, .moveKey(-1)), (.down, .moveQuery(1)), (.up, .moveQuery(-1)),
        (.right, .moveKey(1)), (.character("h"), .moveKey(-1)),
        (.character("j"), .moveQuery(1)), (.character("k"), .moveQuery(-1)),
        (.character("l"), .moveKey(1)),
      ]),
    Entry(
      group: .move, caption: "g G",
      bindings: [(.character("g"), .firstQuery), (.character("G"), .lastQuery)]),
    Entry(
      group: .move, caption: "[ ]",
      bindings: [
        (.character("["), .neighbour(-1)), (.character("]"), .neighbour(1)),
        (.shiftLeft, .neighbour(-1)), (.shiftRight, .neighbour(1)),
      ]),
    Entry(
      group: .move, caption: "{ }",
      bindings: [
        (.character("{"), .layer(-1)), (.character("}"), .layer(1)), (.shiftUp, .layer(-1)),
        (.shiftDown, .layer(1)),
      ]),
    Entry(
      group: .move, caption: "0 – 9",
      bindings: "0123456789".map { (.character($0), .digit($0.wholeNumberValue ?? 0)) }),
    Entry(
      group: .move, caption: "tab",
      bindings: [(.tab, .pane(1)), (.backTab, .pane(-1))]),
    Entry(group: .move, caption: "enter", bindings: [(.enter, .into)]),
  ]

  private static let look = [
    Entry(
      group: .look, caption: "s",
      bindings: [(.character("s"), .scale)]),
    Entry(
      group: .look, caption: "c",
      bindings: [(.character("c"), .colors)]),
    Entry(
      group: .look, caption: "p",
      bindings: [(.character("p"), .pin)]),
    Entry(
      group: .look, caption: "d",
      bindings: [(.character("d"), .difference)]),
    Entry(group: .look, caption: "a", bindings: [(.character("a"), .aside)]),
    Entry(group: .look, caption: "o", bindings: [(.character("o"), .overlay)]),
    Entry(group: .look, caption: "z", bindings: [(.character("z"), .headsForm)]),
    Entry(group: .look, caption: "S", bindings: [(.character("S"), .sort)]),
    Entry(group: .look, caption: "/", bindings: [(.character("/"), .find)]),
  ]

  private static let ask = [
    Entry(
      group: .ask, caption: "t",
      bindings: [(.character("t"), .type)]),
    Entry(
      group: .ask, caption: "b B",
      bindings: [(.character("b"), .breakpoint), (.character("B"), .breakpoints)]),
    Entry(group: .ask, caption: "m", bindings: [(.character("m"), .mechanism)]),
    Entry(group: .ask, caption: "x", bindings: [(.character("x"), .switchHead)]),
    Entry(group: .ask, caption: "u", bindings: [(.character("u"), .allHeadsOn)]),
    Entry(
      group: .ask, caption: "n N",
      bindings: [(.character("n"), .nextExample), (.character("N"), .previousExample)]),
  ]

  private static let go = [
    Entry(
      group: .go, caption: "M", bindings: [(.character("M"), .go(.map))]),
    Entry(group: .go, caption: "H", bindings: [(.character("H"), .go(.heads))]),
    Entry(group: .go, caption: "W", bindings: [(.character("W"), .go(.words))]),
    Entry(group: .go, caption: "C", bindings: [(.character("C"), .go(.compare))]),
    Entry(group: .go, caption: "A", bindings: [(.character("A"), .go(.anatomy))]),
    Entry(group: .go, caption: "Q", bindings: [(.character("Q"), .questions)]),
    Entry(group: .go, caption: "L", bindings: [(.character("L"), .lessons)]),
    Entry(
      group: .go, caption: "esc", bindings: [(.escape, .escape)]),
    Entry(group: .keep, caption: "i", bindings: [(.character("i"), .about)]),
    Entry(
      group: .keep, caption: "y",
      bindings: [(.character("y"), .copy)]),
    Entry(group: .keep, caption: "Y", bindings: [(.character("Y"), .copyMoment)]),
    Entry(group: .keep, caption: "e", bindings: [(.character("e"), .export)]),
    Entry(
      group: .keep, caption: ":",
      bindings: [(.character(":"), .command)]),
    Entry(
      group: .keep, caption: "?",
      bindings: [(.character("?"), .help)]),
    Entry(
      group: .keep, caption: "q ^C",
      bindings: [(.character("q"), .quit), (.control("c"), .interrupt)]),
    Entry(
      group: .keep, caption: "^Z ^L",
      bindings: [(.control("z"), .suspend), (.control("l"), .redraw)]),
  ]
}
