import JSON
import TensorFiles

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A reference case on disk: `<case>.safetensors` and the sidecar `<case>.json` beside it.
public struct ReferenceFile {
  /// A result that the sidecar lists.
  struct Wanted {
    var name: String
    var lengths: [Int]
    /// The greatest |got − reference|.
    var tolerance: Double
    /// False where theory says 0 and an optimizer turned its rounding into updates.
    var isCompared: Bool
    /// Whether rounding dominates, so that only the size means something.
    var isNoise: Bool
    /// The greatest |reference|.
    var greatest: Double
  }

  /// The sidecar's path.
  let path: String
  /// `<family>/<case>`, the case being the file's own name.
  public let name: String
  let reference: ReferenceCase
  let wanted: [Wanted]
  /// What the file holds and the sidecar does not list.
  let unlisted: [String]
  private let file: Safetensors

  static let format = "headlight-golden/1"
  /// What is fed; everything else is a result.
  private static let fed: Set = ["input", "weight", "mask", "cotangent"]

  /// Opens the case whose sidecar or tensors lie at `path`.
  public init(_ path: String) throws {
    let stem = ReferenceFolder.stem(path)
    self.path = stem + ".json"
    let sidecar = try Self.sidecar(self.path)
    guard sidecar["format"]?.string == Self.format else {
      throw VerificationError(
        "\(self.path): expected “format” to be \(Self.format), found "
          + (sidecar["format"]?.string ?? "nothing"))
    }
    guard let family = sidecar["family"]?.string, let entries = sidecar["tensors"]?.array else {
      throw VerificationError(
        "\(self.path): expected “family” and “tensors”, as a reference case has")
    }
    name = "\(family)/\(URL(filePath: stem).lastPathComponent)"
    do {
      file = try Safetensors(reading: stem + ".safetensors")
      var wanted: [Wanted] = []
      var fed: [String: ReferenceCase.Numbers] = [:]
      var listed: Set<String> = []
      for entry in entries {
        guard let entry = entry.object, let name = entry["name"]?.string else {
          throw VerificationError("\(self.path): a tensor without a name")
        }
        guard listed.insert(name).inserted else {
          throw VerificationError("\(self.path) lists “\(name)” twice")
        }
        guard let stored = file[name] else { throw FileError.missing(path: file.path, name: name) }
        try Self.check(entry, stored, self.path)
        if let role = entry["role"]?.string, Self.fed.contains(role) {
          fed[name] = try Self.numbers(stored, in: file)
        } else {
          wanted.append(try Self.wanted(entry, stored, self.path))
        }
      }
      guard !wanted.isEmpty else {
        throw VerificationError("\(self.path) lists no result to compare")
      }
      self.wanted = wanted
      unlisted = file.tensors.map(\.name).filter { !listed.contains($0) }
      reference = ReferenceCase(
        family: family, settings: Self.settings(sidecar["config"]),
        optimizers: Self.settings(sidecar["optimizers"]), steps: sidecar["steps"]?.integer ?? 0,
        tensors: fed)
    } catch let error as FileError { throw VerificationError("\(error)") }
    try checkSteps()
  }

  /// The reference's own numbers.
  func numbers(_ name: String) throws(FileError) -> [Float] { try file.floats(name) }

  // MARK: The sidecar

  /// The object in the file at `path`.
  static func sidecar(_ path: String) throws -> JSONObject {
    guard FileManager.default.fileExists(atPath: path) else {
      let tensors = ReferenceFolder.stem(path) + ".safetensors"
      guard FileManager.default.fileExists(atPath: tensors) else {
        throw VerificationError(
          "\(tensors) and its sidecar are not there, but a manifest lists them")
      }
      throw VerificationError(
        "\(path) is not there; a reference case is NAME.safetensors with the sidecar NAME.json")
    }
    do {
      let text = try Data(contentsOf: URL(filePath: path))
      if let object = try JSONValue(parsing: [UInt8](text)).object { return object }
    } catch let error as JSONError {
      throw VerificationError(
        "\(path), byte \(error.offset): expected \(error.expected), found \(error.found)")
    } catch {
      throw VerificationError(
        "cannot read \(path), the sidecar of a reference case; check its permissions")
    }
    throw VerificationError("\(path): expected a JSON object")
  }

  /// Throws where the file holds something else than the sidecar says.
  private static func check(_ entry: JSONObject, _ stored: StoredTensor, _ path: String) throws {
    let (dtype, shape) = (entry["dtype"]?.string, entry["shape"]?.array?.map(\.integer))
    guard dtype ?? stored.dtype.rawValue == stored.dtype.rawValue,
      shape ?? stored.lengths == stored.lengths
    else {
      let said = "\(dtype ?? "") \(shape.map { "\($0.map { $0 ?? -1 })" } ?? "")"
      throw VerificationError(
        "\(path): “\(stored.name)” is \(said) here, but \(stored.dtype.rawValue) "
          + "\(stored.lengths) in the tensor file")
    }
  }

  private static func wanted(
    _ entry: JSONObject, _ stored: StoredTensor, _ path: String
  ) throws -> Wanted {
    guard let tolerance = entry["tol_abs"]?.double, tolerance >= 0 else {
      throw VerificationError(
        "\(path): the result “\(stored.name)” needs “tol_abs”, a number from 0 on")
    }
    let isNoise = entry["noise_dominated"] == .boolean(true)
    guard let greatest = entry["max_abs"]?.double ?? (isNoise ? nil : 0) else {
      throw VerificationError(
        "\(path): “\(stored.name)” is noise, of which “max_abs” must tell the size")
    }
    return Wanted(
      name: stored.name, lengths: stored.lengths, tolerance: tolerance,
      isCompared: entry["compare"] != .boolean(false), isNoise: isNoise, greatest: greatest)
  }

  /// Training takes long where the number of steps is a mistake: the losses tell it first.
  private func checkSteps() throws {
    for name in reference.optimizers.keys.sorted() {
      guard let losses = wanted.first(where: { $0.name == name + ".loss" }) else { continue }
      guard losses.lengths == [reference.steps + 1] else {
        throw VerificationError(
          "\(path): “\(losses.name)” has the lengths \(losses.lengths), but “steps” is "
            + "\(reference.steps): expected one loss more than steps")
      }
    }
  }

  private static func numbers(
    _ tensor: StoredTensor, in file: Safetensors
  ) throws(FileError) -> ReferenceCase.Numbers {
    guard tensor.dtype == .i32 else {
      return .init(lengths: tensor.lengths, floats: try file.floats(tensor.name))
    }
    let integers = try file.integers(tensor.name)
    return .init(
      lengths: tensor.lengths, integers: integers.map { Int32(truncatingIfNeeded: $0) })
  }

  private static func settings(_ value: JSONValue?) -> [String: ReferenceCase.Setting] {
    let members = (value?.object?.members ?? []).filter { $0.value != .null }
    return Dictionary(members.map { ($0.key, setting($0.value)) }) { first, _ in first }
  }

  private static func setting(_ value: JSONValue) -> ReferenceCase.Setting {
    switch value {
    case .boolean(let flag): .flag(flag)
    case .string(let text): .text(text)
    case .object: .fields(settings(value))
    case .integer, .unsigned, .number: value.double.map { .number($0) } ?? .other
    case .null, .array: .other
    }
  }
}
