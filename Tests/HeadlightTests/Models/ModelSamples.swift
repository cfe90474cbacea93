import Foundation
import JSON
import TensorFiles
import Testing

/// The small models that every clone has, and what a test writes of its own.
enum ModelSamples {
  private static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A tiny transformer with random weights: `bert`, `gpt2`.
  static func tiny(_ name: String) -> String {
    package.appending(path: "Tests/PretrainedTests/Models/" + name).path
  }

  /// A published Keras model: `khmer`.
  static func keras(_ name: String) -> String {
    package.appending(path: "samples/keras-" + name).path
  }

  /// Runs the program to its good end.
  static func lines(_ arguments: [String], input: String = "") throws -> [String] {
    let result = try ProgramRun.result(arguments, input: input)
    #expect(result.ending == .exited(0), "\(result.complaints)")
    #expect(result.complaints == "")
    return result.lines
  }

  /// A line of JSON as an object.
  static func object(_ line: String) throws -> JSONObject {
    try #require(try JSONValue(parsing: Array(line.utf8)).object)
  }

  /// What the program complains of, which ends with status 2 and writes nothing.
  static func refusal(_ arguments: [String], input: String = "") throws -> String {
    let result = try ProgramRun.result(arguments, input: input)
    #expect(result.ending == .exited(2))
    #expect(result.output == "")
    return result.complaints
  }
}

extension JSONValue {
  /// Whole numbers, if this is a list of them.
  var integers: [Int]? { array?.compactMap(\.integer) }
  /// Numbers, if this is a list of them.
  var doubles: [Double]? { array?.compactMap(\.double) }
}
