import Pretrained
import Screens
import TensorFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// All numbers of a text in a pretrained model, in one file.
struct ModelExport {
  /// The model.
  let path: String
  /// What it reads; nil is a sentence of its own.
  let text: ModelText?
  let output: String
  let format: StreamedFile.Format

  /// Files beyond this are named by their size alone: to read them would take longer than the rest.
  private static let mostHashed = 1 << 30

  /// Writes the file, in full or not at all.
  ///
  /// - Returns: what it holds, in a few words.
  func write(replacing: Bool) throws(Failure) -> String {
    guard replacing || access(output, F_OK) != 0 else { throw Failure(CrashSafe.exists(output)) }
    do {
      let session = try ModelSession(opening: path)
      let numbers = try session.numbers(of: text ?? session.ownText)
      let metadata = [("made by", "headlight \(RunRecorder.version)")] + numbers.facts
      let file = StreamedFile(
        numbers.arrays, metadata: metadata + (try Self.provenance(session.weightsPath)))
      try file.write(format, to: output, replacing: replacing)
      return numbers.arrays.map { "\($0.name) \($0.lengths)" }.joined(separator: ", ")
    } catch { throw Failure(error) }
  }

  /// What the file of the weights is called, how long it is and what its bytes are.
  private static func provenance(
    _ path: String
  ) throws -> [(key: String, value: String)] {
    let file = try RawFile.reading(path)
    let length = try file.length()
    var facts = [("file", CrashSafe.split(path).name), ("bytes", "\(length)")]
    if length <= mostHashed {
      facts.append(("sha256", try Digest.sha256(of: file, length)))
    }
    return facts
  }
}

extension StreamedFile.Format {
  /// The format that the ending of a path says; nil where it says none of these.
  init?(endingOf path: String) {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
    self.init(rawValue: name[name.index(after: dot)...].lowercased())
  }
}
