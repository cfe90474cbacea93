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
      machine = Machine(range)
    }

    /// The next match; an empty one right after another match does not count.
    mutating func next() -> Range<Int>? {
      while place <= range.upperBound {
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
    private static let patience = 4_000

    private struct Choice {
      var step: Int
      var place: Int
      /// For a run: it can give back down to here; otherwise −1.
      var floor: Int
    }

    private let range: Range<Int>
    private var stack: [Choice] = []
    private var steps = 0
    /// The states, step and place, that failed or are being tried.
    private var tried: Set<Int> = []

    init(_ range: Range<Int>) { self.range = range }

    /// Forgets what failed, as a new match may begin.
    mutating func forget() {
      steps = 0
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
      while true {
        steps += 1
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
          var count = 0
          var floor = place
          while count < most, place < end {
            let (scalar, width) = bytes.scalar(at: place)
            guard expression.sets[index].contains(scalar) else { break }
            place += width
            count += 1
            if count == least { floor = place }
          }
          isAlive = count >= least
          step += 1
          if count > least { stack.append(Choice(step: step, place: place, floor: floor)) }
        case .fork(let one, let other):
          stack.append(Choice(step: other, place: place, floor: -1))
          step = one
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
    }

    /// What to try next.
    private mutating func nextChoice(
      _ expression: RegularExpression, _ bytes: [UInt8]
    ) -> (step: Int, place: Int)? {
      while let choice = stack.popLast() {
        var place = choice.place
        if choice.floor >= 0 {
          place -= bytes.scalar(before: place).width
          if place > choice.floor {
            stack.append(Choice(step: choice.step, place: place, floor: choice.floor))
          }
        }
        if steps > Self.patience {
          let state = choice.step * (range.upperBound + 1) + place
          guard tried.insert(state).inserted else { continue }
        }
        return (choice.step, place)
      }
      return nil
    }

    private func inner(
      _ expression: RegularExpression, _ bytes: [UInt8], from first: Int, at place: Int,
      target: Int
    ) -> Int? {
      var machine = Machine(range)
      return machine.run(expression, bytes, from: first, at: place, target: target)
    }

    private func looksBack(
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
