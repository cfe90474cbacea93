import Testing

@testable import Tokenizers

/// Our regular expressions against the standard library's, and against time.
struct RegularExpressionTests {
  private func matches(_ pattern: String, _ text: String) throws -> [String] {
    let bytes = Array(text.utf8)
    let expression: RegularExpression
    do {
      expression = try RegularExpression(pattern)
    } catch {
      Issue.record("\(pattern) \(error.problem)")
      return []
    }
    return TextPattern.expression(expression).matches(in: bytes, 0..<bytes.count)
      .filter(\.isMatch).map { String(decoding: bytes[$0.range], as: UTF8.self) }
  }

  static let texts = [
    "Hello, world! I'll say: it's 12345 o'clock,  isn't it?\r\n\r\n  Yes.   ",
    "ÄÖÜ naïve Straße ΑΒΓ абв 你好，世界 ٣٤٥ ½ Ⅷ e\u{301}\u{323} \u{a0}\u{3000}x\t\n",
    "'S 'LL 'ſ don'T WE'RE camelCaseWORDS HTTPServer2x ___ --> <|end|>", " \n \n\n",
    "\u{85}\u{200b}",
    "👨‍👩‍👧‍👦 👍🏽 🇺🇸 a1b22c333d4444", "",
  ]

  /// `\s` of Unicode and single scalars; the standard library reads the rest alike.
  @Test(arguments: [
    KnownPatterns.gpt2, KnownPatterns.llama3, KnownPatterns.qwen2, KnownPatterns.o200k,
    KnownPatterns.tekken, #"\p{N}{2,3}|[^\s\p{L}]+?x"#, #"[0-9]+(?=[^0-9])|(?:ab|a)*c"#,
    #"[a-z&&[^aeiou]]+|[[A-Z][0-9]]"#,
  ]) func equalsTheStandardLibrary(_ pattern: String) throws {
    let regex = try Regex(pattern).matchingSemantics(.unicodeScalar)
    for text in Self.texts {
      let expected = text.matches(of: regex).map { String(text[$0.range]) }.filter { !$0.isEmpty }
      let ours = try matches(pattern, text).filter { !$0.isEmpty }
      #expect(ours.map { Array($0.utf8) } == expected.map { Array($0.utf8) }, "\(text)")
    }
  }

  @Test(arguments: [
    (#"a|ab"#, "ab", ["a"]), (#"(a|ab)(c|bcd)"#, "abcd", ["abcd"]), (#"a*?b"#, "aab", ["aab"]),
    (#"a++a"#, "aaa", []), (#"(?>a|ab)c"#, "abc", []), (#"^b$"#, "a\nb\nc", ["b"]),
    (#"\Aa|c\z"#, "a\na\nc", ["a", "c"]), (#"(?i:É)"#, "é É", ["é", "É"]),
    (#"x{,2}y"#, "xxxy", ["xxy"]),
    (#"a{x"#, "a{x", ["a{x"]), (#"[]a]+"#, "]a]", ["]a]"]),
    (#"\x{1F600}|\u00e9"#, "é😀", ["é", "😀"]),
    (#"(?<=\s)b"#, "b b", ["b"]), (#"[^(\s|[.,])]+"#, "ab(c|d.e", ["ab", "c", "d", "e"]),
  ]) func isAsOnigurumaSays(_ pattern: String, _ text: String, _ expected: [String]) throws {
    #expect(try matches(pattern, text) == expected)
  }

  @Test(arguments: [
    "(", ")", "[", "a{3,2}", "*", #"\"#, #"\p{Klingon}"#, #"(a)\1"#, "[z-a]", "(?<=a+)b", "(?#x",
    #"\x{110000}"#, "((a{0,900}){0,900}){0,900}", String(repeating: "(", count: 10_000),
  ]) func isRefusedWithASentence(_ pattern: String) {
    #expect(throws: ExpressionParser.Failure.self) { try RegularExpression(pattern) }
  }

  /// Each of these takes a backtracker of the usual kind years.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "(a+)+$", "(a|a)*$", "(a*)*b", "(?:)*", "(|a)+c", "(?!.*b.*b.*b)a", ".*.*.*.*.*.*b",
      "(a|b|ab)*c",
      "(?>a+)+b", #"\s*[\r\n]+"#,
    ]) func endsInTime(_ pattern: String) throws
  {
    let start = ContinuousClock.now
    _ = try matches(pattern, String(repeating: "a", count: 1_000) + "!")
    _ = try matches(pattern, String(repeating: " ", count: 1_000) + "!")
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  /// What is remembered about failures changes no match.
  @Test func longSearchesFindTheSame() throws {
    let text = String(repeating: "a", count: 3_000) + "!" + String(repeating: "a", count: 3_000)
    let atEnd = try matches("(a+)+$", text).map(\.count)
    #expect(atEnd == [3_000])
    let beforeMark = try matches("(a|aa)+!", text).map(\.count)
    #expect(beforeMark == [3_001])
  }
}
