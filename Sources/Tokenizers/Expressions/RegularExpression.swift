/// A regular expression over Unicode scalars, as a program that a small machine follows.
///
/// Not the standard library's `Regex`, for two reasons: a pattern comes from a file, and with that
/// one `(a+)+$` needs longer than a life for forty letters; and a text of a megabyte takes seconds.
/// Here no state is tried twice at a place, as in RE2's backtracker (github.com/google/re2,
/// bitstate.cc); and when a text has taken 200 steps a byte nothing more of it matches.
struct RegularExpression: Sendable {
  /// The longest program.
  static let greatestLength = 20_000

  /// A step of the program.
  enum Instruction: Sendable {
    /// Reads this scalar.
    case scalar(UInt32)
    /// Reads a scalar of a set.
    case set(Int)
    /// Reads as many scalars of a set as there are, and gives them back one by one.
    case run(set: Int, least: Int, most: Int)
    /// Goes on at `first`; if that fails, at `second`.
    case fork(first: Int, second: Int)
    /// Goes on elsewhere.
    case jump(Int)
    /// Follows the program from the next step on to its `succeed`, then goes on at `end`.
    case look(end: Int, isAhead: Bool, isNegative: Bool, width: Int)
    /// Does the same and stays where that ended.
    case atomic(end: Int)
    /// Checks the place.
    case place(ExpressionNode.Place)
    /// Checks that a look back ends where it began.
    case lookedBack
    /// The text matches.
    case succeed
  }

  /// The steps.
  private(set) var program: [Instruction] = []
  /// The sets that the steps name.
  private(set) var sets: [ScalarSet] = []

  /// Whether something is repeated that can be empty.
  private(set) var hasEmptyLoop = false

  /// The program of a pattern.
  init(_ pattern: String) throws(ExpressionParser.Failure) {
    try compile(try ExpressionParser.parse(pattern))
    try emit(.succeed)
  }

  // MARK: Compiling

  private mutating func emit(_ instruction: Instruction) throws(ExpressionParser.Failure) {
    guard program.count < Self.greatestLength else {
      throw ExpressionParser.Failure(
        problem: "is too large (more than \(Self.greatestLength) steps)")
    }
    program.append(instruction)
  }

  private mutating func compile(_ node: ExpressionNode) throws(ExpressionParser.Failure) {
    switch node {
    case .empty: break
    case .scalar(let value): try emit(.scalar(value))
    case .set(let set):
      sets.append(set)
      try emit(.set(sets.count - 1))
    case .sequence(let nodes):
      for node in nodes { try compile(node) }
    case .alternatives(let nodes):
      var jumps: [Int] = []
      for (index, node) in nodes.enumerated() {
        guard index < nodes.count - 1 else {
          try compile(node)
          break
        }
        let fork = program.count
        try emit(.jump(0))
        try compile(node)
        jumps.append(program.count)
        try emit(.jump(0))
        program[fork] = .fork(first: fork + 1, second: program.count)
      }
      for jump in jumps { program[jump] = .jump(program.count) }
    case .repetition(let node, let least, let most, let greed):
      try compile(node, least, most, greed)
    case .look(let node, let isAhead, let isNegative):
      let look = program.count
      try emit(.jump(0))
      try compile(node)
      if !isAhead { try emit(.lookedBack) }
      try emit(.succeed)
      program[look] = .look(
        end: program.count, isAhead: isAhead, isNegative: isNegative,
        width: node.width.most ?? 0)
    case .atomic(let node):
      let atomic = program.count
      try emit(.jump(0))
      try compile(node)
      try emit(.succeed)
      program[atomic] = .atomic(end: program.count)
    case .place(let place): try emit(.place(place))
    }
  }

  private mutating func compile(
    _ node: ExpressionNode, _ least: Int, _ most: Int?, _ greed: ExpressionNode.Greed
  ) throws(ExpressionParser.Failure) {
    if greed == .possessive {
      return try compile(.atomic(.repetition(node, least: least, most: most, .greedy)))
    }
    var set: ScalarSet?
    if case .set(let one) = node { set = one }
    if case .scalar(let value) = node { set = ScalarSet(ranges: [value...value]) }
    if greed == .greedy, let set {
      sets.append(set)
      return try emit(.run(set: sets.count - 1, least: least, most: most ?? .max))
    }
    for _ in 0..<least { try compile(node) }
    func fork(_ place: Int, _ end: Int) -> Instruction {
      greed == .lazy ? .fork(first: end, second: place + 1) : .fork(first: place + 1, second: end)
    }
    guard let most else {
      if node.width.least == 0 { hasEmptyLoop = true }
      let start = program.count
      try emit(.jump(0))
      try compile(node)
      try emit(.jump(start))
      program[start] = fork(start, program.count)
      return
    }
    var forks: [Int] = []
    for _ in least..<max(most, least) {
      forks.append(program.count)
      try emit(.jump(0))
      try compile(node)
    }
    for place in forks { program[place] = fork(place, program.count) }
  }
}
