import JSON
import Pretrained
import Runs
import Screens
import TensorFiles

/// What is in a file or a directory.
struct Inspection {
  /// All of it as one object, but for the numbers of tensors.
  let json: JSONValue
  /// The same for a person, line by line.
  let text: String
  /// Whether nothing is missing.
  let isWhole: Bool
  /// The tensors, if it holds any.
  var tensors: TensorListing?

  init(json: JSONValue, text: String, isWhole: Bool) {
    self.json = json
    self.text = text
    self.isWhole = isWhole
  }

  /// Looks at what lies at `path`: what it is, is told by its content, and where its ending promises
  /// a kind of tensor file it must be of that kind.
  init(_ path: String) throws {
    if RunInspection.isFolder(path) {
      self = try Self.folder(path)
      return
    }
    let start = try WholeFile.beginning(path, atMost: 4_096)
    if let format = TensorFormat(endingOf: path) {
      let listing = Inspection(try TensorListing(path, format))
      self = format == .gguf ? listing.adding(modelOf: path) : listing
    } else if path.hasSuffix(".tsv") || path.hasSuffix(".txt") {
      try self.init(pairs: path)
    } else {
      self = try Self.recognised(path, start)
    }
  }

  /// A directory: of a run, or of a model.
  private static func folder(_ path: String) throws -> Inspection {
    func has(_ name: String) -> Bool { RunInspection.isFile(path + "/" + name) }
    if !has("run.json") {
      if has("config.json") { return try Inspection(model: path) }
      let index = "model.safetensors.index.json"
      if has(index) { return Inspection(try TensorListing(path + "/" + index, .shards)) }
      if ModelSession.recognises(path) { return try Inspection(model: path) }
      if has("tokenizer.json") { return try Inspection(tokenizer: path + "/tokenizer.json") }
    }
    return Inspection(try RunInspection(path), path)
  }

  /// A file whose name promises nothing.
  private static func recognised(_ path: String, _ start: [UInt8]) throws -> Inspection {
    switch FileKind(start) {
    case .safetensors: return Inspection(try TensorListing(path, .safetensors))
    case .gguf: return Inspection(try TensorListing(path, .gguf)).adding(modelOf: path)
    case .numpy: return Inspection(try TensorListing(path, .array))
    case .zip:
      if let foreign = ForeignFormat(zip: path) { throw Failure(foreign.sentence(path)) }
      return Inspection(try TensorListing(path, .archive))
    case .json:
      switch try JSONKind(path) {
      case .index: return Inspection(try TensorListing(path, .shards))
      case .tokenizer: return try Inspection(tokenizer: path)
      case .configuration: return try Inspection(configuration: path)
      case .other:
        throw Failure(
          "\(legible(path)) is a JSON text, but neither a config.json nor a tokenizer.json nor an index "
            + "of tensor files; name one of these, or the directory of a run")
      }
    case .hdf5: throw Failure(ForeignFormat.hdf5.sentence(path))
    case .pickle: throw Failure(ForeignFormat.pickle.sentence(path))
    case .gitLFSPointer, .webPage, .empty:
      throw Failure("\(legible(path)): \(FileKind(start).advice ?? "")")
    case .unknown: break
    }
    if isPairs(start) { return try Inspection(pairs: path) }
    throw Failure(
      "\(legible(path)) is neither the directory of a run, nor a file of tensors (safetensors, GGUF, "
        + ".npy, .npz), nor pairs with a tab in each line")
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
  static func row(_ name: String, _ value: String) -> String {
    name + String(repeating: " ", count: max(1, 10 - name.count)) + value + "\n"
  }

  /// Writes one JSON object; with `values` its tensors are lists of all their numbers.
  func writeJSON(values: Bool) throws {
    guard values, let tensors else {
      Output.write(JSONText.line(json) + "\n")
      return
    }
    // A model has more numbers than memory has room for their digits: they are written as they come.
    var rest = json.object ?? JSONObject()
    rest["tensors"] = nil
    Output.write("{\"tensors\":{")
    for (place, tensor) in tensors.tensors.enumerated() {
      Output.write((place == 0 ? "" : ",") + JSONText.quoted(tensor.name) + ":[")
      try tensors.forEachPart(of: tensor) { numbers, isFirst in
        let text = JSONText.line(.array(numbers)).dropFirst().dropLast()
        return Output.write((isFirst ? "" : ",") + text)
      }
      Output.write("]")
    }
    Output.write("}," + JSONText.line(.object(rest)).dropFirst() + "\n")
  }

  /// Writes what a person reads; with `values` the first numbers of each tensor.
  func writeText(values: Bool) throws {
    Output.write(text)
    guard values, let tensors else { return }
    for tensor in tensors.tensors {
      let first = try tensors.numbers(tensor, 0..<min(8, tensor.count))
        .map { tensor.dtype == .f64 ? $0 : $0.shortened }
      let shown = first.map { JSONText.line($0, nonFinite: .literals) }.joined(separator: "  ")
      let more = tensor.count > first.count ? "  …" : ""
      Output.write(Self.row("values", "\(safe(tensor.name, cells: 80)): \(shown)\(more)"))
    }
  }
}
