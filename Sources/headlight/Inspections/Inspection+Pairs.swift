import JSON
import Lessons
import TensorFiles

extension Inspection {
  /// Whether a file that begins with `start` is text in which the first line has a tab.
  static func isPairs(_ start: [UInt8]) -> Bool {
    let line = start.prefix { $0 != 0x0a }
    return line.contains(0x09) && String(validating: line, as: UTF8.self) != nil
  }

  /// A file of pairs.
  init(pairs path: String) throws {
    let bytes = try WholeFile.bytes(path, atMost: Pairs.maximumBytes)
    let pairs: Pairs
    do throws(PairsError) { pairs = try Pairs(tsv: bytes) } catch {
      throw Failure("\(legible(path)): \(error)")
    }
    let problems: [JSONValue] = []
    let json = JSONValue.object([
      "kind": .string("pairs"), "rows": JSONValue(pairs.rows.count),
      "held_out": JSONValue(pairs.isSplit ? pairs.heldOut.count : 0),
      "source_symbols": JSONValue(pairs.sources.symbols.count),
      "target_symbols": JSONValue(pairs.targets.symbols.count),
      "longest_source": JSONValue(pairs.sourceLength),
      "longest_target": JSONValue(pairs.targetLength), "problems": .array(problems),
      "whole": .boolean(true),
    ])
    var text = Self.row("pairs", "\(pairs.rows.count) rows, source TAB target")
    text += Self.row(
      "held out", pairs.isSplit ? "\(pairs.heldOut.count) rows" : "none: too few rows")
    text += Self.row(
      "source", "\(pairs.sources.symbols.count) symbols, at most \(pairs.sourceLength) in a row")
    text += Self.row(
      "target", "\(pairs.targets.symbols.count) symbols, at most \(pairs.targetLength) in a row")
    self.init(json: json, text: text + Self.row("whole", "yes"), isWhole: true)
  }
}
