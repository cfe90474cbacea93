import JSON
import Testing
import TestSupport

/// The files that other programs wrote.
enum Oracles {
  /// The path of a file beside these tests.
  static func path(_ name: String) -> String {
    let folder = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    return "/" + folder + "/Oracles/" + name
  }

  /// The hostile and unusual files of one kind, each with the verdict that it deserves.
  static func corpus(_ kind: String) -> [CorpusCase] {
    guard let bytes = contents(path("corpus.json")),
      let cases = try? JSONValue(parsing: bytes).object?[kind]?.array
    else { return [] }
    return cases.compactMap { $0.object.map(CorpusCase.init) }
  }
}

/// A hostile or unusual file.
struct CorpusCase: Sendable, CustomTestStringConvertible {
  let name: String
  /// `load`, `error` or `either`.
  let verdict: String
  let bytes: [UInt8]
  /// Numbers by tensor, where they are known.
  let numbers: [(name: String, values: [Double])]

  var testDescription: String { name }

  init(_ object: JSONObject) {
    name = object["name"]?.string ?? ""
    verdict = object["expect"]?.string ?? ""
    let digits = Array((object["bytes"]?.string ?? "").utf8)
    bytes = stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(String(decoding: digits[$0..<($0 + 2)], as: UTF8.self), radix: 16) ?? 0
    }
    numbers = (object["check"]?.object?.members ?? []).map { member in
      (member.key, (member.value.array ?? []).map { $0.double ?? Double($0.string ?? "") ?? 0 })
    }
  }
}

/// Whether the numbers are the same ones, NaN like NaN.
func isSame(_ a: [Double], _ b: [Double]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
}
