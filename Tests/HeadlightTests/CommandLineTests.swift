import JSON
import Lessons
import Runs
import Screens
import Snapshots
import Testing
import Training

@testable import TensorFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a person reads who types something wrong, and what a script gets.
@Suite struct CommandLineTests {
  private static let headless = ["train", "dates", "--headless"]

  @Test(arguments: [
    (["train", "datez"], "there is no command or lesson called \"datez\"; did you mean dates?"),
    (["frobnicate"], "there is no command or lesson called \"frobnicate\""),
    (["--bogus"], "Unknown option '--bogus'"), (["train", "--sed", "3"], "Unknown option '--sed'"),
    (headless + ["--until", "exact >> 1"], "\"exact >> 1\" is not a condition: at column 1"),
    (headless + ["--until", "loss <"], "is not a condition: at column 7"),
    (headless + ["--break", "step ≥"], "is not a condition"),
    (headless + ["--steps", "abc"], "'abc' is invalid for '--steps"),
    (headless + ["--steps", "-1"], "--steps needs 0 or more, not -1"),
    (headless + ["--seconds", "0"], "--seconds needs"),
    (headless + ["--seed", "-4"], "--seed takes 0 …"),
    (headless + ["--seconds", "-1"], "--seconds needs a number above 0, not -1"),
    (headless + ["--heads", "3"], "--units 64 cannot be split into --heads 3: the heads must"),
    (headless + ["--units", "0"], "--units takes 1 …"),
    (headless + ["--learning-rate", "nan"], "--learning-rate takes a number above 0"),
    (headless + ["--threads", "0"], "--threads takes 1 …"),
    (
      headless + ["--mechanism", "magic"], "--mechanism takes additive, pooling, multihead or none"
    ),
    (headless + ["--layers", "3"], "--layers means nothing to the lesson dates"),
    (headless + ["--out", "a", "--resume", "b"], "give one of them"),
    (headless + ["--force"], "--force belongs to --out"),
    (["--json"], "--json belongs to --headless"),
    (headless + ["--resume", "x", "--seed", "3"], "--seed cannot change the run in x"),
    (["--color", "purple"], "Please provide one of 'truecolor', '256', '16', '8' or 'mono'"),
    (["--light", "--dark"], "exclude each other"), (["--language", "xx"], "there is: en"),
    (["--fps", "0"], "--fps needs at least 1"), (["predict"], "Missing expected argument '<run>'"),
    (["predict", "/nowhere/run"], "/nowhere/run does not exist"),
    (headless + ["--resume", "/nowhere/run"], "/nowhere/run does not exist; check the path"),
    (headless + ["--out", "/nowhere/run"], "cannot create /nowhere/run"),
    (["--resume", "/nowhere/run"], "/nowhere/run does not exist"),
  ])
  func badInputIsStatus2AndASentence(arguments: [String], sentence: String) throws {
    let result = try ProgramRun.result(arguments)
    #expect(result.ending == .exited(2))
    #expect(result.output == "")
    #expect(result.complaints.contains(sentence), "\(result.complaints)")
    #expect(result.complaints.split(separator: "\n").count <= 4)
  }

  @Test func aRunIsNeverOverwrittenByMistake() throws {
    let folder = try TemporaryFolder()
    let path = folder / "run"
    func train(_ more: [String]) throws -> ProgramRun.Result {
      try ProgramRun.result(Self.headless + ["--steps", "1", "--units", "8", "--out", path] + more)
    }
    #expect(try train([]).ending == .exited(0))
    let again = try train([])
    #expect(again.ending == .exited(2))
    #expect(again.complaints == "headlight: \(path) exists; choose another name or use --force\n")
    #expect(try train(["--force", "--seed", "5"]).ending == .exited(0))
    #expect(try RunDirectory.readDescription(path).seed == 5)
    // Something of the user's in it is not thrown away.
    try write("mine", to: path + "/notes")
    let kept = try train(["--force"])
    #expect(kept.ending == .exited(2))
    #expect(kept.complaints.contains("notes"))
    #expect(try read(path + "/notes") == "mine")
    // What is no run is not replaced, not even by force.
    let other = folder / "other"
    try write("mine", to: other)
    for more in [[], ["--force"]] {
      let result = try ProgramRun.result(Self.headless + ["--steps", "1", "--out", other] + more)
      #expect(result.ending == .exited(2))
      #expect(result.complaints.hasPrefix("headlight: \(other) "))
    }
    #expect(try read(other) == "mine")
  }

