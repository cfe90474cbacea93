import JSON
import CKernels
import Foundation
import TensorFiles
import Tensors
import Testing
import TestSupport

/// One reference case of TensorFlow and Keras: a file of tensors, and a sidecar that says for each
/// what it is and how near a result has to come.
struct Golden: Sendable, CustomTestStringConvertible {
  let family: String
  let name: String

  var testDescription: String { "\(family)/\(name)" }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Golden")

  /// All cases of a family; a folder that is missing shows in ``GoldenTests``, which counts.
  static func cases(_ family: String) -> [Golden] {
    let files = try? FileManager.default.contentsOfDirectory(
      atPath: folder.appending(path: family).path())
    return (files ?? []).filter { $0.hasSuffix(".json") }.sorted()
      .map { Golden(family: family, name: String($0.dropLast(5))) }
  }

  /// Reads the case.
  func opened() throws -> GoldenCase {
    let start = Self.folder.appending(path: family).appending(path: name)
    return try GoldenCase(
      file: Safetensors(reading: start.appendingPathExtension("safetensors").path()),
      sidecar: JSONValue(
        parsing: [UInt8](Data(contentsOf: start.appendingPathExtension("json")))))
  }
}

/// An open reference case: hands out what is to be fed, and holds results against the rest.
final class GoldenCase {
  struct Entry {
    let name: String
    let lengths: [Int]
    /// The greatest |result − reference|; nil for what is fed.
    let tolerance: Float?
    /// False where theory says 0 and an optimizer turned its rounding into updates.
    let isCompared: Bool
    /// Whether rounding dominates, so that only the size means something.
    let isNoise: Bool
    /// The greatest |reference|.
    let greatest: Float
  }

  let sidecar: JSONObject
  let entries: [Entry]
  private let file: Safetensors
  private var fed = Set<String>()

  init(file: Safetensors, sidecar: JSONValue) throws {
    self.file = file
    self.sidecar = try #require(sidecar.object)
    let tensors = try #require(self.sidecar["tensors"]?.array)
    entries = try tensors.map { value in
      let tensor = try #require(value.object)
      func isTrue(_ key: String) -> Bool { tensor[key] == .boolean(true) }
      return Entry(
        name: try #require(tensor["name"]?.string),
        lengths: try #require(tensor["shape"]?.array).compactMap(\.integer),
        tolerance: (tensor["tol_abs"]?.double).map { Float($0) },
        isCompared: tensor["compare"] != .boolean(false), isNoise: isTrue("noise_dominated"),
        greatest: Float(tensor["max_abs"]?.double ?? 0))
    }
  }

  func has(_ name: String) -> Bool { entries.contains { $0.name == name } }

  /// The number called `key` in the case's configuration.
  func configured(_ key: String) throws -> Int {
    try #require(sidecar["config"]?.object?[key]?.integer)
  }

  /// An input, a weight, a mask or a cotangent, in the documented order of axes.
  func feed(_ name: String, _ axes: [Axis]) throws -> Tensor {
    fed.insert(name)
    return try file.tensor(name, axes: axes)
  }

  /// The numbers of a weight, whatever its axes.
  func feed(_ name: String) throws -> [Float] {
    fed.insert(name)
    return try file.floats(name)
  }

  /// Positions in a table.
  func positions(_ name: String) throws -> [Int32] {
    fed.insert(name)
    return try file.integers(name).map { Int32($0) }
  }

  /// Holds `result` against every tensor that has a tolerance, in the documented order of axes.
  ///
  /// What `result` does not give is a failure, never skipped, and so is an input that was not fed.
  /// What a run cannot give by its nature, `isOut`, counts on neither side.
  func compare(
    without isOut: (String) -> Bool = { _ in false },
    sourceLocation: SourceLocation = #_sourceLocation, _ result: (String) throws -> Tensor?
  ) throws {
    let wanted = entries.filter { $0.tolerance != nil && !isOut($0.name) }
    let (compared, complaints) = try comparison(without: isOut, result)
    #expect(complaints == [], sourceLocation: sourceLocation)
    #expect(compared == wanted.count, sourceLocation: sourceLocation)
  }

