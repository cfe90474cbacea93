import Lessons
import Snapshots
import Tensors
import Testing
import Training

/// The data of the induction lesson.
struct RepeatedTokensTests {
  private static let training = (0..<3_000).map {
    RepeatedTokens.training(RandomStream(seed: 1)($0))
  }
  private static let heldOut = (0..<1_500).map { RepeatedTokens.heldOut(RandomStream(seed: 1)($0)) }
  private static let declared = (0..<64).map(RepeatedTokens.declared)
  private static let all = training + heldOut + declared

  /// A line as text: `^gkwmxbtqzhgkwmxbtqzh`.
  private static func text(_ ids: [Int32]) -> String {
    ids.map(RepeatedTokens.name).joined()
  }

  @Test func aLineIsAStartMarkOtherLettersAndABlockTwice() {
    for example in Self.all {
      let line = Self.text(example.ids).dropFirst()
      #expect(example.ids.count == RepeatedTokens.length)
      #expect(example.ids[0] == RepeatedTokens.start)
      #expect(RepeatedTokens.blockLengths.contains(example.period))
      let second = line.suffix(example.counted.count)
      let first = line.dropLast(example.counted.count).suffix(example.period)
      #expect(first.hasPrefix(second), "\(line)")
      // Up to the second block no letter comes twice.
      let fresh = line.dropLast(example.counted.count)
      #expect(Set(fresh).count == fresh.count, "\(line)")
      #expect(Set(line).isSubset(of: Set(RepeatedTokens.letters)))
      #expect(example.counted.count >= 6)
      #expect(example.counted.upperBound == RepeatedTokens.length)
    }
  }

  @Test func everyCountedPositionHasOnePlaceToLookAtThatHoldsItsTarget() {
    for example in Self.all {
      #expect(example.targets.count == RepeatedTokens.length)
      #expect(example.expectations.count == RepeatedTokens.length)
      #expect(Array(example.targets.dropLast()) == Array(example.ids.dropFirst()))
      for place in example.ids.indices {
        guard example.counted.contains(place) else {
          #expect(example.expectations[place] == .free)
          continue
        }
        guard case .keys(let keys) = example.expectations[place], let key = keys.first else {
          Issue.record("\(Self.text(example.ids)) has nothing to look at from \(place)")
          continue
        }
        #expect(keys.count == 1)
        #expect(key <= place)
        #expect(example.ids[key - 1] == example.ids[place])
        #expect(example.ids[key] == example.targets[place])
      }
    }
  }

  @Test func aDistanceOrAPlaceAloneDoesNotGiveTheAnswer() {
    let examples = Self.training
    let periods = RepeatedTokens.blockLengths.map { length in
      examples.count { $0.period == length }
    }
    let share = Double(examples.count) / Double(periods.count)
    for count in periods { #expect(abs(Double(count) - share) < 0.25 * share) }
    // From the last position, which is always counted, the answer lies all over the line.
    let keys = Set(examples.compactMap(\.expectations.last))
    #expect(keys.count == RepeatedTokens.blockLengths.count)
    // Every letter comes at every place.
    for place in 1..<RepeatedTokens.length {
      #expect(Set(examples.map { $0.ids[place] }).count == RepeatedTokens.letters.count)
    }
  }

  @Test func blocksAreNeverBothTrainedAndHeldOut() {
    func block(_ example: RepeatedTokensExample) -> [Int32] {
      let end = example.counted.lowerBound
      return Array(example.ids[(end - example.period)..<end])
    }
    var (trained, kept): (Set<[Int32]>, Set<[Int32]>) = ([], [])
    for seed in 1...2 {
      for number in 0..<3_000 {
        let stream = RandomStream(seed: UInt64(seed))(number)
        trained.insert(block(RepeatedTokens.training(stream)))
        kept.insert(block(RepeatedTokens.heldOut(stream)))
      }
    }
    let declared = Set(Self.declared.map(block))
    #expect(trained.isDisjoint(with: kept))
    #expect(trained.isDisjoint(with: declared))
    #expect(trained.allSatisfy { !RepeatedTokens.isHeldOut(block: $0) })
    #expect(kept.union(declared).allSatisfy { RepeatedTokens.isHeldOut(block: $0) })
    #expect(trained.count > 5_950)
    #expect(kept.count > 5_950)
    #expect(declared.count == 64)
  }

  @Test func theDeclaredLinesAreTwiceTenLetters() {
    let probe = RepeatedTokens.declared(0)
    #expect(probe == RepeatedTokens.probe)
    #expect(Self.text(probe.ids) == "^gkwmxbtqzhgkwmxbtqzh")
    #expect(Self.text(probe.targets) == "gkwmxbtqzhgkwmxbtqzhg")
    #expect(probe.counted == 11..<21)
    #expect(probe.expectations[10] == .free)
    #expect(probe.expectations[11] == .keys([2]))
    #expect(probe.expectations[20] == .keys([11]))
    for example in Self.declared {
      #expect(example.period == RepeatedTokens.declaredBlockLength)
      #expect(example.counted == 11..<21)
    }
  }

  @Test func anExampleIsAFunctionOfItsStream() {
    for number in 0..<50 {
      let stream = RandomStream(seed: 7)(number)
      #expect(RepeatedTokens.training(stream) == RepeatedTokens.training(stream))
      #expect(RepeatedTokens.heldOut(stream) == RepeatedTokens.heldOut(stream))
      #expect(RepeatedTokens.declared(number) == RepeatedTokens.declared(number))
    }
    let sevens = (0..<50).map { RepeatedTokens.training(RandomStream(seed: 7)($0)) }
    #expect(sevens != (0..<50).map { RepeatedTokens.training(RandomStream(seed: 8)($0)) })
    #expect(Set(sevens).count == 50)
  }

  @Test func typedTextIsALineToo() {
    let ids = RepeatedTokens.encode(" G k\tw? g")
    #expect(Self.text(ids) == "^gkw∅g")
    #expect(ids[4] == RepeatedTokens.unknown)
    let free = Expectation.free
    #expect(
      RepeatedTokens.expectations(ids) == [free, free, free, free, free, .keys([2])])
    // Every earlier place is right, and the place after the last one is the position itself.
    let twice = RepeatedTokens.expectations(RepeatedTokens.encode("abacaa"))
    #expect(
      twice == [free, free, free, .keys([2]), free, .keys([2, 4]), .keys([2, 4, 6])])
    #expect(RepeatedTokens.expectations(RepeatedTokens.encode("??")) == [free, free, free])
    #expect(RepeatedTokens.encode("") == [RepeatedTokens.start])
    #expect(RepeatedTokens.expectations([]).isEmpty)
    #expect(RepeatedTokens.name(of: RepeatedTokens.padding) == "∅")
    #expect(RepeatedTokens.name(of: 99) == "∅")
    #expect(RepeatedTokens.tokens == 27)
    #expect(RepeatedTokens.name(of: 26) == "z")
  }
}
