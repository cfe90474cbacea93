public import JSON
public import TensorFiles

/// What `metrics.jsonl` says, a row for each step.
public struct RunMetrics: Hashable, Sendable {
  /// The longest line that is read, in bytes.
  static let longestLine = 1_000_000

  /// What was measured at one step.
  public struct Row: Hashable, Sendable {
    /// The training step.
    public let step: Int
    /// Everything that the line says, `step` among it.
    public let values: JSONObject
  }

  /// The rows by ascending step; of several lines of one step the last one.
  public private(set) var rows: [Row] = []
  /// Lines that could not be read, as sentences.
  public private(set) var warnings: [String] = []

  /// Reads the file at `path`.
  ///
  /// A last line that was cut, because its writer was killed or still writes, is no mistake and
  /// is left out. Any other line that is not an object with a `step` is left out with a warning.
  public init(reading path: String) throws(FileError) {
    let file = try RawFile.reading(path)
    var byStep: [Int: Row] = [:]
    var number = 0
    var line: [UInt8] = []
    var start = 0
    // The length is asked once: what is appended meanwhile is read next time.
    let length = try file.length()
    while start < length {
      let end = min(length, start + 1 << 20)
      let part = try file.bytes(start..<end)
      start = end
      for piece in part.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        .enumerated()
      {
        if piece.offset > 0 {
          number += 1
          take(line, number, path, &byStep)
          line.removeAll(keepingCapacity: true)
        }
        if line.count <= Self.longestLine { line += piece.element }
      }
    }
    if let row = try? Self.row(line) { byStep[row.step] = row }
    rows = byStep.values.sorted { $0.step < $1.step }
  }

  private mutating func take(
    _ line: [UInt8], _ number: Int, _ path: String, _ rows: inout [Int: Row]
  ) {
    guard line.contains(where: { ![0x20, 0x09, 0x0d].contains($0) }) else { return }
    do throws(JSONError) {
      let row = try Self.row(line)
      rows[row.step] = row
    } catch {
      let sentence = "line \(number), byte \(error.offset): expected \(error.expected), "
      warnings.append("\(legible(path)), " + sentence + "found \(error.found); line left out")
    }
  }

  /// The row of a line that is complete.
  static func row(_ line: [UInt8]) throws(JSONError) -> Row {
    guard line.count <= longestLine else {
      throw JSONError(
        offset: longestLine, expected: "a line of at most \(longestLine) bytes", found: "more")
    }
    let value = try JSONValue(parsing: line, acceptsNonFinite: true)
    guard let values = value.object, let step = values["step"]?.integer, step >= 0 else {
      let found = value.object?["step"].map { JSONText.line($0) }
      throw JSONError(
        offset: 0, expected: "an object with a “step”, a whole number from 0",
        found: found.map { "“step”: " + legible($0, limit: 40) } ?? "none")
    }
    return Row(step: step, values: values)
  }
}
