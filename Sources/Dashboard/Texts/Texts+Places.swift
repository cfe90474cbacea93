/// The words of the screens beside the map: Heads, Words and Compare.
struct PlaceTexts: Sendable {
  // Line 0.
  var headNamed: @Sendable (String) -> String = { "head \($0)" }
  var headIsSwitched: @Sendable (String) -> String = { "(\($0))" }
  /// Between two things said of one head.
  var comma = ", "
  var layersByHeads: @Sendable (Int, Int) -> String = { layers, heads in
    "\(layers) layer\(layers == 1 ? "" : "s") × \(heads) heads"
  }
  var headsOf: @Sendable (Int, Int) -> String = { "\($0) of \($1) heads" }
  /// What the picture shows where nothing is written token by token.
  var ownExample = ["the lesson's own example", "own example"]
  var ownText = ["your text"]
  var heldOutExample = ["a held-out example", "held out"]
  var tokens: @Sendable (Int) -> String = { "\($0) tokens" }
  var oneScale = ["one crosshair, one scale", "one scale", ""]
  /// The same of runs that have seed and encoder in common.
  var oneSeed = [
    "one encoder, one seed, one crosshair, one scale", "one encoder, one seed, one scale",
    "one seed, one scale", "one scale", "",
  ]
  /// A kind of attention by its key in files.
  var kindName: @Sendable (String) -> String = { $0 }
  /// Half a model by its key in the names of tensors.
  var stackPath: @Sendable (String) -> String = { path in
    switch path {
    case "enc": "encoder"
    case "dec": "decoder"
    default: path
    }
  }

  // The heads.
  var mixed = "mixed"
  /// Roles by their key, whole, shortened, and as a letter.
  var roleShort: [String: String] = [
    "previous": "prev", "next": "next", "first": "1st", "self": "self", "induction": "ind",
    "duplicate": "dup", "entropy": "ent",
  ]
  var roleLetter: [String: String] = [
    "previous": "p", "next": "n", "first": "f", "self": "s", "induction": "i", "duplicate": "d",
  ]
  var roleLetterMeans: @Sendable (String, String) -> String = { "\($0) \($1)" }
  var entropy = "entropy"
  var overSteps: @Sendable (String, Int) -> String = { "\($0), 0 → \($1)" }
  var formedBy: @Sendable (Int) -> String = { "formed by step \($0)" }
  var formedBefore: @Sendable (Int) -> String = { "formed before step \($0)" }
  var off = "off"
  var alone = "alone"
  var brightest: @Sendable (Int, Int) -> String = { "\($0) × \($1), brightest of each block" }
  var brightestShort: @Sendable (Int, Int) -> String = { "\($0) × \($1), pooled" }
  var extent: @Sendable (Int, Int) -> String = { "\($0) × \($1)" }
  var masked = "upper right: masked"
  var maskedHere = "masked"
  var filteredBy: @Sendable (String) -> String = { "only \($0)" }
  var sortedByLegend: @Sendable (String) -> String = { "by \($0)" }
  var sinkHidden: @Sendable ([String], String) -> String = { names, mass in
    "\(names.joined(separator: " ")) hidden: \(mass) of all mass"
  }
  var sinkHiddenShort: @Sendable ([String], String) -> String = { names, mass in
    "\(names.joined(separator: " ")) hidden: \(mass)"
  }
  var sinkShown: @Sendable ([String], String) -> String = { names, mass in
    "\(names.joined(separator: " ")) shown: \(mass) of all mass"
  }
  var layersShown: @Sendable (Int, Int, Int) -> String = { "rows \($0)–\($1) of \($2)" }
  var headsShown: @Sendable (Int, Int, Int) -> String = { "heads \($0)–\($1) of \($2)" }
  var measuredOn: @Sendable (String) -> String = { "roles: \($0)" }
  var looksAtRead: @Sendable (String, String, String) -> String = { "\($0) → \($1) \($2)" }
  var noRoles = "No head has a role."
  var noHeadIs: @Sendable (String) -> String = { "no head is \($0); esc shows all" }

