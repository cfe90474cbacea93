/// What is said under the picture about lessons that need words of their own.
struct SentenceTexts: Sendable {
  // Before anything is learned.
  var nothingLearnedUneven =
    "Nothing is learned yet: the weights are those of random numbers. "
    + "Press space and watch light move."

  // Rows that write.
  /// What a query that writes is about, and one that says what comes after it.
  var toWrite: @Sendable (String) -> String = { "To write \($0)" }
  var toGoOn: @Sendable (String) -> String = { "To say what follows \($0)" }
  var nothingToGoOn: @Sendable (String, String, String) -> String = { query, key, weight in
    "Nothing says yet what follows \(query): it is free to look anywhere, most at \(key), \(weight)."
  }
  /// Rows whose largest weight lies on a dot, and all rows that have dots.
  var rowsOnDots: @Sendable (Int, Int) -> String = { right, all in
    "\(right) of \(all) rows have their most on a dot."
  }
  /// A head, its layer, and in how many rows it looks where it should.
  var bestHead: @Sendable (String, Int, Int) -> String = { head, right, all in
    "Head \(head) does so most often: in \(right) of \(all) rows."
  }
  var thisIsBestHead: @Sendable (Int, Int) -> String = { right, all in
    "So in \(right) of \(all) rows, the most of this layer."
  }

  // One row for the whole text.
  var poolsCapped: @Sendable (String, String, String) -> String = { key, weight, cap in
    "The whole text has one row: \(key) holds the most, \(weight); tanh lets no weight above \(cap)."
  }
  var poolsAtCap: @Sendable (String, String, String) -> String = { key, weight, cap in
    "One word is as bright as tanh allows: \(key) holds \(weight), and no weight can exceed \(cap)."
  }
  var poolsEvenly: @Sendable (Int, String, String) -> String = { keys, key, weight in
    "The whole text has one row, and it is nearly even: of \(keys) words the most, \(key), "
      + "holds \(weight)."
  }
  /// The cue, and the mean weight before it and from it on.
  var poolsFromCue: @Sendable (String, String, String) -> String = { cue, before, after in
    "Weak before \(cue), strong from it on: a word holds \(before) before and \(after) after it."
  }
  var poolsFromCueShort: @Sendable (String, String, String) -> String = { cue, before, after in
    "Weak before \(cue), \(before) a word; strong from it on, \(after)."
  }
  /// The word that decides, where it is not the brightest.
  var cueHolds: @Sendable (String, String) -> String = { cue, weight in
    "The word that decides, \(cue), holds \(weight)."
  }
  var cueIsBrightest = "That is the word that decides."
  var poolsShort: @Sendable (String, String, String?) -> String = { key, weight, cap in
    "One row for the whole text: \(key) holds the most, \(weight)"
      + (cap.map { "; the cap is \($0)." } ?? ".")
  }
  var poolsShortest: @Sendable (String, String) -> String = { key, weight in
    "\(key) holds the most of the one row, \(weight)."
  }
  var pools: @Sendable (String, String) -> String = { key, weight in
    "The whole text has one row: \(key) holds the most, \(weight)."
  }

  // An image.
  var ordinalDigit: @Sendable (String, String) -> String = { "\($0) digit, a \($1)" }
  var readsPart: @Sendable (String, String, String) -> String = { query, part, weight in
    "\(query) it looks at the \(part): its columns hold \(weight)."
  }
  var readsOtherPart: @Sendable (String, String, String, String, String) -> String = {
    query, part, weight, expected, expectedWeight in
    "\(query) it looks most at the \(part): \(weight); "
      + "the dots are on the \(expected): \(expectedWeight)."
  }
  var readsShort: @Sendable (String, String, String) -> String = { query, part, weight in
    "For \(query) it looks most at the \(part): \(weight)."
  }
  var readsEverywhere: @Sendable (String, Int, String, String) -> String = {
    query, columns, part, weight in
    "\(query) it still looks everywhere: of \(columns) columns those of the \(part), "
      + "hold most, \(weight)."
  }
}
