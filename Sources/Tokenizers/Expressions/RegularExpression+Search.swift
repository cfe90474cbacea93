extension RegularExpression {
  /// The matches of an expression in a text, one after another.
  struct Search {
    private let expression: RegularExpression
    private let bytes: [UInt8]
    private let range: Range<Int>
    private var place: Int
    private var lastEnd: Int?
    private var machine: Machine

    /// Searches the bytes `range`, beyond which nothing is seen.
    init(_ expression: RegularExpression, _ bytes: [UInt8], _ range: Range<Int>) {
      (self.expression, self.bytes, self.range) = (expression, bytes, range)
      place = range.lowerBound
      machine = Machine(range, patience: expression.hasEmptyLoop ? 0 : Machine.patience)
    }

    /// The next match; an empty one right after another match does not count.
    mutating func next() -> Range<Int>? {
      while place <= range.upperBound, machine.budget > 0 {
        guard let end = machine.run(expression, bytes, from: 0, at: place, target: 0) else {
          advance()
          continue
        }
        let match = place..<end
        if match.isEmpty {
          let isRepeated = lastEnd == end
          advance()
          if isRepeated { continue }
        } else {
          place = end
        }
        machine.forget()
        lastEnd = end
        return match
      }
      return nil
    }

    private mutating func advance() {
      place += place < range.upperBound ? bytes.scalar(at: place).width : 1
    }
  }

  /// What follows the program: a stack of what to try if this fails.
  struct Machine {
    /// Steps after which states are remembered; shorter searches are faster without.
    static let patience = 4_000

    private struct Choice {
      var step: Int
      var place: Int
      /// For a run: it can give back down to here; otherwise −1.
      var floor: Int
    }

    private let range: Range<Int>
    private let patience: Int
    private var stack: [Choice] = []
    private var steps = 0
    /// The steps that are left for the whole text; without any nothing matches.
    ///
    /// Patterns of tokenizers take 30 steps a byte. One that looks ahead to the end of the text at
    /// every place would take hours.
    private(set) var budget: Int
    /// For each run the last stretch that it read: one that begins inside ends where that ended.
    private var stretches: [Int: Range<Int>] = [:]
    /// For each step after a run the places at which it was tried last.
    private var exits: [Int: ClosedRange<Int>] = [:]
    /// The states, step and place, that failed or are being tried.
    private var tried: Set<Int> = []

    init(_ range: Range<Int>, patience: Int, budget: Int? = nil) {
      (self.range, self.patience) = (range, patience)
      self.budget = budget ?? 100_000 + 200 * range.count
    }

    /// Forgets what failed, as a new match may begin.
    mutating func forget() {
      steps = 0
      if !stretches.isEmpty { stretches.removeAll(keepingCapacity: true) }
      if !exits.isEmpty { exits.removeAll(keepingCapacity: true) }
      if !tried.isEmpty { tried.removeAll(keepingCapacity: true) }
    }

    /// Where the text that begins at `start` and matches the program from `first` on ends.
    mutating func run(
      _ expression: RegularExpression, _ bytes: [UInt8], from first: Int, at start: Int,
      target: Int
    ) -> Int? {
      stack.removeAll(keepingCapacity: true)
      let end = range.upperBound
      var (step, place) = (first, start)
      while budget > 0 {
        steps += 1
        budget -= 1
        var isAlive = true
        switch expression.program[step] {
        case .scalar(let value):
          if place < end {
            let (scalar, width) = bytes.scalar(at: place)
            isAlive = scalar == value
            place += width
            step += 1
          } else {
            isAlive = false
          }
        case .set(let index):
          if place < end {
            let (scalar, width) = bytes.scalar(at: place)
            isAlive = expression.sets[index].contains(scalar)
            place += width
            step += 1
          } else {
            isAlive = false
          }
        case .run(let index, let least, let most):
          guard isNew(step, place) else {
            isAlive = false
            break
          }
          let set = expression.sets[index]
          let stretch = self.stretch(set, step, bytes, place, most)
          var floor = place
          var count = 0
          while count < least, floor < stretch {
            floor += bytes.scalar(at: floor).width
            count += 1
          }
          isAlive = count == least
          place = stretch
          step += 1
          if isAlive, floor < place {
            stack.append(Choice(step: step, place: place, floor: floor))
          }
        case .fork(let one, let other):
          if isNew(step, place) {
            stack.append(Choice(step: other, place: place, floor: -1))
            step = one
          } else {
            isAlive = false
          }
        case .jump(let other): step = other
        case .look(let next, let isAhead, let isNegative, let width):
          let matches =
            isAhead
            ? inner(expression, bytes, from: step + 1, at: place, target: place) != nil
            : looksBack(expression, bytes, from: step + 1, at: place, width)
          isAlive = matches != isNegative
          step = next
        case .atomic(let next):
          if let end = inner(expression, bytes, from: step + 1, at: place, target: target) {
            (place, step) = (end, next)
          } else {
            isAlive = false
          }
        case .place(let kind):
          isAlive = isPlace(kind, bytes, place)
          step += 1
        case .lookedBack:
          isAlive = place == target
          step += 1
        case .succeed: return place
        }
        if isAlive { continue }
        guard let choice = nextChoice(expression, bytes) else { return nil }
        (step, place) = choice
      }
      return nil
    }

    /// Whether a step is not tried yet at a place; only asked when the search is long.
    private mutating func isNew(_ step: Int, _ place: Int) -> Bool {
      guard steps > patience else { return true }
      budget -= 5
      return tried.insert(2 * (step * (range.upperBound + 1) + place)).inserted
    }

    /// Where a run of a set that begins at `start` ends.
    private mutating func stretch(
      _ set: ScalarSet, _ step: Int, _ bytes: [UInt8], _ start: Int, _ most: Int
    ) -> Int {
      let isLong = steps > patience && most == .max
      let known = isLong ? stretches[step] : nil
      if let known, known.lowerBound <= start, start <= known.upperBound {
        return known.upperBound
      }
      var place = start
      var count = 0
      while count < most, place < range.upperBound {
        let (scalar, width) = bytes.scalar(at: place)
        guard set.contains(scalar) else { break }
        place += width
        count += 1
        // From here on the way is known.
        if place == known?.lowerBound { place = known?.upperBound ?? place; break }
      }
      budget -= count / 4
      if isLong { stretches[step] = start..<place }
      return place
    }

    /// What to try next.
    private mutating func nextChoice(
      _ expression: RegularExpression, _ bytes: [UInt8]
    ) -> (step: Int, place: Int)? {
      while budget > 0, let choice = stack.popLast() {
        budget -= 1
        var place = choice.place
        if choice.floor >= 0 {
          var known = steps > patience ? exits[choice.step] : nil
          if known?.contains(place) == false { known = nil }
          place = known?.lowerBound ?? place
          guard place > choice.floor else { continue }
          let start = place
          // A run gives back scalars until the next step can begin.
          repeat {
            place -= bytes.scalar(before: place).width
          } while place > choice.floor && !canBegin(expression, choice.step, bytes, place)
          budget -= (start - place) / 8
          if steps > patience {
            exits[choice.step] =
              place...(known.map { max($0.upperBound, choice.place) } ?? choice.place)
          }
          if place > choice.floor {
            stack.append(Choice(step: choice.step, place: place, floor: choice.floor))
          }
        }
        if steps > patience {
          budget -= 5
          let state = 2 * (choice.step * (range.upperBound + 1) + place) + 1
          guard tried.insert(state).inserted else { continue }
        }
        return (choice.step, place)
      }
      return nil
    }

    /// Whether a step may read the scalar at a place; true when that is not known at once.
    @inline(__always)
    private func canBegin(
      _ expression: RegularExpression, _ step: Int, _ bytes: [UInt8], _ place: Int
    ) -> Bool {
      guard place < range.upperBound else { return true }
      switch expression.program[step] {
      case .scalar(let value): return bytes.scalar(at: place).value == value
      case .set(let index): return expression.sets[index].contains(bytes.scalar(at: place).value)
      case .run(let index, let least, _):
        return least == 0 || expression.sets[index].contains(bytes.scalar(at: place).value)
      default: return true
      }
    }

    private mutating func inner(
      _ expression: RegularExpression, _ bytes: [UInt8], from first: Int, at place: Int,
      target: Int
    ) -> Int? {
      var machine = Machine(range, patience: patience, budget: budget)
      defer { budget = machine.budget }
      return machine.run(expression, bytes, from: first, at: place, target: target)
    }

    private mutating func looksBack(
      _ expression: RegularExpression, _ bytes: [UInt8], from first: Int, at place: Int,
      _ width: Int
    ) -> Bool {
      var start = place
      for count in 0...width {
        if inner(expression, bytes, from: first, at: start, target: place) != nil { return true }
        guard count < width, start > range.lowerBound else { return false }
        start -= bytes.scalar(before: start).width
      }
      return false
    }

    private func isPlace(_ kind: ExpressionNode.Place, _ bytes: [UInt8], _ place: Int) -> Bool {
      func isWord(before place: Int) -> Bool {
        place > range.lowerBound && ScalarSet.word.contains(bytes.scalar(before: place).value)
      }
      func isWord(at place: Int) -> Bool {
        place < range.upperBound && ScalarSet.word.contains(bytes.scalar(at: place).value)
      }
      switch kind {
      case .textStart: return place == range.lowerBound
      case .textEnd: return place == range.upperBound
      case .lastLineEnd:
        return place == range.upperBound
          || place + 1 == range.upperBound && bytes[place] == UInt8(ascii: "\n")
      case .lineStart:
        return place == range.lowerBound || bytes[place - 1] == UInt8(ascii: "\n")
      case .lineEnd: return place == range.upperBound || bytes[place] == UInt8(ascii: "\n")
      case .wordBoundary: return isWord(before: place) != isWord(at: place)
      case .noWordBoundary: return isWord(before: place) == isWord(at: place)
      }
    }
  }
}
