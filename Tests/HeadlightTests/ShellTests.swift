import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The program among others: redirections, signals, streams and words that were meant otherwise.
@Suite struct ShellTests {
  private static let small = "train dates --headless --units 8 --batch-size 4"

  #if canImport(Glibc)
    /// Output that cannot be written is an error with a sentence, whatever prints it.
    @Test(arguments: [
      "--help", "--version", "train --help", "lessons", "lessons --json", "doctor",
      "\(small) --steps 2", "\(small) --steps 2 --json", "\(small) --steps 300 --json",
      "anatomy dates --step 0 --units 8",
    ])
    func fullAndClosedOutput(_ arguments: String) throws {
      for target in [">/dev/full", ">&-"] {
        let result = try Shell.run("\"$H\" \(arguments) \(target)")
        #expect(result.ending == .exited(2), "\(arguments) \(target)")
        #expect(
          result.complaints.contains("headlight: cannot write to standard output"),
          "\(arguments) \(target): \(result.complaints)")
      }
      // Who reads no further has what was wanted.
      let head = try Shell.run("\"$H\" \(arguments) | head -c 1 >/dev/null")
      #expect(!head.complaints.contains("cannot write"))
    }
  #endif

  /// A standard stream that is closed is nobody else's: what is opened first would take its number.
  @Test func closedOutputIsNoFile() throws {
    let result = try Shell.run("\"$H\" \(Self.small) --steps 2 --json <&- >&-")
    #expect(result.ending == .exited(2))
    #expect(result.complaints.contains("Bad file descriptor"), "\(result.complaints)")
  }

  @Test func ignoredSignalsStayIgnored() throws {
    let run = try Shell.start(
      "trap '' HUP; exec \"$H\" \(Self.small) --json --steps 1000000 --seconds 3")
    try run.waitForLines(3)
    run.signal(SIGHUP)
    #expect(try run.end().ending == .exited(0))
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func aSignalEndsAtOnceAndKeepsTheStep(_ number: Int32) throws {
    let folder = try TemporaryFolder()
    let run = try ProgramRun([
      "train", "dates", "--headless", "--json", "--units", "8", "--batch-size", "4", "--out",
      folder / "run", "--checkpoint-every", "100000",
    ])
    try run.waitForLines(5)
    let began = ContinuousClock.now
    run.signal(number)
    let result = try run.end()
    #expect(ContinuousClock.now - began < .seconds(2))
    #expect(result.ending == (number == SIGINT ? .exited(130) : .killed(number)))
    let files = try FileManager.default.contentsOfDirectory(atPath: folder / "run/checkpoints")
    #expect(files.count == 2, "\(files)")
  }

  /// What is written to a pipe are the bytes of the target, and a byte-order mark is no letter.
  @Test func predictWritesTheTextItself() throws {
    let folder = try TemporaryFolder()
    let file = folder / "pairs.tsv"
    // A zero-width non-joiner is a letter of Persian spelling; é is in two scalars here.
    let pairs = [
      ("one", "می\u{200c}روم"), ("two", "e\u{301}té"), ("three", "👩🏽‍🚀"),
      ("four", "a\u{ad}b\u{200b}c\u{202e}d"),
    ]
    let text = pairs.map { "\($0)\t\($1)\n" }.joined()
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    let run = folder / "run"
    let trained = try ProgramRun.result([
      "train", "dates", "--headless", "--data", file, "--steps", "150", "--units", "32",
      "--learning-rate", "0.02", "--out", run,
    ])
    try #require(trained.ending == .exited(0), "\(trained.complaints)")
    try FileManager.default.removeItem(atPath: file)
    let result = try ProgramRun.result(
      ["predict", run], input: "\u{feff}" + pairs.map { $0.0 + "\n" }.joined())
    let wanted = pairs.map { $0.1 + "\n" }.joined()
    #expect(Array(result.output.utf8) == Array(wanted.utf8), "\(result)")
    #expect(result.complaints.isEmpty)
  }

  @Test(arguments: [
    ("tran dates", "there is no command or lesson called \"tran\"; did you mean train?"),
    ("dtaes", "did you mean dates?"), ("train dates --headless --out \"\"", "--out needs the name"),
    ("predict \"\"", "does not exist"),
    ("anatomy dates --query 99", "--query 99: there are 10 queries, 0 … 9"),
    ("train dates --headless --steps 1 --out /dev/null --force", "only a run is ever replaced"),
    ("train translate --headless --units 9 --heads 3", "it needs an even number from 4 on"),
    ("train translate --headless --units 2 --heads 2", "it needs an even number from 4 on"),
    (
      "train translate --headless --units 1024 --layers 16 --heads 64 --batch-size 4096 --steps 1",
      "of memory, and"
    ),
  ])
  func sentencesAreTrue(_ arguments: String, _ sentence: String) throws {
    let result = try Shell.run("\"$H\" \(arguments)")
    #expect(result.ending == .exited(2) && result.output.isEmpty)
    #expect(result.complaints.contains(sentence), "\(result.complaints)")
  }

  /// The bar takes one line of a terminal of any width.
  @Test(arguments: [100, 60, 40, 20, 8])
  func theBarFits(_ columns: Int) throws {
    let terminal = try PseudoTerminal(
      [PseudoTerminal.headlight] + Self.small.split(separator: " ").map(String.init)
        + ["--steps", "60"], columns: columns)
    #expect(terminal.end(within: Journey.patience) == .exited(0))
    let text = String(decoding: terminal.output, as: UTF8.self)
    let bars = text.split(separator: "\r\u{1b}[K").filter { !$0.contains("\n") }
    #expect(!bars.isEmpty)
    #expect(bars.allSatisfy { $0.count < columns }, "\(bars)")
  }
}
