import JSON
import TensorFiles

/// What a path is, where a model is wanted.
enum ModelPlace: Hashable, Sendable {
  /// A GGUF file.
  case gguf(String)
  /// A folder with a config.json.
  case folder(String)

  /// Looks at what is at `path`: a folder, or a file of one.
  init(_ path: String) throws(ModelError) {
    // The files of a cache are links to what they hold.
    var kind = RawFile.kind(path)
    if kind == .link { kind = RawFile.resolved(path).map { RawFile.kind($0) } ?? .nothing }
    switch kind {
    case .nothing: throw .file(.refused(action: "open", path: path, code: 2))
    case .folder:
      if RawFile.kind(path + "/config.json") != .nothing {
        self = .folder(path)
        return
      }
      let files = Self.entries(of: path).filter { $0.hasSuffix(".gguf") }
      if files.count == 1 {
        self = .gguf(path + "/" + files[0])
        return
      }
      guard files.isEmpty else {
        throw .noModel(
          path: path, problem: "has \(files.count) GGUF files", advice: "name one of them")
      }
      if RawFile.kind(path + "/run.json") != .nothing {
        throw .noModel(
          path: path, problem: "is a run, not a model", advice: "headlight watch looks at it")
      }
      throw .noModel(
        path: path, problem: "has no config.json and no .gguf file",
        advice: "name the folder of a Hugging Face model, or a GGUF file")
    default:
      let start: [UInt8]
      do throws(FileError) { start = try WholeFile.beginning(path, atMost: FileKind.length) } catch
      { throw .file(error) }
      switch FileKind(start) {
      case .gguf: self = .gguf(path)
      case .safetensors, .json:
        let folder = CrashSafe.split(path).folder
        guard RawFile.kind(folder + "/config.json") != .nothing else {
          throw .noModel(
            path: path, problem: "has no config.json beside it",
            advice: "a model is its weights and its config.json in one folder")
        }
        self = .folder(folder)
      case let other:
        throw .noModel(
          path: path, problem: "is not a model that can be read",
          advice: other.advice ?? "name the folder of a Hugging Face model, or a GGUF file")
      }
    }
  }

  /// What a model is called: its folder, or its file without the ending.
  ///
  /// A folder of Hugging Face's cache is called after a revision; then the name stands above it.
  static func title(_ path: String) -> String {
    let whole = RawFile.resolved(path) ?? path
    var parts = (path.hasSuffix(".") || path.isEmpty ? whole : path).split(separator: "/")
      .map(String.init)
    guard let last = parts.last else { return path }
    if last.hasSuffix(".gguf") { return String(last.dropLast(5)) }
    if ["config.json", "model.safetensors", "model.safetensors.index.json"].contains(last),
      parts.count > 1
    {
      parts.removeLast()
    }
    if parts.count > 2, parts[parts.count - 2] == "snapshots" {
      let name = parts[parts.count - 3]
      return name.hasPrefix("models--")
        ? String(name.dropFirst(8)).replacing("--", with: "/") : name
    }
    return parts.last ?? path
  }

  /// The names in a folder, in order.
  static func entries(of folder: String) -> [String] {
    ((try? RawFile.names(in: folder)) ?? []).sorted()
  }
}
