import JSON
import Tensors
import Testing
import TestSupport

struct JSONTests {
  private func parse(_ text: String, nonFinite: Bool = false) throws(JSONError) -> JSONValue {
    try JSONValue(parsing: Array(text.utf8), acceptsNonFinite: nonFinite)
  }

  @Test(arguments: [
    ("null", JSONValue.null), (" true ", .boolean(true)), ("\tfalse\r\n", .boolean(false)),
    ("0", .integer(0)), ("-1", .integer(-1)), ("9223372036854775807", .integer(.max)),
    ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .unsigned(1 << 63)),
    ("18446744073709551615", .unsigned(.max)), ("18446744073709551616", .number(0x1p64)),
    ("1.0", .number(1)), ("1e2", .number(100)), ("-0.5E-1", .number(-0.05)), ("\"\"", .string("")),
    (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{c}\n\r\t")), (#""\u00e9😀""#, .string("é😀")),
    (#""\ud83d\ude00""#, .string("😀")), ("\"é😀\u{7f}\"", .string("é😀\u{7f}")),
    ("[]", .array([])), ("[ 1 , [ ] , {} ]", .array([.integer(1), .array([]), .object([:])])),
    (
      #"{"b":1,"a":{"c":[null]}}"#,
      .object(["b": .integer(1), "a": .object(["c": .array([.null])])])
    ),
  ])
  func whatIsJSONIsRead(text: String, value: JSONValue) throws {
    #expect(try parse(text) == value)
  }

  @Test(arguments: [
    "", " ", "nul", "nulll", "True", "01", "-01", "+1", ".5", "1.", "1e", "1e+", "-", "--1", "0x1",
    "1e999", "NaN", "Infinity", "-Infinity", "'a'", "\"", "\"a", #""\""#, #""\x""#, #""\u12""#,
    #""\u12g4""#, #""\ud800""#, #""\ud800x""#, #""\ud800\u0041""#, #""\udc00""#, "\"\n\"",
    "\"\u{0}\"", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{", "}", "{1:2}", "{\"a\"}",
    "{\"a\":}", "{\"a\":1,}", "{\"a\" 1}", "{,}", "{\"a\":1 \"b\":2}", "[}", "1 2", "1,", "// a\n1",
    "/* a */1", "{\"a\":1}x", "\u{feff}1",
  ])
  func whatIsNotJSONIsRefused(text: String) {
    #expect(throws: JSONError.self) { try parse(text) }
  }

  @Test(
    arguments: [
      [0xff], [0xc0, 0xaf], [0xc1, 0x81], [0xe0, 0x80, 0xaf], [0xed, 0xa0, 0x80],
      [0xf0, 0x80, 0x80, 0x80],
      [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0x80], [0xc3], [0xe2, 0x82],
      [0xf0, 0x9f, 0x98],
      [0xe2, 0x28, 0xa1], [0xf0, 0x9f, 0x98, 0x41],
    ] as [[UInt8]])
  func invalidUTF8IsRefused(bytes: [UInt8]) {
    #expect(throws: JSONError.self) {
      try JSONValue(parsing: [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")])
    }
    #expect(throws: JSONError.self) { try JSONValue(parsing: [UInt8(ascii: "\"")] + bytes) }
  }

  @Test func everyScalarIsReadBackAsItself() throws {
    for value: UInt32 in stride(from: 0, through: 0x10ffff, by: 61) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = "a" + String(Character(scalar)) + "b"
      let line = JSONText.quoted(text)
      #expect(try parse(line).string?.utf8.elementsEqual(text.utf8) == true)
      #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f })
    }
  }

  @Test func duplicateKeysAreRefusedByTheirBytes() throws {
    #expect(throws: JSONError.self) { try parse(#"{"a":1,"b":2,"a":1}"#) }
    #expect(throws: JSONError.self) { try parse(#"{"a":1,"\u0061":1}"#) }
    // One letter é, and e with an accent: equal strings, different names.
    let both = try parse(#"{"\u00e9":1,"e\u0301":2}"#).object
    #expect(both?.members.count == 2)
    #expect(both?["\u{e9}"] == .integer(1))
    #expect(both?["e\u{301}"] == .integer(2))
  }

  @Test func depthIsBounded() throws {
    let deepest = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(throws: Never.self) { try parse(deepest) }
    #expect(throws: JSONError.self) { try parse("[" + deepest + "]") }
    #expect(throws: JSONError.self) { try parse(String(repeating: "{\"a\":", count: 100_000)) }
  }

  @Test func theNumberOfValuesIsBounded() {
    let many = "[" + String(repeating: "1,", count: JSONValue.greatestCount) + "1]"
    #expect(throws: JSONError.self) { try parse(many) }
  }

  @Test func numbersThatJSONLacksAreReadOnlyWhereAsked() throws {
    let line = #"{"a":NaN,"b":Infinity,"c":[-Infinity]}"#
    let object = try parse(line, nonFinite: true).object
    #expect(object?["a"]?.double?.isNaN == true)
    #expect(object?["b"] == .number(.infinity))
    #expect(object?["c"] == .array([.number(-.infinity)]))
    let value = try parse(line, nonFinite: true)
    #expect(JSONText.line(value, nonFinite: .literals) == line)
    #expect(JSONText.line(value) == #"{"a":"nan","b":"inf","c":["-inf"]}"#)
    #expect(throws: JSONError.self) { try parse(#"[Nan]"#, nonFinite: true) }
  }

  @Test func anErrorNamesItsByte() {
    let two = #expect(throws: JSONError.self) { try parse("[1 \n  2]") }
    #expect(two?.description == "byte 6: expected a comma or ], found “2”")
    let end = #expect(throws: JSONError.self) { try parse("[") }
    #expect(end?.description == "byte 1: expected a value, found the end of the text")
  }

  @Test func floatsAreWrittenInTheFewestDigits() throws {
    #expect(JSONText.line(JSONValue(Float(0.1))) == "0.1")
    #expect(JSONText.line(.number(0.1)) == "0.1")
    #expect(JSONText.line(JSONValue(Float.leastNonzeroMagnitude)) == "1e-45")
    let stream = RandomStream(seed: 1)
    for place in 0..<2_000 {
      let double = Double(bitPattern: stream.bits(place))
      guard double.isFinite else { continue }
      #expect(try parse(JSONText.line(.number(double))).double == double)
      let float = Float(bitPattern: UInt32(truncatingIfNeeded: stream.bits(place)))
      guard float.isFinite else { continue }
      let written = try #require(try parse(JSONText.line(JSONValue(float))).double)
      #expect(Float(written) == float)
    }
  }

  @Test func aPageHasALineForEveryMember() {
    let value = JSONValue.object([
      "a": .array([.integer(1), .string("x")]), "b": .object([:]), "c": .array([]),
    ])
    #expect(
      JSONText.page(value) == """
        {
          "a": [
            1,
            "x"
          ],
          "b": {},
          "c": []
        }

        """)
  }

  @Test func anObjectKeepsItsOrder() {
    var object: JSONObject = ["b": .integer(1), "a": .integer(2)]
    object["b"] = .integer(3)
    object["c"] = .null
    object["a"] = nil
    #expect(object.members.map(\.key) == ["b", "c"])
    #expect(object["b"]?.integer == 3)
    #expect(object["a"] == nil)
  }

  /// Whatever is changed, reading ends in a value or an error; what it accepts, it writes and
  /// reads as the same.
  @Test func changedTextsNeverTrap() throws {
    let seed = Array(
      #"{"é":[1,-2.5e3,true,null,"\ud83d\ude00 \n"],"b":{"c":{},"d":[[]]},"e":18446744073709551615}"#
        .utf8)
    let stream = RandomStream(seed: 2)
    for round in 0..<3_000 {
      let lots = stream(round)
      var bytes = seed
      for change in 0...lots.below(4) {
        let place = lots.below(bytes.count, 4 * change + 1)
        switch lots.below(3, 4 * change + 2) {
        case 0: bytes[place] = UInt8(lots.below(256, 4 * change + 3))
        case 1: bytes.remove(at: place)
        default: bytes.insert(seed[lots.below(seed.count, 4 * change + 3)], at: place)
        }
      }
      guard let value = try? JSONValue(parsing: bytes, acceptsNonFinite: true) else { continue }
      let line = JSONText.line(value, nonFinite: .literals)
      #expect(try parse(line, nonFinite: true) == value || line.contains("NaN"))
    }
    for end in seed.indices {
      #expect(throws: JSONError.self) { try JSONValue(parsing: Array(seed[..<end])) }
    }
  }
}
