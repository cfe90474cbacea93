import JSON
import Foundation
import Runs
import TensorFiles
import Testing

/// `--data FILE.tsv`: a user's own pairs, from the file to the answer.
@Suite struct DataTests {
  private let folder: TemporaryFolder
  private var file: String { folder / "pairs.tsv" }

  init() throws { folder = try TemporaryFolder() }

  private func put(_ bytes: [UInt8], at path: String? = nil) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path ?? file))
  }

  private func put(_ text: String) throws { try put(Array(text.utf8)) }

  /// Words of three or four letters and the same in capitals.
  private static let capitals = (0..<400).map { number in
    let digits = String(number * 7_919 % 4_096 + 512 * (1 + number % 7), radix: 8).suffix(
      3 + number % 2)
    let word = String(digits.map { Character(UnicodeScalar(49 + ($0.asciiValue ?? 48))) })
    return "\(word)\t\(word.uppercased())\n"
  }.joined()

  private func train(_ lesson: String = "dates", _ more: [String]) throws -> ProgramRun.Result {
    try ProgramRun.result(
      ["train", lesson, "--headless", "--json"]
        + (more.contains("--resume") ? [] : ["--data", file])
        + more)
  }

  private func refused(_ result: ProgramRun.Result) -> String? {
    guard result.ending == .exited(2), result.output.isEmpty else { return nil }
    return result.complaints
  }

  private func done(_ result: ProgramRun.Result) throws -> JSONObject {
    try #require(result.ending == .exited(0), "\(result.complaints)")
    let line = try #require(result.lines.last)
    return try #require(JSONValue(parsing: Array(line.utf8)).object)
  }

  // MARK: From the file to the answer

  @Test func anotherMechanismOfAResumedRunReadsTheSamePairs() throws {
    try put("one\t1\ntwo\t2\nthree\t3\n")
    let run = folder / "run"
    _ = try done(train("dates", ["--units", "8", "--steps", "1", "--out", run]))
    let journey = try Journey(["train", "--resume", run])
    try journey.press("m", see: "dates · pooling")
    try journey.see("pairs.tsv by characters: 3 pairs")
    journey.leave()
  }

  @Test func aRunOnPairsIsKeptResumedAndAsked() throws {
    try put(Self.capitals)
    let small = ["--units", "24", "--learning-rate", "0.02", "--seed", "4"]
    let straight = try done(train("dates", small + ["--steps", "200"]))
    let run = folder / "run"
    _ = try done(train("dates", small + ["--steps", "130", "--out", run]))
    let description = try RunDirectory.readDescription(run)
    #expect(description.config["data"]?.string == file)
    #expect(description.config["source_unit"]?.string == "characters")
    #expect(description.config["target_unit"]?.string == "characters")
    #expect(description.dataSHA256.count == 64)
    #expect(straight["data_sha256"]?.string == description.dataSHA256)
    let rest = try done(train("dates", ["--resume", run, "--steps", "70"]))
    for name in ["weights_sha256", "attention_sha256", "exact_match", "loss"] {
      #expect(rest[name] == straight[name], "\(name)")
    }
    #expect(rest["pattern_match"] == .null)
    #expect(try #require(rest["exact_match"]?.double) > 0.95)
    #expect(rest["steps"]?.integer == 200)
    let asked = try ProgramRun.result(["predict", run], input: "abc\nbäd\n\n")
    #expect(asked.ending == .exited(0))
    #expect(asked.complaints == "headlight: line 2: the model does not know \"ä\"\n")
    #expect(asked.lines.first == "ABC")
    #expect(asked.output.split(separator: "\n", omittingEmptySubsequences: false).count == 4)
  }

  @Test(arguments: [
    ("dates", ["--mechanism", "pooling"]), ("dates", ["--mechanism", "multihead", "--heads", "2"]),
    ("dates", ["--mechanism", "none", "--data-unit", "words"]), ("translate", ["--layers", "1"]),
    ("translate", ["--mechanism", "none", "--layers", "1"]),
    ("dates", ["--decoder-state", "reset", "--optimizer", "sgd", "--batch-size", "3"]),
  ])
  func everyMechanismTakesPairs(lesson: String, options: [String]) throws {
    try put(Self.capitals)
    let result = try done(train(lesson, ["--units", "16", "--steps", "2"] + options))
    #expect(result["steps"]?.integer == 2)
    #expect((result["attention_sha256"] == .null) == options.contains("none"))
  }

  @Test func labelsAreChosen() throws {
    try put(
      (0..<90).map { number in
        let cue = number * number / 7 % 2
        return "the w\(number % 9) v\(number % 11) is \(cue == 0 ? "good" : "bad")\t\(cue)\n"
      }.joined())
    let run = folder / "run"
    let options = ["--units", "16", "--steps", "100", "--out", run]
    #expect(try done(train("keywords", options))["exact_match"]?.double == 1)
    #expect(try RunDirectory.readDescription(run).config["source_unit"]?.string == "words")
    let asked = try ProgramRun.result(
      ["predict", run], input: "the w1 is good\nthe zebra is bad\n")
    #expect(asked.lines == ["0", "1"])
    #expect(asked.complaints == "headlight: line 2: the model does not know \"zebra\"\n")
  }

  @Test func pairsAreCompared() throws {
    try put(Self.capitals)
    let run = folder / "run"
    let small = ["--units", "16", "--batch-size", "8", "--learning-rate", "0.02", "--seed", "4"]
    let straight = try train("compare", small + ["--steps", "6"])
    _ = try train("compare", small + ["--steps", "4", "--out", run])
    let rest = try train("compare", ["--resume", run, "--steps", "2"])
    #expect(rest.ending == .exited(0), "\(rest.complaints)")
    func hashes(_ result: ProgramRun.Result) throws -> [[JSONValue?]] {
      try result.lines.suffix(3).map { line in
        let object = try #require(JSONValue(parsing: Array(line.utf8)).object)
        return ["mechanism", "weights_sha256", "attention_sha256", "exact_match"].map { object[$0] }
      }
    }
    #expect(try hashes(rest) == hashes(straight))
    #expect(try Set(hashes(rest).map { $0[1] }).count == 3)
    let asked = try ProgramRun.result(["predict", run, "--mechanism", "multihead"], input: "abc\n")
    #expect(asked.ending == .exited(0) && asked.lines.count == 1)

    let journey = try Journey(
      ["train", "--resume", run], columns: 120, rows: 40, first: "Compare   pairs.tsv · one encoder"
    )
    try journey.see(pausedAt: 6)
    #expect(!journey.picture.contains("dates"))
    try journey.press("tabx\r", see: "abx")
    // An exhibit is trained on the same pairs; the tour has runs of its own, on dates.
    try journey.press(":exhibit no-mask on\r", see: "no-mask wrong on purpose")
    try journey.see("∅ = padding, not masked")
    try journey.press("\tMi", see: "pairs.tsv by characters: 360 pairs and 40 held out")
    try journey.press("Q", see: "enter")
    try journey.press(Sent.escape, see: "Map   dates · pooling")
    journey.leave()
  }

  @Test func pairsAreSeenAndATextIsTyped() throws {
    try put(Self.capitals)
    let journey = try Journey(["train", "dates", "--data", file, "--units", "16"])
    try journey.see("pairs.tsv by characters: 360 pairs and 40 held out")
    #expect(!journey.picture.contains("dots"))
    try journey.press("30.", pausedAt: 30)
    try journey.press("tabxz", see: "your text")
    try journey.see("underlined: unknown")
    try journey.press(Sent.escape, see: "own example")
    journey.leave()
    try put("a\tb\nc\td\n")
    let few = try Journey(["train", "translate", "--data", file], first: "Map   translate")
    try few.see("2 rows are too few to keep any from training")
    try few.press(Sent.left, see: "pairs.tsv by characters: 2 pairs, none held out")
    few.leave()
  }

  // MARK: The file later

  @Test func aFileThatIsGoneOrChangedIsNamed() throws {
    try put(Self.capitals)
    let run = folder / "run"
    _ = try done(train("dates", ["--units", "8", "--steps", "1", "--out", run]))
    let moved = folder / "moved.tsv"
    try FileManager.default.moveItem(atPath: file, toPath: moved)
    func resume(_ more: [String] = []) throws -> ProgramRun.Result {
      try train("dates", ["--resume", run, "--steps", "1"] + more)
    }
    func predict(_ more: [String] = []) throws -> ProgramRun.Result {
      try ProgramRun.result(["predict", run] + more, input: "abc\n")
    }
    let gone = try #require(refused(resume()))
    #expect(gone.hasPrefix("headlight: \(run) was trained on a file that is needed again: "))
    #expect(gone.contains("\(file): there is no such file"))
    #expect(gone.contains("say where it is now with --data FILE.tsv"))
    // To be asked, a run needs its vocabulary only, and has that itself.
    let asked = try predict()
    #expect(asked.ending == .exited(0), "\(asked.complaints)")
    try put(Self.capitals + "abc\tABC\n")
    let changed = try #require(refused(resume()))
    #expect(changed.hasPrefix("headlight: \(file) is not the file that \(run) was trained on"))
    #expect(try predict(["--data", moved]).output == asked.output)
    #expect(try resume(["--data", moved]).ending == .exited(0))
  }

  // MARK: What is refused

  @Test(arguments: [
    ("", "found no row in 0 lines"), ("\n\n", "found no row in 2 lines"),
    ("a\tb\nc\n", "line 2: found no tab"), ("a\tb\tc\td\n", "line 1: found 3 tabs"),
    ("a\tb\nc\td\te\n", "line 2: found 3 columns where line 1 has 2"),
    ("a\tb\n\tc\n", "line 2: found an empty source"),
    ("a\tb\nc\t \n", "line 2: found an empty target"),
    ("a\u{0}\tb\n", "line 1: found a NUL at byte 2"),
    ("a\tb\rc\td\r", "line 1: found a carriage return at byte 4"),
    ("a\tb\nc\t" + String(repeating: "d", count: 300) + "\n", "line 2: found a target of 300"),
    ("a\tb\nc\t" + String(repeating: "d", count: 70_000) + "\n", "line 2: found 70002 bytes"),
  ])
  func aMalformedRowIsNamed(text: String, sentence: String) throws {
    try put(text)
    for lesson in ["dates", "keywords", "translate"] where lesson != "keywords" || text.count < 300
    {
      let complaint = try #require(refused(train(lesson, ["--steps", "1"])))
      #expect(complaint.hasPrefix("headlight: \(file), \(sentence)"), "\(complaint)")
      #expect(complaint.split(separator: "\n").count == 1)
    }
  }

  @Test func whatIsNoTextIsNamed() throws {
    try put([0x61, 9, 0x62, 10, 0x63, 9, 0xff, 10])
    #expect(
      try refused(train("dates", []))?.contains("line 2: found 0xff at byte 3, which is not UTF-8")
        == true)
    for (path, sentence) in [
      (folder.path, "it is a folder"), ("/nowhere/x.tsv", "there is no such file"),
      ("/dev/null", "is not a regular file"),
    ] {
      let result = try ProgramRun.result(["train", "dates", "--headless", "--data", path])
      #expect(refused(result)?.contains(sentence) == true, "\(result.complaints)")
    }
  }

  @Test func lessonsThatMakeTheirOwnDataSayWhichDoNot() throws {
    try put(Self.capitals)
    for lesson in ["digits", "induction"] {
      let complaint = try #require(refused(train(lesson, [])))
      #expect(complaint.contains("the lesson \(lesson) makes its own data"))
      #expect(complaint.contains("dates, keywords, translate, compare"))
    }
  }

  @Test func optionsThatMeanNothingAreRefused() throws {
    try put("a\tx\nb\tx\n")
    #expect(try refused(train("keywords", []))?.contains("the same label in all rows") == true)
    let unit = try ProgramRun.result(["train", "dates", "--headless", "--data-unit", "words"])
    #expect(refused(unit)?.contains("--data-unit belongs to --data FILE.tsv") == true)
    let run = folder / "run"
    _ = try ProgramRun.result(
      ["train", "dates", "--headless", "--steps", "1", "--units", "8", "--out", run])
    let resumed = try ProgramRun.result(
      ["train", "dates", "--headless", "--resume", run, "--data", file])
    #expect(refused(resumed)?.contains("was not trained on a file: leave --data") == true)
  }

  @Test(arguments: [
    "\u{feff}a\tb\r\nc\td\r\n", "a\tb", "\n\na\tb\n \nc\td\n", "a\t\u{301}b\n", "\u{301}a\tb\n",
    "e" + String(repeating: "\u{301}", count: 2_000) + "\tx\n", "👩‍👩‍👧🇫🇷\t🇩🇪\n", "\"a\t\"b\"\n",
  ])
  func oddButSoundFilesTrain(text: String) throws {
    try put(text)
    #expect(try done(train("dates", ["--units", "8", "--steps", "2"]))["steps"]?.integer == 2)
  }

  // MARK: A description that was edited

  @Test(arguments: [
    (
      "\"mechanism\": \"additive\"", "\"mechanism\": \"self\"",
      "must be additive, pooling, multihead or none, found"
    ),
    ("\"encoder\": \"gru\"", "\"encoder\": \"lstm\"", "which the lesson dates does not have"),
    ("\"lesson\": \"dates\"", "\"lesson\": \"keywords\"", "mechanism is \"additive\", which the"),
    ("\"lesson\": \"dates\"", "\"lesson\": \"translate\"", "it has: multihead, none"),
    (
      "\"source_unit\": \"characters\"", "\"source_unit\": \"lines\"",
      "config.source_unit must be characters or words"
    ),
    ("\"learning_rate\": 0.004", "\"learning_rate\": \"fast\"", "config.learning_rate must be"),
    ("\"learning_rate\": 0.004", "\"learning_rate\": 1e308", "that 32 bits can hold"),
    ("\"encoder\": \"gru\"", "\"encoder\": 5", "config.encoder must be gru,"),
    ("\"units\": 8", "\"units\": 8.5", "config.units must be 1 … 1024"),
    ("\"seed\": 1", "\"seed\": -1", "seed must be 0 …"),
    ("\"data\": \"", "\"data\": 5, \"was\": \"", "data must be a path"),
  ])
  func anEditedDescriptionIsRefused(old: String, new: String, sentence: String) throws {
    try put("a\tb\nc\td\n")
    let run = folder / "run"
    _ = try done(train("dates", ["--units", "8", "--steps", "1", "--out", run]))
    let path = run + "/run.json"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try #require(text.contains(old), "\(text)")
    try put(Array(text.replacingOccurrences(of: old, with: new).utf8), at: path)
    for result in [
      try ProgramRun.result(["train", "--headless", "--resume", run, "--steps", "1"]),
      try ProgramRun.result(["predict", run], input: "a\n"),
    ] {
      let complaint = try #require(refused(result), "\(result)")
      #expect(complaint.contains("\(path): "), "\(complaint)")
      #expect(complaint.contains(sentence), "\(complaint)")
    }
  }
}
