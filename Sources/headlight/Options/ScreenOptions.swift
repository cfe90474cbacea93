public import ArgumentParser
import Dashboard
public import Screens
import Terminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ColorRung: ExpressibleByArgument {}

/// Options of everything that draws on a terminal.
struct ScreenOptions: ParsableArguments {
  @Option(help: "Colours: truecolor, 256, 16, 8 or mono. Otherwise the terminal is asked.")
  var color: ColorRung?
  @Flag(help: "The terminal has a light background.")
  var light = false
  @Flag(help: "The terminal has a dark background.")
  var dark = false
  @Option(
    help: """
      Language of the interface: en or zh (简体中文). Otherwise that of LC_ALL, LC_MESSAGES or LANG.
      """,
    transform: ScreenOptions.language)
  var language: Language?
  @Option(parsing: .unconditional, help: "At most so many frames a second; for slow lines.")
  var fps: Int?

  func validate() throws {
    if light, dark { throw ValidationError("--light and --dark exclude each other.") }
    if let fps, fps < 1 { throw ValidationError("--fps needs at least 1, not \(fps).") }
  }

  private static func language(_ name: String) throws -> Language {
    guard let language = Language(rawValue: name) else {
      let known = Language.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("There is no interface in \"\(safe(name))\"; there is: \(known).")
    }
    return language
  }

  /// The language that was asked for, else that of the environment, else English.
  var chosenLanguage: Language {
    if let language { return language }
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
    // The first that is set decides, as it does for the C library.
    let set = names.lazy.compactMap { getenv($0).map { String(cString: $0) } }
      .first { !$0.isEmpty }
    return Language.allCases.first { set?.hasPrefix($0.rawValue) == true } ?? .english
  }

  var terminal: TerminalOptions {
    TerminalOptions(rung: color, background: light ? .light : dark ? .dark : nil)
  }
}
