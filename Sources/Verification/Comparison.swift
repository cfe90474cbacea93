public import TensorFiles

/// What was computed, held against what was expected.
public struct Comparison {
  /// The number of tensors whose numbers were compared.
  public private(set) var compared = 0
  /// What does not agree, a sentence each.
  public private(set) var complaints: [String] = []
  /// Results that are listed but may not be compared.
  private(set) var skipped: [String] = []
  /// The greatest error as a part of its tolerance, and whose it is.
  private(set) var worst: (ratio: Double, name: String)?
  /// Everything listed, as it was computed.
  public let computed: [NamedNumbers]
  private let name: String
  /// What of the file had no part in the computation.
  private var remarks: [String] = []

  /// Computes the case and compares; a case that cannot be computed throws.
  public init(_ file: ReferenceFile) throws {
    let results: [String: ReferenceCase.Numbers]
    do {
      results = try file.reference.results()
    } catch { throw VerificationError("\(file.path): \(error)") }
    name = file.name
    computed = try file.wanted.map { wanted in
      guard let result = results[wanted.name] else {
        throw VerificationError(
          "\(file.path): headlight does not compute “\(wanted.name)” of this case; of that kind "
            + Self.others(like: wanted.name, results.keys.sorted()))
      }
      return NamedNumbers(wanted.name, lengths: result.lengths, result.floats)
    }
    do {
      for (wanted, result) in zip(file.wanted, computed) {
        try compare(wanted, result, try file.numbers(wanted.name))
      }
    } catch let error as FileError { throw VerificationError("\(error)") }
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
  public var line: String {
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
