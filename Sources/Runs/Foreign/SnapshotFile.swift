import JSON
import TensorFiles

/// One file of pictures of another program's run, checked: its steps and its tensors.
struct SnapshotFile: Sendable {
  /// The file.
  let file: Safetensors
  /// Its steps, ascending.
  let steps: [Int]
  /// Which start of its writer it is of: a higher one counts where both have a step.
  let session: Int
  /// Whether labels are lists of lists, one for each step.
  let areLabelsByStep: Bool
  /// What it holds.
  let weights: [StoredWeights]

  /// Opens and checks the file `name` in `folder`, whose first step its name says.
  init(_ name: String, in folder: String, first: Int) throws(RunFault) {
    let path = "snapshots/" + name
    let file: Safetensors
    do throws(FileError) { file = try Safetensors(reading: folder + "/" + name) } catch {
      throw RunFault(error, in: path)
    }
    self.file = file
    let listed = file[metadata: "steps"]
    steps =
      try listed.map { (text) throws(RunFault) in try Self.steps(text, first, path) } ?? [first]
    session =
      try file[metadata: "session"].map { (text) throws(RunFault) in
        guard let session = Int(text), session >= 0 else {
          throw RunFault(
            path, field: "session", "expected a number from 0, found “\(legible(text, limit: 40))”")
        }
        return session
      } ?? 0
    areLabelsByStep = file[metadata: "labels_by_step"] == "true"
    guard !file.tensors.isEmpty else {
      throw RunFault(path, field: "header", "expected at least one tensor of weights, found none")
    }
    var weights: [StoredWeights] = []
    for tensor in file.tensors {
      weights.append(
        try StoredWeights(tensor, of: file, steps: listed == nil ? nil : steps.count))
    }
    self.weights = weights
    for own in weights { try checkLabels(own) }
  }

  /// The names of probes, in the order of their numbers; one nil where there are none.
  var probes: [String?] {
    let named = Set(weights.map(\.probe))
    return named.sorted { a, b in
      // Those without a name come first; probe10 is behind probe9.
      guard let a, let b else { return a == nil && b != nil }
      return (a.utf8.count, a) < (b.utf8.count, b)
    }
  }

  /// The elements of the list that a metadata entry holds.
  static func list(
    _ text: String, _ what: String, _ fault: (String) -> RunFault
  ) throws(RunFault) -> [JSONValue] {
    do throws(JSONError) {
      guard let array = try JSONValue(parsing: Array(text.utf8)).array else {
        throw JSONError(offset: 0, expected: what, found: "something else")
      }
      return array
    } catch {
      throw fault("byte \(error.offset): expected \(error.expected), found \(error.found)")
    }
  }

  private static func steps(_ text: String, _ first: Int, _ path: String) throws(RunFault) -> [Int]
  {
    func fault(_ what: String) -> RunFault { RunFault(path, field: "steps", what) }
    let values = try Self.list(text, "a list of steps", fault)
    var steps: [Int] = []
    steps.reserveCapacity(values.count)
    for value in values {
      guard let step = value.integer, step >= 0 else {
        throw fault(
          "expected whole numbers from 0 to 2⁶³ − 1, found \(legible(JSONText.line(value), limit: 40))"
        )
      }
      if let last = steps.last, step <= last {
        throw fault("expected steps that ascend, found \(step) after \(last)")
      }
      steps.append(step)
    }
    guard let found = steps.first else { throw fault("expected at least one step, found none") }
    guard found == first else {
      throw fault("expected \(first) first, as the file's name says, found \(found)")
    }
    return steps
  }
}

extension RunFault {
  /// What a file format found wrong with the file at `path` of a run.
  init(_ error: FileError, in path: String) {
    switch error {
    case .malformed(_, let field, let offset, let problem, let advice):
      let place = offset.map { "byte \($0): " } ?? ""
      var (tensor, member) = (String?.none, field)
      // “tensor “x”, shape” is both.
      if let field, field.hasPrefix("tensor “"), let end = field.range(ofLast: "”") {
        tensor = String(field[field.index(field.startIndex, offsetBy: 8)..<end.lowerBound])
        let rest = field[end.upperBound...].drop { $0 == "," || $0 == " " }
        member = rest.isEmpty ? nil : String(rest)
      }
      self.init(
        path, tensor: tensor, field: member, place + problem + (advice.map { "; " + $0 } ?? ""))
    default:
      self.init(path, "\(error)")
    }
  }
}

extension String {
  /// Where `mark` stands last.
  fileprivate func range(ofLast mark: Character) -> Range<Index>? {
    lastIndex(of: mark).map { $0..<index(after: $0) }
  }
}
