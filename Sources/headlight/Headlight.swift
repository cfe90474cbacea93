import ArgumentParser
import Lessons
import Tensors
import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The program: what it can be asked for.
struct Headlight: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "headlight",
    abstract: "See what attention looks at, while it learns.",
    discussion: """
      Without arguments: the dates lesson on this terminal, ready to run. Press space to train, \
      , and . to step back and forth, t to type a date of your own, ? for all keys.
      """,
    version: RunRecorder.version,
    subcommands: [
      Train.self, Open.self, Watch.self, Export.self, Inspect.self, Assert.self, Lessons.self,
      Predict.self, Tokenize.self,
      Anatomy.self, Verify.self,
      Bench.self, Doctor.self,
    ],
    defaultSubcommand: Train.self)
}

@main
enum Program {
  /// When the process began, on the wall's clock.
  static let began = Clock.wall

  static func main() {
    _ = began
    // A closed pipe and a full file must come back as errors: or there is no time to speak.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    holdStandardStreams()
    var status = run()
    if status == .success, let problem = Output.problem {
      let failure = Output.failure(problem)
      if !failure.message.isEmpty { Output.complain("headlight: \(failure.message)") }
      status = failure.status
    }
    exit(status.rawValue)
  }

  /// Takes the place of standard streams that are closed: or the first file that is opened would be
  /// one, and results would be written into it.
  private static func holdStandardStreams() {
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
      // The lowest free number is this one. Writing to it stays an error.
      _ = open("/dev/null", O_RDONLY)
    }
  }

  /// Says what a first word is not, before it is taken for a lesson and the next one for a mistake.
  private static func checkCommand() throws(Failure) {
    guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-") else { return }
    let commands = Headlight.configuration.subcommands.map { $0._commandName } + ["help"]
    let lessons = LessonCatalog.all.map(\.name)
    guard !commands.contains(word), !lessons.contains(word) else { return }
    throw .unknownWord(word, commands: commands, lessons: lessons)
  }

  private static func run() -> ExitStatus {
    do {
      try checkCommand()
      var command = try Headlight.parseAsRoot()
      try command.run()
      return .success
    } catch let failure as Failure {
      if !failure.message.isEmpty { Output.complain("headlight: \(failure.message)") }
      return failure.status
    } catch {
      let text = Headlight.fullMessage(for: error)
      if Headlight.exitCode(for: error) == .success {
        Output.write(text + "\n")
        return .success
      }
      Output.complain(text)
      return .badInput
    }
  }
}
