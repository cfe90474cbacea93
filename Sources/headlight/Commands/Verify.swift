import ArgumentParser
import Screens
import Verification

/// `headlight verify PATH…`: computes reference cases again and compares every number.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compute reference cases of other implementations again and compare.",
    discussion: """
      A path is a case (NAME.safetensors with NAME.json beside it), a folder of cases, a tree of \
      such folders or a manifest.json that lists cases. A line a case: the number of tensors \
      compared, and the worst error as a part of its tolerance. Status 0: all agree; 1: one does \
      not; 2: one could not be computed.
      """)

  @Argument(help: .init("A case, a folder of cases, a tree or a manifest.", valueName: "path"))
  var paths: [String]
  @Option(
    help: .init(
      "Write what was computed to DIR/<family>/<case>.safetensors, with the same names and lengths.",
      valueName: "dir"))
  var write: String?

  func run() throws { try Self.verify(paths, writingTo: write) }

  /// Computes and compares all cases at `paths`, a line each.
  static func verify(_ paths: [String], writingTo write: String? = nil) throws {
    do { try compare(paths, writingTo: write) } catch let error as VerificationError {
      throw Failure(error.description)
    }
  }

  private static func compare(_ paths: [String], writingTo write: String?) throws {
    var (agreed, differing, broken, compared) = (0, 0, 0, 0)
    let cases = try paths.flatMap(ReferenceFolder.cases)
    var target = try write.map { try ResultFolder($0) }
    for path in cases {
      do {
        let file = try ReferenceFile(path)
        let comparison = try Comparison(file)
        Output.write(safe(comparison.line) + "\n")
        for complaint in comparison.complaints { Output.write("  " + safe(complaint) + "\n") }
        compared += comparison.compared
        if comparison.complaints.isEmpty { agreed += 1 } else { differing += 1 }
        try target?.write(comparison.computed, file.name)
      } catch let error as VerificationError {
        broken += 1
        Output.complain("headlight: \(error)")
      } catch let refusal as ResultFolder.Refusal {
        // The next case would meet the same.
        throw Failure(refusal.message)
      }
    }
    let words = [
      "\(cases.count) case\(cases.count == 1 ? "" : "s")", "\(compared) tensors compared",
      "\(agreed) agree", "\(differing) differ", "\(broken) could not be computed",
    ]
    Output.write(words.joined(separator: " · ") + "\n")
    if broken > 0 { throw Failure("", status: .badInput) }
    if differing > 0 { throw Failure("", status: .isFalse) }
  }
}