  // The words.
  var oneRow = "one row for the whole text"
  var capIs: @Sendable (String) -> String = { "cap \($0)" }
  var capFormula: @Sendable (Int) -> String = { "e²/(e²+\($0))" }
  var ofAtMost: @Sendable (String) -> String = { "of at most \($0)" }
  var scoreIs: @Sendable (String, Bool) -> String = { score, isCapped in
    "score \(score)" + (isCapped ? " of at most 1" : "")
  }
  var scoreHeading = "score, before softmax"
  var scoreHeadingTanh = "score, before softmax: tanh keeps it in −1 … 1"
  var asks = "asks"
  var looksAtHeading: @Sendable (String) -> String = { "\($0) looks at" }
  var weighsHeading = "what weighs most"
  var timesMean = "× mean"
  var capMeaning = "┊ the most that can be"
  var capLineMeaning = "┄ the most that can be"
  var wordByWord = "weight, word by word"
  var largestHere: @Sendable (String) -> String = { "largest \($0)" }
  var queryMark = "▾ query"
  var keyMark = "▾ key"
  var causalMeaning = "later tokens are masked"
  var ranksShown: @Sendable (Int, Int, Int) -> String = { "\($0)–\($1) of \($2)" }
  var linesShown: @Sendable (Int, Int, Int) -> String = {
    $0 == $1 ? "line \($0) of \($2)" : "lines \($0)–\($1) of \($2)"
  }

  // The image.
  var imageColumn: @Sendable (Int, String?) -> String = { column, part in
    "column \(column) (" + (part.map { "digit \($0)" } ?? "paper") + ")"
  }
  var imageWindow: @Sendable (Int, Int) -> String = { "sees columns \($0)–\($1)" }
  var imageMeaning = "lit, and bars: what ▸ looks at"
  var imageBarsMeaning = "bars: what ▸ looks at"

  // Side by side.
  var meanOf: @Sendable (Int) -> String = { "mean of \($0) heads" }
  var headOf: @Sendable (Int, Int) -> String = { "head \($0) of 0–\($1 - 1)" }
  var headShort: @Sendable (Int) -> String = { "head \($0)" }
  var meanShort = "mean"
  var rowsAQuery: @Sendable (Int) -> String = { $0 == 1 ? "a row a query" : "\($0) rows a query" }
  /// How many of the heads that a mean is over take part.
  var meanOfSome: @Sendable (Int, Int) -> String = { "mean of \($0) of \($1) heads" }
  var meanOfOnly: @Sendable (Int) -> String = { "mean of \($0)" }
  /// Heads that are left out of the picture, by their numbers.
  var headsAreOff: @Sendable ([Int]) -> String = { off in
    "off here: head \(off.map(String.init).joined(separator: " "))"
  }
  var oneRowForAll = "one row for all queries"
  var cannotAskAgain = "it cannot ask again"
  var noWeightAbove: @Sendable (String) -> String = { "no weight above \($0)" }
  var noAttentionPane = ["no attention:", "no map"]
  var wrongOnPurpose = "wrong on purpose"
  /// What a mistake does, by its name in commands.
  var wrongBecause: @Sendable (String) -> String = { name in
    switch name {
    case "softmax-axis": "softmax on axis −1: all 1"
    case "no-sum": "no sum: key 1 alone"
    case "no-scale": "scores without 1/√d"
    case "reshape": "no transpose in split"
    case "no-mask": "∅ = padding, not masked"
    default: name
    }
  }
  /// What the columns of heads that were split without the transposition are.
  var slotsMeaning = "₁₂₃ slots, not letters"
  var sharedScale = "shared"
  var wrongSoFar = "× wrong so far"
  var paneLooks: @Sendable (String, String, String) -> String = { "\($0) at \($1), \($2)" }
  var comparison: @Sendable (String, [String]) -> String = { query, parts in
    "For \(query) the most weight lies: \(parts.joined(separator: "; "))."
  }
  var paneLooksShort: @Sendable (String, String, String) -> String = { "\($0) \($1) \($2)" }
  var comparisonShort: @Sendable (String, [String]) -> String = { query, parts in
    "\(query) → " + parts.joined(separator: ", ")
  }
  var everyKey = "every key alike"
  /// A row in which the runs write different things.
  var outputNumber: @Sendable (Int) -> String = { "output \($0)" }
  var differenceToFirst: @Sendable (String) -> String = { "difference to \($0)" }
  var panesMore: @Sendable (Int) -> String = { "\($0) more: tab" }
  var panesHidden: @Sendable ([String]) -> String = {
    "not in sight: \($0.joined(separator: ", "))"
  }

  // From mechanism to mechanism.
  var whyAllMechanisms = "all mechanisms are here already: tab on Compare chooses one"
  var whyOneMechanism: @Sendable (String, String) -> String = { lesson, mechanism in
    "\(lesson) has one mechanism, \(mechanism); dates and digits have three"
  }
  var wayNext: @Sendable (String) -> String = { "m: \($0)" }
  var wayIs: @Sendable (String, Int, String, Int) -> String = { new, seed, last, step in
    "\(new), its own run of seed \(seed); \(last) waits at step \(step)"
  }
}
