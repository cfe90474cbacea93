import JSON
import ArgumentParser
import Lessons
import Runs
import Screens
import Snapshots
import TensorFiles

/// `headlight inspect PATH`: what is in a run, a tensor file or a file of pairs, and what is wrong with it.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what is in a run, a tensor file or a file of pairs, and whether it is whole.",
    discussion: """
      PATH is the directory of a run of this or any other program, a .safetensors file, or a file of \
      pairs (.tsv); what it is, is told by its content. Every problem is named with file, tensor and \
      field. Status 0: it is whole; 2: something is missing or cannot be read.
      """)

  @Argument(help: .init("A run, a .safetensors file or a file of pairs.", valueName: "path"))
  var path: String
  @Flag(help: "One JSON object.")
  var json = false

  func run() throws {
    let found: Inspection
    do { found = try Inspection(path) } catch {
      guard json else { throw Failure(error) }
      // Whoever reads JSON reads the reason there as well.
      Output.write(JSONText.line(Inspection.unreadable(path, "\(error)")) + "\n")
      throw Failure("", status: .badInput)
    }
    Output.write(json ? JSONText.line(found.json) + "\n" : found.text)
    if !found.isWhole { throw Failure("", status: .badInput) }
  }
}

/// What is in a file or a directory.
struct Inspection {
  /// All of it as one object.
  let json: JSONValue
  /// The same for a person, line by line.
  let text: String
  /// Whether nothing is missing.
  let isWhole: Bool

  /// Looks at what lies at `path`.
  init(_ path: String) throws {
    if RunInspection.isFolder(path) {
      self.init(try RunInspection(path), path)
    } else if try Self.isPairs(path) {
      try self.init(pairs: path)
    } else if Self.isTensors(path) {
      try self.init(tensors: path)
    } else {
      throw Failure(
        "\(safe(path)) is neither the directory of a run, nor a .safetensors file, nor pairs with a tab in "
          + "each line")
    }
  }

  /// Whether the file is named, or begins, as tensors do: eight bytes of length and a brace.
  private static func isTensors(_ path: String) -> Bool {
    guard !path.hasSuffix(".safetensors"),
      let start = try? WholeFile.beginning(path, atMost: 9)
    else { return true }
    return start.count < 9 || start[8] == UInt8(ascii: "{")
  }

  /// The object of what cannot be read at all.
  static func unreadable(_ path: String, _ what: String) -> JSONValue {
    .object([
      "kind": .null,
      "problems": .array([
        .object([
          "file": .string(path), "tensor": .null, "field": .null, "what": .string(what),
        ])
      ]), "whole": .boolean(false),
    ])
  }

  /// A row that a person reads: what, and what of it.
  private static func row(_ name: String, _ value: String) -> String {
    name + String(repeating: " ", count: max(1, 10 - name.count)) + value + "\n"
  }

  // MARK: Runs

  private init(_ run: RunInspection, _ path: String) {
    json = run.json
    isWhole = run.isWhole
    var text = Self.row("run", safe(run.title, cells: 100))
    if !run.framework.isEmpty {
      text += Self.row("trained", "with " + safe(run.framework, cells: 60))
    }
    var steps = "none"
    if let first = run.steps.first, let last = run.steps.last {
      steps = "\(run.steps.count), from \(first) to \(last)"
    }
    text += Self.row(run.isOwn ? "steps" : "pictures", steps)
    for (name, entry) in run.sites {
      let axes = zip(entry.axes, entry.shape).map { "\($0) \($1)" }.joined(separator: ", ")
      text += Self.row("site", "\(safe(name, cells: 60)): \(entry.kind), \(axes), \(entry.dtype)")
    }
    let shown = run.metrics.prefix(20).map { safe($0, cells: 40) }.joined(separator: ", ")
    text += Self.row("metrics", run.metrics.isEmpty ? "none" : shown)
    for fault in run.faults { text += Self.row("problem", fault.sentence) }
    let strange = run.faults.contains { $0.weight == .strange }
    self.text =
      text
      + Self.row("whole", run.isWhole ? strange ? "yes, with strange numbers" : "yes" : "no")
  }

  // MARK: Tensors

  private init(tensors path: String) throws {
    let file = try Safetensors(reading: path)
    var (tensors, words) = (JSONObject(), JSONObject())
    var text = Self.row("tensors", "\(file.tensors.count), safetensors")
    var members: [JSONObject.Member] = []
    for tensor in file.tensors {
      members.append(
        .init(
          tensor.name,
          .object([
            "dtype": .string(tensor.dtype.rawValue),
            "shape": .array(tensor.lengths.map { JSONValue($0) }),
          ])))
      let shape = tensor.lengths.map(String.init).joined(separator: " × ")
      text += Self.row("", "\(safe(tensor.name, cells: 80))  \(tensor.dtype.rawValue)  \(shape)")
    }
    tensors = JSONObject(unique: members)
    for (key, value) in file.metadata {
      words[key] = .string(value)
      text += Self.row("says", "\(safe(key, cells: 40)) = \(safe(value, cells: 100))")
    }
    json = .object([
      "kind": .string("safetensors"), "tensors": .object(tensors), "metadata": .object(words),
      "problems": .array([]), "whole": .boolean(true),
    ])
    self.text = text + Self.row("whole", "yes")
    isWhole = true
  }

  // MARK: Pairs

  /// Whether the file is text in which the first line has a tab.
  private static func isPairs(_ path: String) throws -> Bool {
    guard path.hasSuffix(".tsv") || path.hasSuffix(".txt") else {
      let start = (try? WholeFile.beginning(path, atMost: 4_096)) ?? []
      let line = start.prefix { $0 != 0x0a }
      return line.contains(0x09) && String(validating: line, as: UTF8.self) != nil
    }
    return true
  }

  private init(pairs path: String) throws {
    let bytes = try WholeFile.bytes(path, atMost: Pairs.maximumBytes)
    let pairs: Pairs
    do throws(PairsError) { pairs = try Pairs(tsv: bytes) } catch {
      throw Failure("\(legible(path)): \(error)")
    }
    let problems: [JSONValue] = []
    json = .object([
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
    self.text = text + Self.row("whole", "yes")
    isWhole = true
  }
}
