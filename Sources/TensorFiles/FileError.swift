package import JSON

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why a file could not be read or written; the description is the sentence a person reads.
public enum FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The system refused to do `action` (`open`, `write`) with the error number `code`.
  case refused(action: String, path: String, code: Int32)
  /// The content is not what its format demands, at a byte and in a field where these are known.
  case malformed(
    path: String, field: String? = nil, offset: Int? = nil, problem: String, advice: String? = nil)
  /// A name that was asked for does not occur.
  case missing(path: String, name: String)
  /// What stands at the path cannot be used as it is.
  case unsuitable(path: String, problem: String, advice: String)

  /// One sentence or two: where, what was expected, what to try.
  public var description: String {
    switch self {
    case .refused(let action, let path, let code):
      let (reason, advice) = Self.reason(code)
      return "cannot \(action) \(Self.shown(path)): \(reason)"
        + (advice.map { "; \($0)" } ?? "")
    case .malformed(let path, let field, let offset, let problem, let advice):
      var place = Self.shown(path)
      if let field { place += ", " + legible(field) }
      if let offset { place += ", byte \(offset)" }
      return place + ": " + legible(problem, limit: 400) + (advice.map { "; " + $0 } ?? "")
    case .missing(let path, let name):
      return "\(Self.shown(path)) has no “\(legible(name))”"
    case .unsuitable(let path, let problem, let advice):
      return "\(Self.shown(path)) \(legible(problem, limit: 400)); \(advice)"
    }
  }

  /// The path that the error is about.
  public var path: String {
    switch self {
    case .refused(_, let path, _), .malformed(let path, _, _, _, _), .missing(let path, _),
      .unsuitable(let path, _, _):
      path
    }
  }

  package init(_ error: JSONError, path: String, field: String? = nil) {
    self = .malformed(
      path: path, field: field, offset: error.offset,
      problem: "expected \(error.expected), found \(error.found)")
  }

  private static func shown(_ path: String) -> String {
    // The end of a long path says more than its beginning.
    let scalars = path.unicodeScalars
    guard scalars.count > 200 else { return path.isEmpty ? "“”" : legible(path, limit: 200) }
    return "…" + legible(String(String.UnicodeScalarView(scalars.suffix(200))), limit: 200)
  }

  private static func reason(_ code: Int32) -> (reason: String, advice: String?) {
    switch code {
    case ENOENT: ("there is no such file or folder", "check the path")
    case EACCES, EPERM:
      ("permission denied", "choose a folder you may write to, or change its permissions")
    case EROFS: ("the file system is read-only", "choose another folder")
    case ENOSPC: ("the disk is full", "free some space or choose another folder")
    case EDQUOT: ("your disk quota is used up", "free some space or choose another folder")
    case EFBIG: ("the file would exceed the size limit", "raise it with ulimit -f")
    case EISDIR: ("it is a folder", "name a file")
    case ENOTDIR: ("a part of the path is not a folder", "check the path")
    case ENAMETOOLONG: ("the name is too long", "choose a shorter one")
    case ELOOP: ("it is a link that leads in a circle", "name the file itself")
    case EMFILE, ENFILE: ("too many files are open", "raise the limit with ulimit -n")
    case EIO: ("the device failed", "check the disk")
    case EEXIST, ENOTEMPTY: ("something of that name exists", "choose another name")
    default: ("error \(code), \(String(cString: strerror(code)))", nil)
    }
  }
}
