import JSON
import Snapshots
import TensorFiles

/// The attention weights that one tensor of a file holds: which site, of which probe, and how its axes
/// lie.
struct StoredWeights: Sendable {
  /// What an axis counts, by its name in the file.
  enum Side: String, CaseIterable, Sendable {
    case step, layer, head, query, key
  }

  /// How rows are to be taken.
  enum Rows: Sendable {
    /// Each sums to 1.
    case closed
    /// Each sums to at most 1, as with sinks that are no keys.
    case open
  }

  /// The longest name of a tensor, in bytes.
  static let longestName = 1_024

  /// The tensor in its file.
  let stored: StoredTensor
  /// Which probe, by its name `probe0`; nil where there is only one.
  let probe: String?
  /// The site as the file calls it, without the probe.
  let site: String
  /// What each axis of the tensor counts, outermost first.
  let sides: [Side]
  /// What a stored byte counts; nil where the numbers are the weights.
  let scale: Float?
  /// Who asks and who is asked, where the file says so.
  let kind: AttentionWeights.Kind?
  /// How rows are to be taken.
  let rows: Rows
  /// Patches of an image; nil where the keys are none.
  let grid: PatchGrid?

  /// The length of an axis; 1 where there is none.
  func length(_ side: Side) -> Int {
    sides.firstIndex(of: side).map { stored.lengths[$0] } ?? 1
  }

  /// The numbers between two neighbours along an axis; 0 where there is none.
  func stride(_ side: Side) -> Int {
    guard let place = sides.firstIndex(of: side) else { return 0 }
    return stored.lengths[(place + 1)...].reduce(1, *)
  }

  /// Whether the weights of one step lie together, row by row: then a part of it can be read alone.
  var liesInRows: Bool {
    let order = Side.allCases.filter(sides.contains)
    return sides == order
  }

  /// The site of one of its layers.
  func site(layer: Int) -> Site {
    guard sides.contains(.layer) else { return Site(site) }
    // The number stands before the last part, as in a path: encoder.0.self.
    var parts = site.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    parts.insert("\(layer)", at: parts.count - 1)
    return Site(parts.joined(separator: "."))
  }
}

extension StoredWeights {
  /// Reads what `file` says of `tensor`; `steps`: how many steps the file has, nil where it holds one.
  init(_ tensor: StoredTensor, of file: Safetensors, steps: Int?) throws(RunFault) {
    let name = tensor.name
    func fault(_ field: String?, _ what: String) -> RunFault {
      RunFault(file.runPath, tensor: name, field: field, what)
    }
    guard name.utf8.count <= Self.longestName else {
      throw fault("name", "expected at most \(Self.longestName) bytes, found \(name.utf8.count)")
    }
    stored = tensor
    (probe, site) = Self.split(name)
    let sides = try Self.sides(tensor, file[metadata: "axes." + name], steps != nil, fault)
    self.sides = sides
    func count(_ side: Side) -> Int { sides.firstIndex(of: side).map { tensor.lengths[$0] } ?? 1 }
    if let steps, count(.step) != steps {
      throw fault("shape", "expected \(steps) along step, as “steps” says, found \(count(.step))")
    }
    guard !tensor.lengths.contains(0) else {
      throw fault("shape", "expected at least 1 along every axis, found 0")
    }
    switch tensor.dtype {
    case .f32, .f16, .bf16: scale = nil
    case .u8:
      let field = "scale." + name
      guard let text = file[metadata: field] else {
        throw fault(field, "expected a number, since the weights are bytes, found nothing")
      }
      guard let value = Float(text), value.isFinite, value > 0 else {
        throw fault(
          field,
          "expected a number above 0 that a float32 holds, found “\(legible(text, limit: 40))”")
      }
      scale = value
    default:
      throw fault("dtype", "expected F32, F16, BF16 or U8, found \(tensor.dtype.rawValue)")
    }
    kind = try file[metadata: "kind." + name].map { (text) throws(RunFault) in
      guard let kind = AttentionWeights.Kind(rawValue: text) else {
        let known = AttentionWeights.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        throw fault("kind." + name, "expected one of \(known), found “\(legible(text, limit: 40))”")
      }
      return kind
    }
    rows =
      try file[metadata: "rows." + name].map { (text) throws(RunFault) -> Rows in
        switch text {
        case "open": return .open
        case "closed": return .closed
        default: throw fault("rows." + name, "expected open, found “\(legible(text, limit: 40))”")
        }
      } ?? .closed
    grid = try file[metadata: "grid." + name].map { (text) throws(RunFault) in
      try Self.grid(text, file[metadata: "prefix." + name], count(.key), name, fault)
    }
  }