  @Test func resumingWhatIsNoRun() throws {
    let folder = try TemporaryFolder()
    func resume(_ path: String) throws -> String {
      let result = try ProgramRun.result(Self.headless + ["--steps", "1", "--resume", path])
      #expect(result.ending == .exited(2))
      #expect(result.output == "")
      return result.complaints
    }
    #expect(try resume(folder.path).contains("is not a run: it has no run.json"))
    try write("{\"format\": \u{1b}[31m", to: folder / "run.json")
    let garbage = try resume(folder.path)
    #expect(garbage.contains("run.json"))
    #expect(!garbage.contains("\u{1b}"))
    try write("text", to: folder / "file")
    #expect(try resume(folder / "file").contains("is not a folder"))
    let run = folder / "run"
    let begun = try ProgramRun.result(
      Self.headless + ["--steps", "1", "--units", "8", "--out", run])
    #expect(begun.ending == .exited(0))
    for step in try RunDirectory.checkpointSteps(run) {
      try write("garbage", to: run + "/checkpoints/" + Checkpoint.fileName(step))
    }
    #expect(try resume(run).contains("has no complete checkpoint"))
  }

  /// What was changed on the way is in run.json, and a run that goes on again has the same past.
  @Test func aResumedRunMayBeChangedAndRemembersIt() throws {
    let folder = try TemporaryFolder()
    let options = ["--units", "8", "--batch-size", "6", "--checkpoint-every", "4"]
    func train(_ arguments: [String]) throws -> String {
      let result = try ProgramRun.result(Self.headless + ["--json"] + arguments)
      #expect(result.ending == .exited(0), "\(result.complaints)")
      return try hash(result)
    }
    let change = ["--learning-rate", "0.02", "--optimizer", "sgd", "--batch-size", "3"]
    let run = folder / "run"
    _ = try train(["--steps", "8", "--out", run] + options)
    let changed = try train(["--steps", "8", "--resume", run] + change)
    let description = try RunDirectory.readDescription(run)
    #expect(
      description.actions.map { JSONText.line($0) } == [
        "{\"step\":8,\"learning_rate\":0.02,\"batch_size\":3,\"optimizer\":\"sgd\"}"
      ])
    let plain = try train(["--steps", "16"] + options)
    #expect(plain != changed)
    // In pieces it is the same run: what is resumed in the middle of a leg goes on with it.
    let pieces = folder / "pieces"
    _ = try train(["--steps", "8", "--out", pieces] + options)
    _ = try train(["--steps", "3", "--resume", pieces] + change)
    #expect(try train(["--steps", "5", "--resume", pieces]) == changed)
  }

  @Test func aDamagedCheckpointIsLeftOut() throws {
    let folder = try TemporaryFolder()
    let run = folder / "run"
    let options = ["--units", "8", "--checkpoint-every", "2"]
    _ = try ProgramRun.result(Self.headless + ["--steps", "4", "--out", run] + options)
    try write("garbage", to: run + "/checkpoints/" + Checkpoint.fileName(4))
    // Whoever only reads is told as well.
    for reading in [["predict", run], ["anatomy", run, "--step", "2"]] {
      let result = try ProgramRun.result(reading)
      #expect(result.ending == .exited(0))
      #expect(result.complaints.contains("this checkpoint is left out"), "\(reading[0])")
    }
    let result = try ProgramRun.result(
      Self.headless + ["--json", "--steps", "2", "--resume", run])
    #expect(result.ending == .exited(0))
    #expect(result.complaints.contains("this checkpoint is left out"))
    let straight = try ProgramRun.result(Self.headless + ["--json", "--steps", "4"] + options)
    #expect(try hash(result) == hash(straight))
  }

  private func hash(_ result: ProgramRun.Result) throws -> String {
    let line = try JSONValue(parsing: Array(#require(result.lines.last).utf8))
    return try #require(line.object?["weights_sha256"]?.string)
  }

  // MARK: Terminals

  @Test func withoutATerminalThereIsNoScreen() throws {
    let result = try ProgramRun.result([], environment: ["TERM": "xterm-256color"])
    #expect(result.ending == .exited(2))
    #expect(result.output == "")
    #expect(result.complaints.hasPrefix("headlight: standard input is not a terminal"))
    #expect(result.complaints.contains("headlight train dates --headless"))
  }

  @Test(arguments: [
    ("", "TERM"), ("dumb", "dumb"), ("nonsense-term", "nonsense-term"),
    ("x\u{1b}[31m", "x"), ("../../etc/passwd", "passwd"),
  ])
  func terminalsThatCannot(type: String, word: String) throws {
    let terminal = try PseudoTerminal([PseudoTerminal.headlight], environment: ["TERM": type])
    #expect(terminal.end(within: Journey.patience) == .exited(2))
    let text = String(decoding: terminal.output, as: UTF8.self)
    #expect(text.hasPrefix("headlight: "))
    #expect(text.contains(word) && text.contains("--headless"))
    #expect(!terminal.output.contains(0x1b))
    #expect(terminal.isRestored)
  }

  @Test(arguments: [
    ("kitty-of-tomorrow", "xterm-256color"), ("alacritty+nowhere", ""),
    ("tmux-nowhere", "tmux-256color"), ("foot-nowhere", "xterm-256color"),
  ])
  func aTerminalThatIsNotKnownHereUsesTheNearestEntry(type: String, entry: String) throws {
    if entry.isEmpty {
      // Its name says nothing about what it reads.
      let terminal = try PseudoTerminal([PseudoTerminal.headlight], environment: ["TERM": type])
      #expect(terminal.end(within: Journey.patience) == .exited(2))
      return
    }
    let journey = try Journey(environment: ["TERM": type])
    try journey.see("\(type) has no entry here; it is drawn as \(entry)")
    try journey.press(Sent.right, see: "query")
    journey.leave()
    let doctor = try PseudoTerminal(
      [PseudoTerminal.headlight, "doctor"], environment: ["TERM": type], columns: 200)
    #expect(doctor.end(within: Journey.patience) == .exited(0))
    let text = String(decoding: doctor.output, as: UTF8.self)
    #expect(text.contains("not in the terminfo database: \(entry) stands in"))
  }

  @Test(arguments: [("9999", "-3"), ("5", "20"), ("", "x")])
  func sizesInTheEnvironmentAreNotBelieved(rows: String, columns: String) throws {
    let journey = try Journey(environment: ["LINES": rows, "COLUMNS": columns, "LANG": "C"])
    #expect(journey.line(23).hasSuffix("? help"))
    #expect(journey.line(0).contains("❚❚ paused"))
    journey.leave()
  }

  @Test(arguments: [
    ["train", "da\u{1b}[31mtes"], ["\u{1b}]0;title\u{7}"], ["--\u{1b}[2J"],
    headless + ["--until", "\u{1b}[31m"], headless + ["--steps", "\u{9b}31m"],
    headless + ["--out", "/nowhere/\u{1b}[31m"], headless + ["--resume", "\u{1b}[31m\u{202e}"],
    ["predict", "\u{1b}]52;c;QUJD\u{7}"], ["--language", "\u{1b}c"], ["--color", "\u{1b}c\u{7f}"],
  ])
  func argumentsNeverReachTheTerminalRaw(arguments: [String]) throws {
    let result = try ProgramRun.result(arguments)
    #expect(result.ending == .exited(2))
    let raw = (result.output + result.complaints).unicodeScalars.filter {
      ($0.value < 0x20 && $0 != "\n") || (0x7f...0x9f).contains($0.value) || $0 == "\u{202e}"
    }
    #expect(raw.isEmpty, "\(result.complaints.debugDescription)")
    #expect(!result.complaints.isEmpty)
  }

  // MARK: Endings

  @Test func haltingNamesStepAndValueAndKeepsTheLastGoodStep() throws {
    let folder = try TemporaryFolder()
    let result = try ProgramRun.result(
      Self.headless + ["--json", "--learning-rate", "1e37", "--out", folder / "run"])
    #expect(result.ending == .exited(3))
    let last = try JSONValue(parsing: Array(#require(result.lines.last).utf8)).object
    #expect(last?["done"] == .boolean(false))
    let step = try #require(last?["last_good_step"]?.integer)
    let halted = try #require(last?["halted_at"]?.integer)
    #expect(result.complaints.contains("training halted: step \(halted): the loss is NaN"))
    #expect(result.complaints.contains("the first value that is not finite is "))
    #expect(result.complaints.contains("The last good step is \(step), which is kept in"))
    #expect(result.complaints.contains("Try a smaller --learning-rate"))
    let kept = try RunDirectory.newestCheckpoint(folder / "run").checkpoint
    #expect(kept.step == step)
    for tensor in kept.file.tensors {
      #expect(try kept.file.floats(tensor.name).allSatisfy(\.isFinite), "\(tensor.name)")
    }
  }

  @Test func aClosedPipeEndsQuietly() throws {
    for options in [["--json"], []] {
      let run = try ProgramRun(Self.headless + ["--steps", "1000000"] + options)
      try run.waitForLines(1)
      run.closeOutput()
      let result = try run.end()
      #expect(result.ending == .killed(SIGPIPE))
      #expect(result.complaints == "")
    }
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func signalsKeepTheRun(number: Int32) throws {
    let folder = try TemporaryFolder()
    let path = folder / "run"
    let run = try ProgramRun(
      Self.headless + ["--json", "--steps", "1000000", "--units", "16", "--out", path])
    try run.waitForLines(5)
    run.signal(number)
    let result = try run.end()
    let kept = try RunDirectory.newestCheckpoint(path).checkpoint.step
    #expect(kept >= 5)
    #expect(try RunDirectory.readMetrics(path).rows.last?.step == kept)
    if number == SIGINT {
      #expect(result.ending == .exited(130))
      #expect(
        result.complaints
          == "headlight: interrupted at step \(kept); step \(kept) is kept in \(path)\n")
    } else {
      #expect(result.ending == .killed(number))
    }
  }

  @Test func untilAndBreakEndARun() throws {
    let until = try ProgramRun.result(
      Self.headless + ["--json", "--units", "8", "--until", "loss < 100", "--steps", "70"])
    try #require(until.lines.count == 51, "held-out values come every 50 steps")
    let last = try JSONValue(parsing: Array(until.lines[49].utf8)).object
    #expect(last?["step"]?.integer == 50 && last?["exact_match"]?.double != nil)
    let breaking = try ProgramRun.result(
      Self.headless + ["--json", "--units", "8", "--break", "step >= 3", "--steps", "70"])
    #expect(breaking.lines.count == 4)
    let plain = try ProgramRun.result(Self.headless + ["--units", "8", "--steps", "50"])
    #expect(plain.lines.first?.hasPrefix("step 50  loss ") == true)
    #expect(!plain.output.contains("\r") && !plain.output.contains("\u{1b}"))
  }

  @Test func aTerminalGetsABar() throws {
    let terminal = try PseudoTerminal(
      [PseudoTerminal.headlight] + Self.headless + ["--units", "8", "--steps", "60"])
    #expect(terminal.end(within: Journey.patience) == .exited(0))
    let text = String(decoding: terminal.output, as: UTF8.self)
    #expect(text.contains("step 60 of 60  ████████████████████████  ETA 0:00"))
    #expect(terminal.screen.unknown == [])
    // The bar is gone when the result stands there.
    #expect(terminal.screen.screen.line(0).hasPrefix("step 60: exact match "))
  }

  // MARK: Small commands

  @Test func smallCommandsTellWhatIsThere() throws {
    func output(_ arguments: [String]) throws -> String {
      let result = try ProgramRun.result(arguments, environment: ["TERM": "xterm-256color"])
      #expect(result.ending == .exited(0))
      #expect(result.complaints == "")
      return result.output
    }
    #expect(try output(["lessons"]).hasPrefix("dates   "))
    let lines = try output(["lessons", "--json"]).split(separator: "\n")
    let first = try #require(lines.first)
    #expect(lines.count == LessonCatalog.all.count)
    let lesson = try JSONValue(parsing: Array(first.utf8)).object
    #expect(lesson?["lesson"] == .string("dates"))
    #expect(lesson?["mechanisms"] == .array(Mechanism.allCases.map { .string($0.rawValue) }))
    let doctor = try output(["doctor"])
    for word in [
      "TERM", "xterm-256color", "colors", "kernels", "in use", "there is no screen here",
    ] {
      #expect(doctor.contains(word), "\(word)")
    }
    #expect(try output(["--version"]).split(separator: ".").count == 3)
    let help = try output(["--help"])
    for word in ["train", "lessons", "predict", "bench", "doctor", "--version"] {
      #expect(help.contains(word), "\(word)")
    }
    let train = try output(["train", "--help"])
    for word in [
      "--mechanism", "--decoder-state", "--until", "--break", "--seed", "--threads", "--out",
      "--resume", "--force", "--color", "--light", "--dark", "--fps", "--headless", "--json",
    ] {
      #expect(train.contains(word), "\(word)")
    }
  }

  @Test func predictReadsLinesAndWritesAttention() throws {
    let folder = try TemporaryFolder()
    let run = folder / "run"
    let begun = try ProgramRun.result(
      Self.headless + ["--steps", "3", "--seed", "3", "--out", run])
    #expect(begun.ending == .exited(0))
    let file = folder / "attention.safetensors"
    let result = try ProgramRun.result(
      ["predict", run, "--attention", file], input: "3rd of May 2014\n\nMay 日 5\u{1b}[31m\n")
    #expect(result.ending == .exited(0))
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    try #require(lines.count == 4)
    #expect(lines[1].isEmpty && !lines[0].isEmpty)
    #expect(!result.output.contains("\u{1b}"))
    #expect(result.complaints.hasPrefix("headlight: line 3: the model does not know \"日\""))
    #expect(!result.complaints.contains("\u{1b}"))
    let attention = try Safetensors(reading: file)
    try #require(attention.tensors.map(\.name) == ["probe0/att", "probe2/att"])
    #expect(attention[metadata: "axes.probe0/att"] == "query,key")
    let weights = try attention.floats("probe0/att")
    try #require(weights.count == 150)
    for row in 0..<10 {
      let sum = weights[15 * row..<15 * row + 15].reduce(0, +)
      #expect(abs(sum - 1) < 1e-5)
    }
    // What is predicted is what the screen shows of the same step.
    let journey = try Journey(["--resume", run])
    try journey.see(pausedAt: 3)
    #expect(journey.line(4).hasPrefix(" \(lines[0]) "))
    journey.leave()
  }

  // MARK: Files

  private func write(_ text: String, to path: String) throws {
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
  }

  private func read(_ path: String) throws -> String {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var text = [CChar](repeating: 0, count: 256)
    _ = fgets(&text, 256, file)
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