  /// The number of tensors that were compared, and what was wrong.
  func comparison(
    without isOut: (String) -> Bool = { _ in false }, _ result: (String) throws -> Tensor?
  ) throws -> (compared: Int, complaints: [String]) {
    var (compared, complaints) = (0, [String]())
    for entry in entries where !isOut(entry.name) {
      guard let tolerance = entry.tolerance else {
        if !fed.contains(entry.name) { complaints.append("\(entry.name) was never fed") }
        continue
      }
      guard let got = try result(entry.name) else {
        complaints.append("\(entry.name) is not computed")
        continue
      }
      compared += 1
      // An axis of length 1 has no name here: `[B, T, 1]` is `[batch, key]`.
      guard got.shape.lengths.filter({ $0 != 1 }) == entry.lengths.filter({ $0 != 1 }) else {
        complaints.append("\(entry.name) is \(got.shape), not \(entry.lengths)")
        continue
      }
      guard entry.isCompared else { continue }
      let distance =
        entry.isNoise
        ? abs(Self.greatest(got.elements.map(abs)) - entry.greatest)
        : Self.greatest(zip(got.elements, try file.floats(entry.name)).map { abs($0 - $1) })
      // Not a number fails too.
      guard distance <= tolerance else {
        complaints.append("\(entry.name) is off by \(distance), more than \(tolerance)")
        continue
      }
    }
    return (compared, complaints)
  }

  /// The greatest number; NaN where there is one.
  private static func greatest(_ numbers: [Float]) -> Float {
    numbers.reduce(0) { $1.isNaN || $1 > $0 ? $1 : $0 }
  }
}

extension Tensor {
  /// The same numbers in the documented order: batch, query, key, then the others as they are.
  var documented: Tensor {
    let order: [Axis] = [.batch, .query, .key]
    return permuted(
      to: order.filter(shape.contains) + shape.axes.filter { !order.contains($0) })
  }

  /// Some positions of the last axis.
  func columns(_ range: Range<Int>) -> Tensor {
    let width = shape.lengths.last ?? 1
    let part = elements.enumerated().filter { range.contains($0.offset % width) }.map(\.element)
    return Tensor(shape.replacing(shape.axes[shape.rank - 1], with: range.count), part)
  }
}

/// The harness itself: it sees what is wrong, what is missing, and that all cases are there.
@Suite struct GoldenTests {
  @Test(arguments: [
    ("additive", 8, 218), ("blocks", 1, 12), ("gru", 4, 41), ("keras_attention", 7, 53),
    ("lstm", 6, 73), ("mha_keras", 9, 248), ("mha_official", 12, 402), ("pooling", 7, 157),
    ("softmax", 1, 21), ("train_additive", 1, 62), ("train_mha_keras", 1, 76),
    ("train_mha_official", 2, 190), ("train_pooling", 1, 62), ("train_seq2seq", 1, 118),
  ])
  func everyCaseIsHere(family: String, cases: Int, compared: Int) throws {
    let found = Golden.cases(family)
    #expect(found.count == cases)
    let entries = try found.flatMap { try $0.opened().entries }
    #expect(entries.filter { $0.tolerance != nil }.count == compared)
  }

  @Test func whatIsWrongOrMissingIsSeen() throws {
    let golden = Golden(family: "additive", name: "b1_t1")
    func complaints(
      feeding: Bool = true, _ change: (String, Tensor) -> Tensor? = { $1 }
    ) throws -> [String] {
      let (file, truth) = (try golden.opened(), try golden.opened())
      for entry in file.entries where entry.tolerance == nil && feeding {
        _ = try file.feed(entry.name)
      }
      return try file.comparison { name in
        let lengths = try #require(file.entries.first { $0.name == name }).lengths
        let axes = lengths.indices.map { Axis("axis \($0)") }
        return change(name, try truth.feed(name, axes))
      }.complaints
    }
    #expect(try complaints() == [])
    let moved = try complaints { name, tensor in
      var tensor = tensor
      if name == "t.energy" { tensor.elements[0] += 4e-6 }
      return tensor
    }
    #expect(moved.count == 1)
    #expect(try complaints { $0 == "loss" ? Tensor($1.shape, [.nan]) : $1 }.count == 1)
    #expect(try complaints { $0 == "out.context" ? Tensor(["axis": 2]) : $1 }.count == 1)
    #expect(try complaints { $0 == "grad.in.hidden" ? nil : $1 }.count == 1)
    #expect(try complaints(feeding: false).count == 10)
  }
}
