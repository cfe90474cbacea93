import Foundation
import TensorFiles
import Training

/// A reference case on disk: `<case>.safetensors` and the sidecar `<case>.json` beside it.
struct ReferenceFile {
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
  let name: String
  let reference: ReferenceCase
  let wanted: [Wanted]
  private let file: Safetensors

  static let format = "headlight-golden/1"

  /// Opens the case whose sidecar or tensors lie at `path`.
  init(_ path: String) throws {
    let stem = URL(filePath: path).deletingPathExtension()
    self.path = stem.appendingPathExtension("json").path()
    let sidecar: JSONObject
    do {
      let text = try Data(contentsOf: URL(filePath: self.path))
      guard let object = try JSONValue(parsing: [UInt8](text)).object else {
        throw Failure("\(self.path): expected a JSON object")
      }
      sidecar = object
    } catch let error as JSONError {
      throw Failure(
        "\(self.path), byte \(error.offset): expected \(error.expected), found \(error.found)")
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure("cannot read \(self.path), the sidecar of a reference case")
    }
    guard sidecar["format"]?.string == Self.format else {
      throw Failure(
        "\(self.path): expected “format” to be \(Self.format), found "
          + (sidecar["format"]?.string ?? "nothing"))
    }
    guard let family = sidecar["family"]?.string, let entries = sidecar["tensors"]?.array else {
      throw Failure("\(self.path): expected “family” and “tensors”")
    }
    name = "\(family)/\(stem.lastPathComponent)"
    do {
      file = try Safetensors(reading: stem.appendingPathExtension("safetensors").path())
      var wanted: [Wanted] = []
      var fed: [String: ReferenceCase.Numbers] = [:]
      for entry in entries {
        guard let entry = entry.object, let name = entry["name"]?.string else {
          throw Failure("\(self.path): a tensor without a name")
        }
        guard let stored = file[name] else { throw FileError.missing(path: file.path, name: name) }
        guard let tolerance = entry["tol_abs"]?.double else {
          fed[name] = try Self.numbers(stored, in: file)
          continue
        }
        wanted.append(
          Wanted(
            name: name, lengths: stored.lengths, tolerance: tolerance,
            isCompared: entry["compare"] != .boolean(false),
            isNoise: entry["noise_dominated"] == .boolean(true),
            greatest: entry["max_abs"]?.double ?? 0))
      }
      self.wanted = wanted
      reference = ReferenceCase(
        family: family, settings: Self.settings(sidecar["config"]),
        optimizers: Self.settings(sidecar["optimizers"]), steps: sidecar["steps"]?.integer ?? 0,
        tensors: fed)
    } catch let error as FileError { throw Failure("\(error)") }
  }

  /// The reference's own numbers.
  func numbers(_ name: String) throws(FileError) -> [Float] { try file.floats(name) }

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
    let members = value?.object?.members ?? []
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

  /// All cases at `path`: the case itself, or those of a folder and of the folders in it.
  static func cases(at path: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Failure("\(path): there is no such file or folder; check the path")
    }
    guard isFolder.boolValue else { return [path] }
    let folder = URL(filePath: path)
    let files = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    // A sidecar without tensors is no case (a manifest, say); tensors without one are a mistake.
    let found = files.filter { $0.hasSuffix(".safetensors") }.sorted()
      .map { folder.appending(path: $0).path() }
    guard !found.isEmpty else { throw Failure("\(path): no reference case (*.safetensors) in it") }
    return found
  }
}
