import ArgumentParser
import Foundation
import Screens
import TensorFiles
import Training

/// `headlight verify PATH…`: computes reference cases again and compares every number.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compute reference cases of other implementations again and compare.",
    discussion: """
      A path is a case (FILE.safetensors with FILE.json beside it), a folder of cases or a tree of \
      such folders. A line a case: the number of tensors compared, and the worst error as a part of \
      its tolerance. Status 0: all agree; 1: one does not; 2: one could not be computed.
      """)

  @Argument(help: .init("A case, a folder of cases or a tree.", valueName: "path"))
  var paths: [String]
  @Option(
    help: .init(
      "Write what was computed to DIR/<family>/<case>.safetensors, with the same names and lengths.",
      valueName: "dir"))
  var write: String?

  func run() throws { try Self.verify(paths, writingTo: write) }

  /// Computes and compares all cases at `paths`, a line each.
  static func verify(_ paths: [String], writingTo write: String? = nil) throws {
    var (agreed, differing, broken, compared) = (0, 0, 0, 0)
    for path in try paths.flatMap(ReferenceFile.cases) {
      do {
        let file = try ReferenceFile(path)
        let comparison = try Comparison(file)
        Output.write(safe(comparison.line) + "\n")
        for complaint in comparison.complaints { Output.write("  " + safe(complaint) + "\n") }
        compared += comparison.compared
        if comparison.complaints.isEmpty { agreed += 1 } else { differing += 1 }
        if let write { try comparison.write(to: write, file.name) }
      } catch let failure as Failure {
        broken += 1
        Output.complain("headlight: \(failure.message)")
      }
    }
    let words = [
      "\(agreed + differing + broken) cases", "\(compared) tensors compared", "\(agreed) agree",
      "\(differing) differ", "\(broken) could not be computed",
    ]
    Output.write(words.joined(separator: " · ") + "\n")
    if broken > 0 { throw Failure("", status: .badInput) }
    if differing > 0 { throw Failure("", status: .isFalse) }
  }
}

/// What was computed, held against what was expected.
struct Comparison {
  /// The number of tensors whose numbers were compared.
  private(set) var compared = 0
  /// What does not agree, a sentence each.
  private(set) var complaints: [String] = []
  /// Results that are listed but may not be compared.
  private(set) var skipped: [String] = []
  /// The greatest error as a part of its tolerance, and whose it is.
  private(set) var worst: (ratio: Double, name: String)?
  private let name: String
  private let computed: [NamedNumbers]

  /// Computes the case and compares; a case that cannot be computed is a failure with status 2.
  init(_ file: ReferenceFile) throws {
    let results: [String: ReferenceCase.Numbers]
    do {
      results = try file.reference.results()
    } catch { throw Failure("\(file.path): \(error)") }
    name = file.name
    var computed: [NamedNumbers] = []
    for wanted in file.wanted {
      guard let result = results[wanted.name] else {
        throw Failure("\(file.path): headlight does not compute “\(wanted.name)” of this family")
      }
      computed.append(NamedNumbers(wanted.name, lengths: result.lengths, result.floats))
    }
    self.computed = computed
    do {
      for (wanted, result) in zip(file.wanted, computed) {
        try compare(wanted, result, try file.numbers(wanted.name))
      }
    } catch let error as FileError { throw Failure("\(error)") }
  }

  private mutating func compare(
    _ wanted: ReferenceFile.Wanted, _ result: NamedNumbers, _ expected: [Float]
  ) throws {
    guard wanted.isCompared else {
      skipped.append(wanted.name)
      return
    }
    compared += 1
    guard result.lengths == wanted.lengths, case .floats(let floats) = result.numbers else {
      complaints.append("\(wanted.name) is \(result.lengths), not \(wanted.lengths)")
      return
    }
    let error =
      wanted.isNoise
      ? Self.greatest(floats.map { abs(Double($0)) }) - wanted.greatest
      : Self.greatest(zip(floats, expected).map { $0 == $1 ? 0 : abs(Double($0) - Double($1)) })
    let ratio = abs(error) / wanted.tolerance
    if worst.map({ !(ratio <= $0.ratio) }) ?? true { worst = (ratio, wanted.name) }
    // Not a number fails too.
    if !(ratio <= 1) {
      complaints.append(
        "\(wanted.name) is off by \(Float(abs(error))), more than \(Float(wanted.tolerance))")
    }
  }

  /// The greatest number; NaN where there is one.
  private static func greatest(_ numbers: [Double]) -> Double {
    numbers.reduce(0) { $1.isNaN || $1 > $0 ? $1 : $0 }
  }

  /// `lstm/b1_t1: agrees, 18 tensors, worst 0.12 of its tolerance (t.z)`.
  var line: String {
    var line = "\(name): \(complaints.isEmpty ? "agrees" : "DIFFERS"), \(compared) tensors"
    if let worst {
      let hundredths = worst.ratio.isFinite ? (worst.ratio * 100).rounded() / 100 : worst.ratio
      line += ", worst \(hundredths) of its tolerance (\(worst.name))"
    }
    if !skipped.isEmpty { line += "; not to be compared: \(skipped.joined(separator: ", "))" }
    return line
  }

  /// Writes everything computed to `folder`/<family>/<case>.safetensors.
  func write(to folder: String, _ name: String) throws {
    let target = URL(filePath: folder).appending(path: name + ".safetensors")
    do {
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch { throw Failure("\(folder): the folder cannot be made; choose another") }
    do {
      try Safetensors.write(computed, to: target.path())
    } catch { throw Failure("\(error)") }
  }
}
