import Testing

/// The program under a shell: its standard files and what it ignores are the shell's business.
enum Shell {
  /// Runs a script in which `$H` is the program of this package.
  static func run(_ script: String, input: String = "") throws -> ProgramRun.Result {
    try ProgramRun(
      ["-c", script], environment: ["H": PseudoTerminal.headlight], input: input,
      program: "/bin/sh"
    ).end()
  }

  /// Starts a script that goes on.
  static func start(_ script: String) throws -> ProgramRun {
    try ProgramRun(
      ["-c", script], environment: ["H": PseudoTerminal.headlight], program: "/bin/sh")
  }
}
