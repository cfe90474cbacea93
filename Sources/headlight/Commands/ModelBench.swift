import CKernels
import JSON
import Pretrained
import Screens
import Tensors

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `headlight bench minilm PATH` and `bench gpt2`: how long a model takes to read a text.
struct ModelBench {
  let json: Bool

  /// How often everything is measured; the median stands.
  private static let rounds = 9
  /// A sentence of 12 tokens for MiniLM, the marks at both ends included.
  private static let sentence = "The cat sat on the mat because it was tired"

  private var kernels: String { String(cString: hk_level_name(hk_level())) }

  // MARK: MiniLM

  /// A whole process, round after round, and then texts in this one.
  func minilm(_ path: String) throws(Failure) {
    let model: ReadingBenchmark
    do throws(ModelError) { model = try ReadingBenchmark(opening: path) } catch {
      throw Failure(error)
    }
    var processes: [OneReading] = []
    // Before this process grows: what it has counts as what its children had.
    for _ in 0..<Self.rounds { processes.append(try OneReading(of: path)) }
    func median(_ value: (OneReading) -> Double) -> Double {
      processes.map(value).sorted()[processes.count / 2]
    }
    let whole = OneReading(
      tokens: processes[0].tokens, cpu: median(\.cpu), wall: median(\.wall),
      peak: median(\.peak))
    write(
      "process", whole.tokens, cpu: whole.cpu, wall: whole.wall, peak: whole.peak,
      "from the start of a process to all maps of a sentence, its end included")
    for tokens in [12, 128, 512] where tokens <= model.longest {
      try measure(model, tokens, "warm")
    }
  }

  /// Reads the sentence as a process does that has just begun, and says what that took.
  func readOnce(_ path: String) throws(Failure) {
    do throws(ModelError) {
      let tokens = try ReadingBenchmark(opening: path).read(Self.sentence)
      Output.write("\(tokens) \(Clock.cpu * 1_000) \(ReadingBenchmark.peakMegabytes)\n")
    } catch { throw Failure(error) }
  }

  // MARK: GPT-2

  func gpt2(tokens: Int) throws(Failure) {
    let model: ReadingBenchmark
    do throws(ModelError) { model = try ReadingBenchmark.gpt2() } catch { throw Failure(error) }
    guard tokens <= model.longest else {
      throw Failure("--tokens \(tokens): the maps take more than 1 GB; \(model.longest) fit")
    }
    try measure(model, tokens, "gpt2")
  }

  // MARK: Lines

  private func measure(
    _ model: ReadingBenchmark, _ tokens: Int, _ name: String
  ) throws(Failure) {
    let time: ReadingBenchmark.Time
    do throws(ModelError) {
      time = try model.measure(tokens: tokens, rounds: Self.rounds)
    } catch { throw Failure(error) }
    write(
      name, tokens, cpu: time.cpu, wall: time.wall, peak: ReadingBenchmark.peakMegabytes,
      "all \(time.maps) maps of a text, the weights read before")
  }

  private func write(
    _ name: String, _ tokens: Int, cpu: Double, wall: Double, peak: Double, _ what: String
  ) {
    guard !json else {
      let line: JSONObject = [
        "workload": .string(name), "tokens": JSONValue(tokens),
        "cpu_milliseconds": .number(cpu.rounded(to: 100)),
        "milliseconds": .number(wall.rounded(to: 100)),
        "peak_megabytes": .number(peak.rounded(to: 10)), "kernels": .string(kernels),
      ]
      Output.write(JSONText.line(.object(line)) + "\n")
      return
    }
    Output.write(
      """
      \(name), \(tokens) tokens  \(what)
          \(cpu.rounded(to: 10)) ms of one core, \(wall.rounded(to: 10)) ms on the clock, \
      at most \(Int(peak.rounded())) MB so far, kernels \(kernels)

      """)
  }
}

extension Double {
  /// The nearest multiple of 1 / `scale`.
  fileprivate func rounded(to scale: Double) -> Double { (self * scale).rounded() / scale }
}

/// One process that reads one sentence, from its start to its end.
private struct OneReading {
  var tokens: Int
  /// Milliseconds of processor time and on the clock, and megabytes at most.
  var cpu: Double
  var wall: Double
  var peak: Double

  init(tokens: Int, cpu: Double, wall: Double, peak: Double) {
    (self.tokens, self.cpu, self.wall, self.peak) = (tokens, cpu, wall, peak)
  }

  /// Starts this program again, to read a sentence with the model at `path`.
  init(of path: String) throws(Failure) {
    let began = Clock.wall
    let said = try Self.output(["bench", "minilm", path, "--once"])
    wall = (Clock.wall - began) * 1_000
    let words = said.split { $0 == " " || $0 == "\n" }
    guard words.count == 3, let count = Int(words[0]), let time = Double(words[1]),
      let megabytes = Double(words[2])
    else { throw Failure("the model in \(safe(path)) could not be read by a process of its own") }
    (tokens, cpu, peak) = (count, time, megabytes)
  }

  /// What this program writes when it is called so; its complaints are ours.
  private static func output(_ arguments: [String]) throws(Failure) -> String {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw Failure("cannot open a pipe: \(String(cString: strerror(errno)))")
    }
    defer { close(ends[0]) }
    let names: [String] = ["/proc/self/exe", CommandLine.arguments[0]]
    let words = [names.first { access($0, X_OK) == 0 } ?? "headlight"] + arguments
    var pointers = words.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
    #else
      var actions: posix_spawn_file_actions_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    var process: pid_t = 0
    let problem = posix_spawnp(&process, words[0], &actions, nil, &pointers, environ)
    close(ends[1])
    guard problem == 0 else {
      throw Failure("cannot start a process: \(String(cString: strerror(problem)))")
    }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = read(ends[0], &part, part.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += part[..<count]
    }
    while waitpid(process, nil, 0) < 0, errno == EINTR {}
    return String(decoding: bytes, as: UTF8.self)
  }
}
