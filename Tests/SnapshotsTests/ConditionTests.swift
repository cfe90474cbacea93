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
}
