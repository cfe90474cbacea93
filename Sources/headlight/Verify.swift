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
      } catch let failure as Failure {
        broken += 1
        Output.complain("headlight: \(failure.message)")
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
  /// Everything listed, as it was computed.
  let computed: [NamedNumbers]
  private let name: String
  /// What of the file had no part in the computation.
  private var remarks: [String] = []

  /// Computes the case and compares; a case that cannot be computed is a failure with status 2.
  init(_ file: ReferenceFile) throws {
    let results: [String: ReferenceCase.Numbers]
    do {
      results = try file.reference.results()
    } catch { throw Failure("\(file.path): \(error)") }
    name = file.name
    computed = try file.wanted.map { wanted in
      guard let result = results[wanted.name] else {
        throw Failure(
          "\(file.path): headlight does not compute “\(wanted.name)” of this case; of that kind "
            + Self.others(like: wanted.name, results.keys.sorted()))
      }
      return NamedNumbers(wanted.name, lengths: result.lengths, result.floats)
    }
    do {
      for (wanted, result) in zip(file.wanted, computed) {
        try compare(wanted, result, try file.numbers(wanted.name))
      }
    } catch let error as FileError { throw Failure("\(error)") }
    remarks = file.unlisted.map { "“\($0)” is not listed in the sidecar" }
  }

  /// `it computes out.c, out.h` for another name that starts with `out.`.
  private static func others(like name: String, _ names: [String]) -> String {
    let kind = name.prefix { $0 != "." } + "."
    let alike = names.filter { $0.hasPrefix(kind) }
    guard !alike.isEmpty else { return "it computes nothing" }
    let shown = alike.prefix(8).joined(separator: ", ")
    return "it computes \(shown)" + (alike.count > 8 ? " and \(alike.count - 8) more" : "")
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
      complaints.append(
        "\(wanted.name): computed with the lengths \(result.lengths), not \(wanted.lengths)")
      return
    }
    let difference: (error: Double, found: String, expected: String)
    if wanted.isNoise {
      let size = Self.greatest(floats.map { abs(Double($0)) }).number
      difference = (
        Self.error(size, wanted.greatest), " is at most \(Float(size)) in size",
        "\(wanted.greatest)"
      )
    } else {
      let errors = zip(floats, expected).map { Self.error($0, $1) }
      let (error, place) = Self.greatest(errors)
      difference = (
        error, Self.shown(floats[place], place, wanted.lengths), "\(expected[place])"
      )
    }
    let ratio = difference.error == 0 ? 0 : difference.error / wanted.tolerance
    // What is not a number is worse than any number, and fails.
    if worst.map({ !$0.ratio.isNaN && !(ratio <= $0.ratio) }) ?? true {
      worst = (ratio, wanted.name)
    }
    if !(ratio <= 1) {
      let size = "off by \(Float(difference.error)), more than \(Float(wanted.tolerance))"
      complaints.append(
        "\(wanted.name)\(difference.found), not \(difference.expected)"
          + (difference.error.isNaN ? "" : ": " + size))
    }
  }

  /// The distance of two numbers; infinities of one sign agree, and so do all that are none.
  private static func error<Number: BinaryFloatingPoint>(_ a: Number, _ b: Number) -> Double {
    a == b || a.isNaN && b.isNaN ? 0 : abs(Double(a) - Double(b))
  }

  /// The greatest number and its place; NaN where there is one.
  private static func greatest(_ numbers: [Double]) -> (number: Double, place: Int) {
    var (best, at) = (-Double.infinity, 0)
    for (place, number) in numbers.enumerated() where number.isNaN || number > best {
      (best, at) = (number, place)
      if number.isNaN { break }
    }
    return (best, at)
  }

  /// `[0, 2] is 0.3`.
  private static func shown(_ number: Float, _ place: Int, _ lengths: [Int]) -> String {
    var (rest, position) = (place, [Int]())
    for length in lengths.reversed() {
      position.insert(rest % length, at: 0)
      rest /= length
    }
    return (lengths.isEmpty ? "" : "\(position)") + " is " + (number.isNaN ? "nan" : "\(number)")
  }

  /// `lstm/b1_t1: agrees, 18 tensors, worst 0.12 of its tolerance (t.z)`.
  var line: String {
    var line = "\(name): \(complaints.isEmpty ? "agrees" : "DIFFERS"), \(compared) tensors"
    if let worst {
      let hundredths = worst.ratio.isFinite ? (worst.ratio * 100).rounded() / 100 : worst.ratio
      line += ", worst \(hundredths) of its tolerance (\(worst.name))"
    }
    if !skipped.isEmpty { line += "; not to be compared: \(skipped.joined(separator: ", "))" }
    for remark in remarks { line += "; " + remark }
    return line
  }
}
