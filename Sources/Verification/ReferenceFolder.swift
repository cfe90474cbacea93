import JSON
import TensorFiles

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where reference cases lie: alone, in folders, in trees, in a manifest that lists them.
public struct ReferenceFolder {
  private var found: [String] = []
  /// Folders by their real place, so that links in a circle end.
  private var visited: Set<String> = []

  /// All cases at `path`: the case itself, those a manifest lists, or those of a tree.
  ///
  /// Links are followed. What a manifest lists and is not there is among them, and so is a sidecar
  /// that has lost its tensors: both are errors when they are opened.
  public static func cases(at path: String) throws -> [String] {
    let manager = FileManager.default
    guard manager.fileExists(atPath: path) else {
      // A case may be named without an ending.
      if !path.isEmpty, manager.fileExists(atPath: path + ".json") { return [path] }
      let name = path.isEmpty ? "“”" : path
      throw VerificationError("\(name): there is no such file or folder; check the path")
    }
    if isFolder(path) {
      var folder = Self()
      try folder.walk(path)
      guard !folder.found.isEmpty else {
        throw VerificationError("\(path): no reference case (*.safetensors) in it")
      }
      return folder.found
    }
    guard path.hasSuffix(".json") || path.hasSuffix(".safetensors") else {
      throw VerificationError(
        "\(path): expected a reference case (NAME.safetensors with NAME.json beside it), a folder "
          + "of cases or a manifest")
    }
    guard path.hasSuffix(".json") else { return [path] }
    return try listed(in: path, try ReferenceFile.sidecar(path)) ?? [path]
  }

  /// `path` without the ending of a sidecar or of tensors.
  static func stem(_ path: String) -> String {
    for ending in [".json", ".safetensors"] where path.hasSuffix(ending) {
      return String(path.dropLast(ending.count))
    }
    return path
  }

  private mutating func walk(_ folder: String) throws {
    let manager = FileManager.default
    let place = URL(filePath: folder).resolvingSymlinksInPath().path(percentEncoded: false)
    guard visited.insert(place).inserted else { return }
    guard let names = try? manager.contentsOfDirectory(atPath: folder) else {
      throw VerificationError("\(folder): the folder cannot be read; check its permissions")
    }
    var stems: Set<String> = []
    for name in names.sorted() {
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      if isFolder(path) {
        try walk(path)
      } else if name.hasSuffix(".safetensors") {
        stems.insert(Self.stem(path))
      } else if name.hasSuffix(".json"), !names.contains(Self.stem(name) + ".safetensors"),
        let object = try? ReferenceFile.sidecar(path),
        object["format"]?.string == ReferenceFile.format
      {
        stems.formUnion((try Self.listed(in: path, object) ?? [path]).map(Self.stem))
      }
    }
    let known = Set(found)
    found += stems.map { $0 + ".json" }.filter { !known.contains($0) }.sorted()
  }

  /// The cases that the manifest at `path` lists; nil where it is none.
  private static func listed(in path: String, _ object: JSONObject) throws -> [String]? {
    guard let cases = object["cases"]?.array else { return nil }
    let files = cases.compactMap { $0.object?["file"]?.string }
    guard !files.isEmpty, files.count == cases.count else {
      throw VerificationError(
        "\(path): expected “cases” to be a list of objects with a “file” each")
    }
    for file in files where file.hasPrefix("/") || file.split(separator: "/").contains("..") {
      throw VerificationError(
        "\(path): lists “\(file)”; a manifest names what lies beside or below it, by no absolute "
          + "path and without “..”")
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    return files.map { folder + $0 }
  }
}

/// Whether `path` is a folder, or a link to one.
func isFolder(_ path: String) -> Bool {
  let place = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
  let attributes = try? FileManager.default.attributesOfItem(atPath: place)
  return attributes?[.type] as? FileAttributeType == .typeDirectory
}
