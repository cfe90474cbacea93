import ArgumentParser
import CKernels
import Screens
import Terminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `headlight doctor`: what the terminal can do and what will be used.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell what this terminal and processor can do and what will be used.")

  @OptionGroup var screen: ScreenOptions

  func run() {
    let facts = TerminalFacts(options: screen.terminal)
    let levels = [HK_BASELINE, HK_AVX2, HK_AVX512].map { Int32($0) }
      .filter { hk_level_supported($0) != 0 }.map { String(cString: hk_level_name($0)) }
    var lines = facts.lines
    lines.append(
      (
        "kernels",
        "\(String(cString: hk_level_name(hk_level()))) in use; this processor has "
          + levels.joined(separator: ", ")
      ))
    lines.append(("processors", "\(sysconf(Int32(_SC_NPROCESSORS_ONLN)))"))
    lines.append(
      ("samples", TourRecording.directory ?? "not found: HEADLIGHT_SAMPLES can name their folder"))
    lines.append(("headlight", RunRecorder.version))
    let width = lines.map(\.name.count).max() ?? 0
    for line in lines {
      let name = line.name + String(repeating: " ", count: width - line.name.count)
      Output.write("\(safe(name))  \(safe(line.value))\n")
    }
  }
}