  /// `probe0` and `encoder.self` of `probe0/encoder.self`; any other name is a site as it is.
  private static func split(_ name: String) -> (probe: String?, site: String) {
    guard name.hasPrefix("probe"), let slash = name.firstIndex(of: "/") else { return (nil, name) }
    let (probe, site) = (name[..<slash], name[name.index(after: slash)...])
    let number = probe.dropFirst(5)
    guard !site.isEmpty, !number.isEmpty, number.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      return (nil, name)
    }
    return (String(probe), String(site))
  }

  private static func sides(
    _ tensor: StoredTensor, _ text: String?, _ hasSteps: Bool,
    _ fault: (String?, String) -> RunFault
  ) throws(RunFault) -> [Side] {
    let rank = tensor.lengths.count
    let field = "axes." + tensor.name
    let example = hasSteps ? "step,head,query,key" : "head,query,key"
    guard let text else {
      let usual = Array(Side.allCases.dropFirst().suffix(max(0, hasSteps ? rank - 1 : rank)))
      let sides = (hasSteps ? [.step] : []) + usual
      guard sides.count == rank, sides.last == .key else {
        throw fault(
          "shape",
          "expected 1 to 4 axes beside step, or \(field) with their names such "
            + "as “\(example)”; found \(rank) axes")
      }
      return sides
    }
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    if names.contains("batch") {
      throw fault(
        field,
        "expected weights without an axis batch: several probes are tensors called "
          + "probe0/\(legible(tensor.name, limit: 40)), probe1/…")
    }
    guard names.count == rank else {
      throw fault(field, "expected a name for each of \(rank) axes, found \(names.count)")
    }
    let sides = names.compactMap { Side(rawValue: $0) }
    guard sides.count == names.count, Set(sides).count == sides.count else {
      let known = Side.allCases.map(\.rawValue).joined(separator: ", ")
      throw fault(
        field, "expected each of \(known) at most once, found “\(legible(text, limit: 80))”")
    }
    guard sides.contains(.key) else { throw fault(field, "expected an axis key, found none") }
    guard sides.contains(.step) == hasSteps else {
      throw fault(
        field,
        hasSteps
          ? "expected an axis step, since the file has “steps”"
          : "expected no axis step without “steps” in the file's metadata")
    }
    return sides
  }

  private static func grid(
    _ text: String, _ prefix: String?, _ keys: Int, _ name: String,
    _ fault: (String?, String) -> RunFault
  ) throws(RunFault) -> PatchGrid {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard sides.count == 2, let rows = sides[0], let columns = sides[1], rows > 0, columns > 0,
      !rows.multipliedReportingOverflow(by: columns).overflow, rows * columns <= keys
    else {
      throw fault(
        "grid." + name,
        "expected rows × columns of at most \(keys) keys, such as 7x7, found “\(legible(text, limit: 40))”"
      )
    }
    let rest = keys - rows * columns
    guard let prefix else { return PatchGrid(rows: rows, columns: columns, prefix: rest) }
    guard let number = Int(prefix), (0...rest).contains(number) else {
      throw fault(
        "prefix." + name,
        "expected 0 to \(rest), since there are \(keys) keys, found “\(legible(prefix, limit: 40))”"
      )
    }
    return PatchGrid(rows: rows, columns: columns, prefix: number)
  }
}

extension Safetensors {
  /// The file from its run's directory on.
  var runPath: String { "snapshots/" + CrashSafe.split(path).name }
}
