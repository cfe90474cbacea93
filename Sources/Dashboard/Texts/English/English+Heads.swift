import Snapshots

extension English: HeadsTexts {
  // Line 0.
  func layersByHeads(_ layers: Int, _ heads: Int) -> String {
    counted(layers, "layer") + " × " + counted(heads, "head")
  }
  func headsOf(_ shown: Int, _ all: Int) -> String { "\(shown) of " + counted(all, "head") }
  func kindName(_ kind: AttentionWeights.Kind) -> String { kind.rawValue }
  func stackPath(_ path: String) -> String {
    switch path {
    case "enc": "encoder"
    case "dec": "decoder"
    default: path
    }
  }

  // The heads.
  var mixed: String { "mixed" }
  var entropy: String { "entropy" }
  var entropyShort: String { "ent" }
  func roleShort(_ role: HeadStatistics.Role) -> String {
    switch role {
    case .previous: "prev"
    case .next: "next"
    case .first: "1st"
    case .own: "self"
    case .induction: "ind"
    case .duplicate: "dup"
    }
  }
  func roleLetter(_ role: HeadStatistics.Role) -> String {
    switch role {
    case .previous: "p"
    case .next: "n"
    case .first: "f"
    case .own: "s"
    case .induction: "i"
    case .duplicate: "d"
    }
  }
  func roleLetterMeans(_ letter: String, _ role: String) -> String { "\(letter) \(role)" }
  func overSteps(_ name: String, _ latest: Int) -> String { "\(name) · steps 0–\(latest)" }
  func formedBy(_ step: Int) -> String { "formed by step \(step)" }
  func formedBefore(_ step: Int) -> String { "formed before step \(step)" }
  func headsWithoutNumbers(_ heads: String) -> String { "not a number: \(heads)" }
  var off: String { "off" }
  var alone: String { "alone" }
  func looksAtRead(_ query: String, _ key: String, _ weight: String) -> String {
    "\(query) → \(key) \(weight)"
  }
  var noRoles: String { "No head has a role." }
  func noHeadIs(_ filter: String) -> String { "no head is \(filter); esc shows all" }

  // The legend.
  func brightest(_ queries: Int, _ keys: Int) -> String {
    "\(queries) × \(keys), largest of each block"
  }
  func brightestShort(_ queries: Int, _ keys: Int) -> String { "\(queries) × \(keys), pooled" }
  func extent(_ queries: Int, _ keys: Int) -> String { "\(queries) × \(keys)" }
  func filteredBy(_ filter: String) -> String { "only \(filter)" }
  func sortedByLegend(_ order: String) -> String { "by \(order)" }
  func layersShown(_ first: Int, _ last: Int, _ all: Int) -> String {
    "rows \(first)–\(last) of \(all)"
  }
  func headNumber(_ number: HeadNumber) -> [String] {
    switch number {
    case .sharpness: ["colour: 1 − entropy, how sharp", "1 − entropy"]
    case .role: ["colour: score of the role", "role's score"]
    case .score(let role): ["colour: \(role.rawValue)", role.rawValue]
    case .moved: ["colour: how far it moved", "moved"]
    }
  }
  func headsShown(_ first: Int, _ last: Int, _ all: Int) -> String {
    "heads \(first)–\(last) of \(all)"
  }
  func measuredOn(_ inputs: String) -> String { "roles: \(inputs)" }

  // Messages.
  func noSuchHead(_ head: String, _ last: Int) -> String { "no head \(head); the last is \(last)" }
  func headIs(_ head: String, _ state: HeadSwitch) -> String {
    switch state {
    case .off: "head \(head) is off here, not in training: its output is 0; x: alone, u: on"
    case .alone: "head \(head) is alone here, not in training: others of its layer are 0; u: on"
    case .on: "head \(head) is on"
    }
  }
  var allHeadsOn: String { "all heads are on again" }
  func sortedBy(_ order: HeadOrder) -> String {
    switch order {
    case .layer: "heads in the order of the model"
    case .entropy: "heads by entropy, the sharpest first"
    case .role: "heads by role, the best first"
    case .score(let role): "heads by \(role.rawValue), the best first"
    case .moved: "heads by how far they moved, the farthest first"
    }
  }
  func headsAreShown(_ form: HeadsForm) -> String {
    switch form {
    case .overview: "each head is one cell; z: its map from afar"
    case .thumbnails: "each head is its map from afar; z: one cell"
    }
  }

  // What moved between two models.
  var moved: String { "moved" }
  var movedShort: String { "mov" }
  var headColumn: String { "head" }
  var mostAt: String { "most at" }
  var fromTo: String { "from → to" }
  func movedMost(_ head: String, _ weight: String, _ change: String) -> String {
    "\(head) moved most at \(weight): \(change)"
  }
  func headDidNotMove(_ head: String) -> String { "\(head) did not move" }
  func movedFromTo(_ query: String, _ key: String) -> String { "\(query) → \(key)" }
  func movedWeight(_ then: String, _ now: String) -> String { "\(then) → \(now)" }

  // Why not.
  var whyNoHeads: String { "this attention has one head; there is nothing to choose" }
  func whyOneHead(_ key: String) -> String { "\(key) does nothing here: there is one head" }
  var whyOneLayer: String { "there is one layer only" }
  var whyOneStack: String { "there is one kind of attention only" }
  var whyOnlyHeads: String { "heads are sorted and filtered on Heads; H goes there" }
  var whyNoSwitchesOnTour: String { "on the tour all heads stay as they are; esc leaves it" }
  func whyNoHeadChosen(_ last: Int) -> String { "choose a head first: 0 – \(last), or ]" }
  var whyAllOn: String { "all heads are on" }
  var whyNothingMoved: String {
    "heads move between two models: headlight open A.gguf B.gguf puts two side by side"
  }
}
