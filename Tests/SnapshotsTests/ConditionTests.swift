import Snapshots
import Testing

@Suite struct ConditionTests {
  private let values = ["step": 120.0, "loss": 0.5, "exact_match": 0.99]

  @Test(arguments: [
    ("exact_match >= 0.99", true), ("exact_match > 0.99", false), ("loss<0.6 and step>100", true),
    ("loss < 0.1 or step == 120", true), ("not loss < 0.1", true), ("!(loss<0.6)", false),
    ("step != 120 || loss <= .5", true), ("loss < 1 && step < 5 or exact_match > .5", true),
    ("loss < 1 and (step < 5 or exact_match > 2)", false), ("accuracy > 0", false),
    ("loss > -1e-3", true),
  ])
  func conditionsHoldOrNot(_ text: String, _ expected: Bool) throws {
    #expect(try Condition(text).holds(values) == expected)
  }

  @Test(arguments: [
    ("", 1, "one of"), ("exact >= 1", 1, "one of"), ("loss", 5, "one of < <="),
    ("loss <", 7, "a number"), ("loss < much", 8, "a number"), ("loss < 1 step", 10, "\"and\""),
    ("(loss < 1", 10, "\")\""), ("loss < nan", 8, "a number"), ("loss = 1", 6, "one of <"),
  ])
  func mistakesAreNamedWithTheirPlace(_ text: String, _ column: Int, _ expected: String) throws {
    let mistake = try #require(throws: Condition.Malformed.self) { try Condition(text) }
    #expect(mistake.column == column)
    #expect("\(mistake.expected)".hasPrefix(expected), "\(mistake)")
  }

  @Test func aThousandParenthesesAreRefused() {
    let deep = String(repeating: "(", count: 100_000)
    #expect(throws: Condition.Malformed.self) { try Condition(deep + "loss < 1") }
    #expect(throws: Condition.Malformed.self) {
      try Condition(String(repeating: "not ", count: 100_000) + "loss < 1")
    }
  }

  // MARK: Metrics of any name

  @Test(arguments: [
    ("\"train/loss\" < .1", true), ("\"eval acc\" >= 1", false), ("loss_2 == 3", true),
    ("finite(loss_2) and not finite(broken)", true), ("finite(unknown)", false),
    ("not finite(unknown)", true), ("\"and\" > 0", true), ("\"a \"\"b\"\"\" == 2", true),
    ("finite(\"train/loss\")", true),
  ])
  func namesMayBeQuoted(_ text: String, _ expected: Bool) throws {
    let values = [
      "train/loss": 0.05, "eval acc": 0.5, "loss_2": 3, "broken": Double.nan, "and": 1,
      "a \"b\"": 2,
    ]
    #expect(try Condition(text, metrics: nil).holds(values) == expected)
  }

  @Test(arguments: [
    ("\"train/loss < .1", 17, "a \""), ("3 < loss", 1, "a name"), ("and > 1", 1, "a name"),
    ("head(1.3 > 1", 10, "\")\""), ("head(x) > 1", 7, "a head"),
    ("head(0.1).role > 1", 10, "one of"),
    ("max_head(loss) > 1", 10, "one of previous"), ("max_head(entropy, ) > 1", 19, "a name"),
    ("finite() and loss < 1", 8, "a name"), ("finite(loss) > 1", 14, "\"and\""),
  ])
  func mistakesAreNamedWithTheirPlaceToo(
    _ text: String, _ column: Int, _ expected: String
  ) throws {
    let mistake = try #require(throws: Condition.Malformed.self) {
      try Condition(text, metrics: nil)
    }
    #expect(mistake.column == column && "\(mistake.expected)".hasPrefix(expected), "\(mistake)")
  }

  // MARK: Heads

  /// Two stacks of two heads: one looks at itself, the others everywhere.
  private struct Heads: ConditionValues {
    let heads: [MeasuredHead]

    init() {
      let tokens = ["a", "b", "c", "d"]
      let own = (0..<16).map { Float($0 % 5 == 0 ? 1 : 0) }
      let even = [Float](repeating: 0.25, count: 16)
      func head(_ site: Site, _ layer: Int, _ head: Int, _ weights: [Float]) -> MeasuredHead {
        MeasuredHead(
          site: site, label: HeadLabel(layer: layer, head: head),
          statistics: HeadStatistics(
            weights: weights, queries: tokens, keys: tokens, kind: .selfAttention))
      }
      heads = [
        head("encoder.layers.0.self", 0, 0, own), head("encoder.layers.0.self", 0, 1, even),
        head("decoder.self", 0, 0, even), head("decoder.self", 0, 1, even),
      ]
    }

    func value(of metric: String) -> Double? { metric == "loss" ? 0.5 : nil }
  }

  @Test(arguments: [
    ("head(encoder.layers.0.self 0.0).self > .9", true), ("head(encoder.self 0.0).self > .9", true),
    ("head(encoder.layers.self 0.1).entropy > .99", true),
    ("head(decoder.self 0.1).entropy < .5", false),
    // Of two sites nobody knows which is meant.
    ("head(0.0).self > 0", false), ("head(decoder.self 3.0).self >= 0", false),
    ("max_head(self) == 1", true), ("max_head(self, decoder.self) < .3", true),
    ("min_head(entropy) <= 0", true), ("mean_head(entropy, encoder.self) < .6", true),
    ("max_head(weight_max) == 1 and min_head(weight_max) == .25", true),
    ("finite(encoder.self)", true), ("finite(nowhere)", false),
    ("loss < 1 and (max_head(self) > 2 or head(\"decoder.self\" 0.0).next > .2)", true),
  ])
  func headsAreNamedBySiteAndLabel(_ text: String, _ expected: Bool) throws {
    #expect(try Condition(text, metrics: nil).holds(Heads()) == expected)
  }

  @Test func termsSayWhatIsNow() throws {
    let condition = try Condition("loss < .1 and max_head(self) > .5 or x > 1", metrics: nil)
    let terms = condition.terms(Heads())
    #expect(terms.map(\.name) == ["loss", "max_head(self)", "x"])
    #expect(terms.map(\.value) == [0.5, 1, nil] && terms.map(\.holds) == [false, true, false])
    #expect(condition.asksHeads)
    #expect(Heads().headRanges == ["decoder.self 0.0 … 0.1", "encoder.layers.self 0.0 … 0.1"])
  }
}
