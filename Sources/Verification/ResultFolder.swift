public import TensorFiles

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The folder that results are written to, `<family>/<case>.safetensors` each.
public struct ResultFolder {
  /// Why nothing can be written, or this may not.
  public struct Refusal: Error {
    /// What may not be done, and what to try.
    public var message: String
  }

  private let path: String
  private var written: Set<String> = []

  /// Makes the folder where it is not there, before anything is computed for it.
  public init(_ path: String) throws {
    guard !path.isEmpty else { throw VerificationError("--write: expected the name of a folder") }
    self.path = path.hasSuffix("/") ? String(path.dropLast()) : path
    try Self.make(path)
    guard FileManager.default.isWritableFile(atPath: path) else {
      throw VerificationError("\(path): you may not write to this folder; choose another")
    }
  }

  /// Writes the results of the case `name`; those of an earlier run are replaced.
  public mutating func write(_ results: [NamedNumbers], _ name: String) throws {
    let target = "\(path)/\(name)"
    guard !FileManager.default.fileExists(atPath: target + ".json") else {
      throw Refusal(
        message: "\(target).safetensors belongs to a reference case, whose sidecar lies beside it, "
          + "and is not overwritten; choose another folder")
    }
    guard written.insert(name).inserted else {
      throw Refusal(
        message: "two of these cases are called \(name), and both would be written to "
          + "\(target).safetensors; verify them one after the other")
    }
    do {
      try Self.make(String(target.prefix(through: target.lastIndex(of: "/") ?? target.startIndex)))
      try Safetensors.write(results, to: target + ".safetensors")
    } catch let error as VerificationError {
      throw Refusal(message: error.description)
    } catch { throw Refusal(message: "\(error)") }
  }

  private static func make(_ folder: String) throws {
    if FileManager.default.fileExists(atPath: folder), !isFolder(folder) {
      throw VerificationError("\(folder) is a file; name a folder to write to")
    }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw VerificationError(
        "\(folder): the folder cannot be made; check the path and its permissions, or name another")
    }
  }
}
